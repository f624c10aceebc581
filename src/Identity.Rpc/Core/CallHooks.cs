namespace Grpc.Core;

/// <summary>The functions that the four call types share, either plain or over a state.</summary>
internal readonly struct CallHooks
{
    private readonly object? _state;
    private readonly Delegate _status;
    private readonly Delegate _trailers;
    private readonly Delegate _dispose;

    public CallHooks(Func<Status> status, Func<Metadata> trailers, Action dispose) =>
        (_state, _status, _trailers, _dispose) = (null, status, trailers, dispose);

    public CallHooks(
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state) =>
        (_state, _status, _trailers, _dispose) = (state, status, trailers, dispose);

    public Status GetStatus() =>
        _status is Func<Status> plain ? plain() : ((Func<object, Status>)_status)(State);

    public Metadata GetTrailers() =>
        _trailers is Func<Metadata> plain ? plain() : ((Func<object, Metadata>)_trailers)(State);

    public void Dispose()
    {
        if (_dispose is Action plain)
        {
            plain();
        }
        else
        {
            ((Action<object>)_dispose)(State);
        }
    }

    private object State => _state ?? throw new InvalidOperationException("The call has no state.");
}
