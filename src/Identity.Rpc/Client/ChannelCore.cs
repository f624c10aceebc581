using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Identity.Rpc.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Rpc.Client;

/// <summary>What the calls of a channel share. Safe for many threads.</summary>
internal sealed class ChannelCore : IDisposable
{
    private const string LogCategory = "Grpc.Net.Client.Internal.GrpcCall";

    private readonly HttpMessageInvoker _http;
    private readonly bool _ownsHttp;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<IMethod, Uri> _uris = new(ReferenceEqualityComparer.Instance);
    private readonly Uri _address;
    private bool _disposed;

    public ChannelCore(Uri address, GrpcChannelOptions options)
    {
        _address = address;
        (Secure, CallCredentials) = CredentialsReader.Read(address, options);
        _http = CreateHttp(address, options, out _ownsHttp);
        SendSettings = new SendSettings(options.MaxSendMessageSize, null);
        Receive = new ReceiveRules(options.MaxReceiveMessageSize, Streams: true, Watch: null);
        CancelWithOperationCanceled = options.ThrowOperationCanceledOnCancellation;
        SendCredentialsAnyway = options.UnsafeUseInsecureChannelCallCredentials;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(LogCategory);
        Closing = _closing.Token;
    }

    public bool Secure { get; }

    public CallCredentials? CallCredentials { get; }

    public SendSettings SendSettings { get; }

    public ReceiveRules Receive { get; }

    public bool CancelWithOperationCanceled { get; }

    public bool SendCredentialsAnyway { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Cancelled when the channel is disposed.</summary>
    public CancellationToken Closing { get; }

    public Uri UriOf(IMethod method) =>
        _uris.GetOrAdd(method, static (known, address) => new Uri(address, known.FullName), _address);

    public string ServiceUrlOf(IMethod method) => new Uri(_address, method.ServiceName).AbsoluteUri;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _http.SendAsync(request, cancellationToken);

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(GrpcChannel));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) { return; }

        _closing.Cancel();
        if (_ownsHttp) { _http.Dispose(); }
    }

    private static HttpMessageInvoker CreateHttp(Uri address, GrpcChannelOptions options, out bool owns)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException("A channel takes either an HTTP client or a handler, not both.");
        }

        owns = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        return options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? CreateHandler(address), disposeHandler: owns);
    }

    private static SocketsHttpHandler CreateHandler(Uri address) => new()
    {
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,

        // A dead peer would otherwise be noticed by nobody who only waits for messages.
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,

        // Proxies for plain HTTP speak HTTP/1.1.
        UseProxy = address.Scheme == Uri.UriSchemeHttps,
    };
}

/// <summary>Takes credentials apart.</summary>
internal sealed class CredentialsReader : ChannelCredentialsConfiguratorBase
{
    private bool _secure;
    private CallCredentials? _calls;

    public static (bool Secure, CallCredentials? Calls) Read(Uri address, GrpcChannelOptions options)
    {
        bool https = address.Scheme == Uri.UriSchemeHttps;
        if (!https && address.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException("The address of a channel begins with http:// or https://.");
        }

        if (options.Credentials is null) { return (https, null); }

        CredentialsReader reader = new();
        options.Credentials.InternalPopulateConfiguration(reader, null);
        return reader._secure == https
            ? (https, reader._calls)
            : throw new ArgumentException("Address and credentials of a channel contradict each other.");
    }

    public override void SetInsecureCredentials(object? state) => _secure = false;

    public override void SetSslCredentials(object? state) => _secure = true;

    public override void SetCompositeCredentials(
        object? state,
        ChannelCredentials channelCredentials,
        CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, null);
        _calls = callCredentials;
    }
}
