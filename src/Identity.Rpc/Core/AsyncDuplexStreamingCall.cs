namespace Grpc.Core;

/// <summary>A call with many requests and many responses. Disposing gives up a call that has not ended.</summary>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly Task<Metadata> _headers;
    private readonly CallHooks _hooks;

    /// <summary>Creates a call from functions.</summary>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _headers = responseHeadersAsync;
        _hooks = new CallHooks(getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Creates a call from functions over a state, which need no closure.</summary>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        ArgumentNullException.ThrowIfNull(responseHeadersAsync);
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _headers = responseHeadersAsync(state);
        _hooks = new CallHooks(getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Takes the requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>Gives the responses; its end tells how the call ended.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>What the server sent before the first response.</summary>
    public Task<Metadata> ResponseHeadersAsync => _headers;

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public Status GetStatus() => _hooks.GetStatus();

    /// <summary>What came with the status.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => _hooks.GetTrailers();

    /// <summary>Gives up a call that has not ended; otherwise does nothing.</summary>
    public void Dispose() => _hooks.Dispose();
}
