using System.IO.Pipelines;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>
/// Ends a wait for bytes that takes too long. Streams are exempt from the server's minimum data rate, since silence
/// is normal on them; this is what stops a sender that holds on to a stream and never goes on. The server's rate is an
/// average, so that a sender that was quick at first may stop inside a message for hours; this ends that on every call.
/// </summary>
internal sealed class IdleGuard : IDisposable
{
    private readonly ReceiveWatch _watch;
    private readonly PipeReader _pipe;
    private readonly bool _streams;
    private readonly long _started;
    private ITimer? _timer;
    private bool _expired;
    private bool _partial;

    public IdleGuard(ReceiveWatch watch, PipeReader pipe, bool streams)
    {
        (_watch, _pipe, _streams) = (watch, pipe, streams);
        _started = watch.Time.GetTimestamp();
    }

    /// <summary>Whether a stream has lasted as long as it may.</summary>
    public bool IsOver => _streams && TotalLeft <= TimeSpan.Zero;

    private TimeSpan TotalLeft => _watch.Limits.Total - _watch.Time.GetElapsedTime(_started);

    /// <summary>Begins to watch one wait.</summary>
    /// <param name="partial">Whether it is inside a message.</param>
    public void Start(bool partial)
    {
        _partial = partial;
        _timer ??= _watch.Time.CreateTimer(
            static state => ((IdleGuard?)state)?.Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(partial ? _watch.Limits.WithinMessage : BetweenMessages(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the watch; true when the time had run out.</summary>
    public bool Stop()
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Volatile.Read(ref _expired);
    }

    public RpcException Expired() => new(new Status(
        StatusCode.Unavailable,
        _partial ? "The request stopped inside a message."
        : IsOver ? "The stream was open for too long; open it again."
        : "The stream was idle for too long; open it again."));

    public void Dispose() => _timer?.Dispose();

    private TimeSpan BetweenMessages()
    {
        TimeSpan left = TotalLeft;
        return left < TimeSpan.Zero ? TimeSpan.Zero
            : left < _watch.Limits.BetweenMessages ? left
            : _watch.Limits.BetweenMessages;
    }

    private void Expire()
    {
        Volatile.Write(ref _expired, true);
        _pipe.CancelPendingRead();
    }
}
