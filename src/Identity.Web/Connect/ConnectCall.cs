using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Identity.Web.Connect;

/// <summary>One call as its handler sees it.</summary>
internal sealed class ConnectCall : ServerCallContext, IDisposable
{
    private const string VersionHeader = "Connect-Protocol-Version";
    private const string TimeoutHeader = "Connect-Timeout-Ms";
    private const int TimeoutDigitsMax = 10;

    // Under this key GetHttpContext looks for the request of a call that came in another form than gRPC.
    private const string HttpContextKey = "__HttpContext";

    private static readonly AuthContext Unauthenticated = new(null, []);

    private readonly HttpContext _http;
    private readonly string _path;
    private CallDeadline? _deadline;
    private Metadata? _requestHeaders;
    private Metadata? _responseHeaders;
    private Metadata? _responseTrailers;
    private Status _status;

    public ConnectCall(HttpContext http, string path)
    {
        (_http, _path) = (http, path);
        UserState[HttpContextKey] = http;
    }

    /// <summary>The time that the caller allowed is over.</summary>
    public bool HasDeadlinePassed => _deadline is { HasPassed: true };

    protected override string MethodCore => _path;

    protected override string HostCore => _http.Request.Host.Value ?? "";

    protected override string PeerCore => AddressOf(_http.Connection);

    protected override DateTime DeadlineCore => _deadline?.At ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore =>
        _requestHeaders ??= HeaderMetadata.Read(_http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? _http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Unauthenticated;

    /// <summary>Reads what the caller said about the call as a whole.</summary>
    /// <exception cref="RpcException">It is not as the protocol wants it: <c>INVALID_ARGUMENT</c>.</exception>
    public void Start(TimeProvider time)
    {
        string? version = _http.Request.Headers[VersionHeader];
        if (version is not (null or "1")) { throw Malformed($"The only value of {VersionHeader} is 1."); }
        string? timeout = _http.Request.Headers[TimeoutHeader];
        if (timeout is null) { return; }
        if (timeout.Length is 0 or > TimeoutDigitsMax || !timeout.All(char.IsAsciiDigit))
        {
            throw Malformed($"{TimeoutHeader} is a whole number of milliseconds, of at most 10 digits.");
        }

        _deadline = new CallDeadline(
            time, TimeSpan.FromMilliseconds(long.Parse(timeout, null)), _http.RequestAborted);
    }

    /// <summary>Puts the metadata of the answer into its headers.</summary>
    /// <param name="trailers">Trailers besides those that the handler set.</param>
    public void WriteMetadata(Metadata trailers)
    {
        IHeaderDictionary headers = _http.Response.Headers;
        if (_responseHeaders is not null) { HeaderMetadata.Write(_responseHeaders, "", headers); }
        if (_responseTrailers is not null) { HeaderMetadata.Write(_responseTrailers, "Trailer-", headers); }
        HeaderMetadata.Write(trailers, "Trailer-", headers);
    }

    public void Dispose() => _deadline?.Dispose();

    // They go out with the answer: it is one block, and its status is not known before.
    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        if (_responseHeaders is not null) { throw new InvalidOperationException("The headers are sent already."); }
        _responseHeaders = responseHeaders;
        return Task.CompletedTask;
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Only the gRPC runtime makes propagation tokens; pass deadline and token on.");

    private static RpcException Malformed(string message) => new(new Status(StatusCode.InvalidArgument, message));

    private static string AddressOf(ConnectionInfo connection)
    {
        IPAddress? address = connection.RemoteIpAddress;
        if (address is null) { return "unknown"; }
        if (address.IsIPv4MappedToIPv6) { address = address.MapToIPv4(); }
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"ipv6:[{address}]:{connection.RemotePort}"
            : $"ipv4:{address}:{connection.RemotePort}";
    }
}
