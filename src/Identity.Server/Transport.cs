using System.Net;
using System.Text;
using Identity.Server.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Identity.Server;

/// <summary>How connections are accepted, and what one of them may cost.</summary>
internal static class Transport
{
    /// <summary>
    /// The most connections of a port; fewer where the process may not open enough files, see <see cref="FileLimit"/>.
    /// Each connection can make us hold 1 MiB of requests that nobody has read yet, so this bounds that to 4 GiB in the
    /// worst case; real callers share a few connections.
    /// </summary>
    public const long ConnectionsMax = 4_096;

    /// <summary>
    /// A website's server sends all its calls over one connection, and the usual 100 would make them wait for each
    /// other. The number of calls in the whole process has a limit of its own.
    /// </summary>
    public const int StreamsPerConnectionMax = 512;

    /// <summary>
    /// Headers that come in drips hold a connection until this ends them; honest ones come in milliseconds.
    /// </summary>
    public static readonly TimeSpan RequestHeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A connection without a sign of life is asked for one, so that dead streams are found.</summary>
    public static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to answer that.</summary>
    public static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    private static readonly object HttpPortMark = new();

    /// <summary>
    /// A quarter of all connections, counted on both ports together: one machine cannot keep the others out. Load
    /// balancers stay far below it, since each of their connections carries many calls.
    /// </summary>
    public const int ConnectionsPerAddressMax = 1_024;

    /// <summary>
    /// Honest clients send hardly any such frames. A connection that sends more costs us at most a millisecond of work
    /// before it is broken off.
    /// </summary>
    public static readonly IdleFrameLimit IdleFramesMax = new(1_000, TimeSpan.FromSeconds(10));

    // By default a header that is no UTF-8 ends the connection and all calls on it; it is the fault of one of them.
    private static readonly UTF8Encoding HeaderEncoding = new(false, throwOnInvalidBytes: false);

    public static void Configure(KestrelServerOptions kestrel, ServerOptions options, long connectionsPerPort)
    {
        IPAddress address = IPAddress.Parse(options.Bind);
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static _ => HeaderEncoding;
        kestrel.Limits.MaxConcurrentConnections = connectionsPerPort;
        kestrel.Limits.RequestHeadersTimeout = RequestHeadersTimeout;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
        kestrel.Limits.Http2.KeepAlivePingDelay = KeepAlivePingDelay;
        kestrel.Limits.Http2.KeepAlivePingTimeout = KeepAlivePingTimeout;
        ConnectionGuard guard = new(
            new ConnectionLimits(ConnectionsPerAddressMax, options.ConnectionAgeMax, IdleFramesMax),
            TimeProvider.System);
        kestrel.Listen(address, options.GrpcPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => guard.RunHttp2Async(connection, next));
        });
        kestrel.Listen(address, options.HttpPort, listen => ListenForHttp(listen, guard));
    }

    /// <summary>
    /// The request came in through the HTTP port. Asked of the connection: what a request says of its port is the
    /// sender's to choose, and the number of a port that was left to the system is known only later.
    /// </summary>
    public static bool IsOfHttpPort(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(HttpPortMark) == true;

    /// <summary>Has an endpoint answer on the HTTP port alone; on the other one it is not there.</summary>
    public static void RestrictToHttpPort(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } answer) { return; }
        endpoint.RequestDelegate = http =>
        {
            if (IsOfHttpPort(http)) { return answer(http); }
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }

    private static void ListenForHttp(ListenOptions listen, ConnectionGuard guard)
    {
        // Without TLS the two versions cannot be told apart on one port, and browsers speak HTTP/1.1 there.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            connection.Items[HttpPortMark] = HttpPortMark;
            return guard.CountAsync(connection, next);
        });
    }
}
