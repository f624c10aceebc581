using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Calling;

/// <summary>Opens connections.</summary>
internal static class Channels
{
    // Longer than any page waits: it ends attempts to reach a machine that swallows packets, so that the next one is
    // new.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    public static GrpcChannel Open(IdentityClientOptions options, ILoggerFactory? loggers)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            UseCookies = false,
            AllowAutoRedirect = false,

            // Also between calls, so that a connection that a firewall has dropped is found before a page needs it.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,

            // Several nodes behind one name: new addresses are found within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // Proxies for plain HTTP speak HTTP/1.1.
            UseProxy = options.Address.Scheme == Uri.UriSchemeHttps,
        };
        options.ConfigureConnections?.Invoke(handler);
        return GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            LoggerFactory = loggers,
        });
    }
}
