using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Identity.Rpc.Server;

/// <summary>
/// One received call: what the handler sees of it, its messages in and out, and its end, which is sent exactly once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The end of the call disposes what it owns.")]
internal sealed partial class ServerCall : ServerCallContext
{
    private readonly MethodSettings _settings;
    private readonly CancellationToken _aborted;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private DeadlineGuard? _deadline;
    private MessageReader? _requests;
    private string? _peer;
    private Status _status;

    public ServerCall(HttpContext http, MethodSettings settings)
    {
        Http = http;
        _settings = settings;
        // Read once: a handler reads and writes at the same time, and an HttpContext is not made for that.
        _aborted = http.RequestAborted;
    }

    public HttpContext Http { get; }

    public MethodSettings Settings => _settings;

    protected override string MethodCore => _settings.Path;

    protected override string HostCore => Http.Request.Host.Value ?? "";

    protected override string PeerCore => _peer ??= PeerIdentity.AddressOf(Http.Connection);

    protected override DateTime DeadlineCore => _deadline?.Deadline ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore =>
        _requestHeaders ??= RequestMetadata.Read(Http.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? _aborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore =>
        _authContext ??= PeerIdentity.ProvedBy(Http.Features.Get<ITlsConnectionFeature>()?.ClientCertificate);

    private MessageReader Requests => _requests ?? throw new InvalidOperationException("The call has not started.");

    /// <summary>Reads what the caller said about the call as a whole.</summary>
    /// <exception cref="RpcException">It is not as the protocol wants it; the status says why.</exception>
    public void Start()
    {
        IHeaderDictionary headers = Http.Request.Headers;
        if (!GrpcNames.IsProtobuf(Http.Request.ContentType ?? ""))
        {
            throw Refusal(StatusCode.Unimplemented, "The messages of this service are protobuf.");
        }

        bool gzip = ReadEncoding(headers);
        PipeReader body = Http.Request.BodyReader;
        if (_settings.Receive.Streams) { LiftBodyLimits(); }

        _requests = new MessageReader(body, _settings.Receive, gzip);
        StartDeadline(headers);
    }

    /// <summary>Reads the one request of a call that has one.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        // The server ends the read itself when the caller leaves. Asking it for a token that says so costs every call.
        CancellationToken token = _deadline?.Token ?? CancellationToken.None;
        try
        {
            T request = await Requests.ReadAsync(marshaller.ContextualDeserializer, token).ConfigureAwait(false)
                ?? throw Refusal(StatusCode.Unimplemented, "The method takes one request message; there was none.");
            return Requests.Ended || await Requests.ReadEndAsync(token).ConfigureAwait(false)
                ? request
                : throw Refusal(StatusCode.Unimplemented, "The method takes one request message; there were more.");
        }
        catch (Exception exception) when (IsDeparture(exception))
        {
            throw new CallerLeftException(exception, CancellationToken);
        }
    }

    /// <summary>Reads the next request, or null when the caller has sent them all.</summary>
    /// <param name="marshaller">Parses it.</param>
    /// <param name="cancellationToken">Gives up this read, in addition to what gives up the call.</param>
    public async ValueTask<T?> ReadNextAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        ThrowIfEnded();
        CancellationToken token = CancellationToken;
        using CancellationTokenSource? both = cancellationToken.CanBeCanceled && cancellationToken != token
            ? CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken)
            : null;
        try
        {
            return await Requests
                .ReadAsync(marshaller.ContextualDeserializer, both?.Token ?? token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDeparture(exception))
        {
            throw new CallerLeftException(exception, CancellationToken);
        }
    }

    private static bool IsDeparture(Exception exception) =>
        exception is ConnectionAbortedException or (IOException and not BadHttpRequestException);

    private static RpcException Refusal(StatusCode code, string detail) => new(new Status(code, detail));

    private bool ReadEncoding(IHeaderDictionary headers)
    {
        string? encoding = headers.GrpcEncoding;
        if (encoding is null or GrpcNames.Identity) { return false; }
        if (encoding is GrpcNames.Gzip) { return true; }

        Http.Response.Headers[GrpcNames.AcceptEncoding] = GrpcNames.SupportedEncodings;
        throw Refusal(StatusCode.Unimplemented, "The encoding of the request is not supported.");
    }

    private void StartDeadline(IHeaderDictionary headers)
    {
        string? text = headers.GrpcTimeout;
        if (text is null) { return; }
        if (!GrpcTimeout.TryParse(text, out TimeSpan timeout))
        {
            throw Refusal(StatusCode.Internal, "The grpc-timeout header is malformed.");
        }

        _deadline = new DeadlineGuard(_settings.Runtime.Time, timeout, EndOnDeadlineAsync, Http.RequestAborted);
        _deadline.Start();
    }

    // The limits are made for bodies that are sent at once. A stream may pause and may be of any length.
    private void LiftBodyLimits()
    {
        if (Http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) { rate.MinDataRate = null; }

        if (Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
    {
        options ??= ContextPropagationOptions.Default;
        return new ReceivedCallToken(
            options.IsPropagateDeadline && _deadline is not null ? _deadline.Deadline : null,
            options.IsPropagateCancellation ? CancellationToken : CancellationToken.None);
    }
}

/// <summary>The caller ended the call or the connection while its request was being read.</summary>
internal sealed class CallerLeftException(Exception cause, CancellationToken cancellationToken)
    : OperationCanceledException("The caller left.", cause, cancellationToken);

/// <inheritdoc cref="ContextPropagationToken" />
internal sealed class ReceivedCallToken(DateTime? deadline, CancellationToken cancellation) : ContextPropagationToken
{
    internal override DateTime? ParentDeadline => deadline;

    internal override CancellationToken ParentCancellation => cancellation;
}
