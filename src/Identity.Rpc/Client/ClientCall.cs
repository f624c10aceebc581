using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>One call made: the exchange over HTTP and its end, which is recorded exactly once.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Its end disposes what it owns; Dispose ends it.")]
internal abstract class ClientCall
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallScope _scope;
    private readonly IMethod _method;
    private readonly string? _host;
    private readonly bool _gzip;

    private HttpResponseMessage? _http;
    private RequestContent? _content;
    private Task? _exchange;
    private PipeReader? _pipe;
    private MessageReader? _reader;
    private Metadata _trailers = Metadata.Empty;
    private Status _status;
    private int _finished;

    protected ClientCall(ChannelCore channel, IMethod method, string? host, CallOptions options)
    {
        channel.ThrowIfDisposed();
        Channel = channel;
        Options = options;
        _method = method;
        _host = host;
        _gzip = RequestHeaders.AsksForGzip(options.Headers);
        Token = _cancellation.Token;
        _scope = new CallScope(channel, options, _cancellation);
    }

    public CancellationToken Token { get; }

    public WriteOptions? WriteOptions => Options.WriteOptions;

    public Task<Metadata> ResponseHeaders => _headers.Task;

    /// <summary>Whether the status is known.</summary>
    public bool Finished => Volatile.Read(ref _finished) == 2;

    protected ChannelCore Channel { get; }

    protected CallOptions Options { get; }

    /// <summary>Whether the response is read to its end without the caller's doing.</summary>
    protected bool ReadsByItself { get; set; }

    protected MessageReader Reader => _reader ?? throw new InvalidOperationException("There is no response yet.");

    public void Start(RequestContent content)
    {
        _content = content;
        _exchange = ExchangeAsync(content);

        // A call that nobody reads must end too when it is given up.
        Token.UnsafeRegister(static call => ((ClientCall?)call)?.Fail(new OperationCanceledException()), this);
    }

    public SendSettings SendSettingsFor(WriteOptions? options)
    {
        bool plain = !_gzip || (options?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress;
        return Channel.SendSettings with { Compression = plain ? null : CompressionLevel.Fastest };
    }

    public CancellationTokenRegistration CancelWith(CancellationToken token) =>
        token.UnsafeRegister(static call => ((ClientCall?)call)?._cancellation.Cancel(), this);

    public Status GetStatus() => Finished ? _status : throw NotFinished();

    public Metadata GetTrailers() => Finished ? _trailers : throw NotFinished();

    public void Dispose() => Finish(new Status(StatusCode.Cancelled, "The call was disposed."), Metadata.Empty);

    /// <summary>What to throw for the status of a call that has ended; null after success.</summary>
    public Exception? Failure()
    {
        if (_status.StatusCode == StatusCode.OK) { return null; }

        RpcException failure = new(_status, _trailers);
        return Channel.CancelWithOperationCanceled && _scope.EndedByCaller
            ? new OperationCanceledException(_status.Detail, failure, Options.CancellationToken)
            : failure;
    }

    /// <summary>What to throw for a write that failed: the status of the call where that is or will be known.</summary>
    public async ValueTask<Exception> WriteFailureAsync(Exception exception)
    {
        if (ReadsByItself) { await _done.Task.ConfigureAwait(false); }
        if (Finished) { return WriteRefusal(); }

        // A reader may still find out why the server stopped reading, so the call itself goes on. When the server has
        // sent its end, HTTP closes the stream of the requests or says that there is no error.
        return new RpcException(SaysThatServerEnded(exception)
            ? new Status(StatusCode.Cancelled, "The server has ended the call; its responses tell how.", exception)
            : _scope.StatusOf(exception));
    }

    private static bool SaysThatServerEnded(Exception exception) =>
        exception is ObjectDisposedException or HttpProtocolException { ErrorCode: 0 }
        || (exception.InnerException is { } inner && SaysThatServerEnded(inner));

    /// <summary>What to throw for a write to a call that has ended, with whatever status.</summary>
    public Exception WriteRefusal() => Failure() ?? new RpcException(_status, _trailers);

    /// <summary>Waits for the response to begin; false when the call has ended before.</summary>
    protected async ValueTask<bool> BeginReadAsync()
    {
        if (_exchange is not null) { await _exchange.ConfigureAwait(false); }

        return Volatile.Read(ref _finished) == 0;
    }

    /// <summary>Waits for a call that is ending to have its status; another thread may be about to record it.</summary>
    protected Task EndedAsync() => _done.Task;

    /// <summary>Ends the call with the status that came after the messages, of which the last has been read.</summary>
    protected void FinishFromTrailers()
    {
        if (_http is null) { return; }

        _pipe?.Complete();

        Status status = Client.ResponseHeaders.Status(_http.TrailingHeaders)
            ?? new Status(StatusCode.Unknown, "The response ended without a status.");
        Finish(status, Client.ResponseHeaders.Read(_http.TrailingHeaders));
    }

    protected void Fail(Exception exception) => Finish(_scope.StatusOf(_content?.Failure ?? exception), Metadata.Empty);

    protected void Finish(Status status, Metadata trailers)
    {
        if (Interlocked.CompareExchange(ref _finished, 1, 0) != 0) { return; }

        _status = status;
        _trailers = trailers;
        Volatile.Write(ref _finished, 2);
        try
        {
            Release();
            Channel.Logger.ClientCallEnded(_method.FullName, status.StatusCode);
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    private void Release()
    {
        _scope.Dispose();
        _content?.End();
        if (_status.StatusCode != StatusCode.OK) { _cancellation.Cancel(); }

        _http?.Dispose();
        if (!_headers.Task.IsCompleted) { FailHeaders(); }
    }

    private static InvalidOperationException NotFinished() => new("The call has not ended.");

    private void FailHeaders()
    {
        if (Failure() is not { } failure)
        {
            _headers.TrySetResult(Metadata.Empty);
            return;
        }

        // Few callers ask for the headers; a failure that they did not ask for must not count as unobserved.
        _headers.TrySetException(failure);
        _ = _headers.Task.Exception;
    }

    private async Task ExchangeAsync(RequestContent content)
    {
        try
        {
            HttpRequestMessage request = await CreateRequestAsync(content).ConfigureAwait(false);
            HttpResponseMessage response = await Channel.SendAsync(request, Token).ConfigureAwait(false);
            _http = response;
            await AcceptAsync(response).ConfigureAwait(false);
            if (Finished) { response.Dispose(); }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private async Task AcceptAsync(HttpResponseMessage response)
    {
        Status? immediate = Client.ResponseHeaders.Status(response.Headers);
        bool grpc = response.StatusCode == HttpStatusCode.OK
            && GrpcNames.IsGrpc(response.Content.Headers.ContentType?.ToString());
        if (immediate is null && !grpc) { immediate = Client.ResponseHeaders.StatusOf(response.StatusCode); }

        if (immediate is not null)
        {
            _headers.TrySetResult(Metadata.Empty);
            Finish(immediate.Value, Client.ResponseHeaders.Read(response.Headers));
            return;
        }

        bool gzip = Client.ResponseHeaders.IsGzip(response.Headers);
        Stream body = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        _pipe = PipeReader.Create(body);
        _reader = new MessageReader(_pipe, Channel.Receive, gzip);
        _headers.TrySetResult(Client.ResponseHeaders.Read(response.Headers));
    }

    private async ValueTask<HttpRequestMessage> CreateRequestAsync(RequestContent content)
    {
        HttpRequestMessage request = new(HttpMethod.Post, Channel.UriOf(_method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        if (_host is not null) { request.Headers.Host = _host; }

        RequestHeaders.WriteProtocol(request.Headers, _gzip);
        RequestHeaders.WriteMetadata(request.Headers, Options.Headers);
        CallCredentials? credentials = CredentialsSender.Combine(Channel.CallCredentials, Options.Credentials);
        if (credentials is not null && (Channel.Secure || Channel.SendCredentialsAnyway))
        {
            AuthInterceptorContext context = new(Channel.ServiceUrlOf(_method), _method.Name, Token);
            Metadata identity = await CredentialsSender.AskAsync(credentials, context).ConfigureAwait(false);
            RequestHeaders.WriteMetadata(request.Headers, identity);
        }

        Token.ThrowIfCancellationRequested();
        if (_scope.TimeLeft() is { } left)
        {
            if (left == TimeSpan.Zero) { throw new OperationCanceledException("The deadline has passed already."); }

            request.Headers.TryAddWithoutValidation(GrpcNames.Timeout, GrpcTimeout.Format(left));
        }

        return request;
    }
}

/// <summary>A call with its message types.</summary>
internal sealed class ClientCall<TRequest, TResponse>(
    ChannelCore channel,
    Method<TRequest, TResponse> method,
    string? host,
    CallOptions options) : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>Reads the one response of a call that has one, to the end of the call.</summary>
    public async Task<TResponse> ReadSingleAsync()
    {
        ReadsByItself = true;
        TResponse? response = await ReadNextAsync().ConfigureAwait(false);
        if (response is not null)
        {
            await ReadToEndAsync().ConfigureAwait(false);
            return Failure() is { } failure ? throw failure : response;
        }

        throw new RpcException(new Status(
            StatusCode.Unimplemented, "The method gives one response message; there was none."));
    }

    /// <summary>Reads the next response; null when the call has ended with success.</summary>
    public async ValueTask<TResponse?> ReadNextAsync()
    {
        if (await BeginReadAsync().ConfigureAwait(false))
        {
            try
            {
                TResponse? response = await Reader
                    .ReadAsync(method.ResponseMarshaller.ContextualDeserializer, Token).ConfigureAwait(false);
                if (response is not null) { return response; }

                FinishFromTrailers();
            }
            catch (Exception exception)
            {
                Fail(exception);
            }
        }

        await EndedAsync().ConfigureAwait(false);
        return Failure() is { } failure ? throw failure : null;
    }

    private async ValueTask ReadToEndAsync()
    {
        try
        {
            if (await Reader.ReadEndAsync(Token).ConfigureAwait(false))
            {
                FinishFromTrailers();
            }
            else
            {
                Finish(
                    new Status(StatusCode.Unimplemented, "The method gives one response message; there were more."),
                    Metadata.Empty);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        await EndedAsync().ConfigureAwait(false);
    }
}
