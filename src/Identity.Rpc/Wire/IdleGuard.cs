using System.IO.Pipelines;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>How long the sender of a stream may be silent.</summary>
/// <param name="BetweenMessages">While it owes nothing.</param>
/// <param name="WithinMessage">After it has begun a message, which holds memory here.</param>
internal sealed record IdleLimits(TimeSpan BetweenMessages, TimeSpan WithinMessage)
{
    // Clients that keep a stream open for long send something now and then, or open it again after UNAVAILABLE.
    public static IdleLimits Default { get; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(30));
}

/// <summary>
/// Ends a wait for bytes that takes too long. Streams are exempt from the server's minimum data rate, since silence
/// is normal on them; this is what stops a sender that holds on to a stream and never goes on.
/// </summary>
internal sealed class IdleGuard(IdleLimits limits, TimeProvider time) : IDisposable
{
    private ITimer? _timer;
    private PipeReader? _pipe;
    private bool _expired;
    private bool _partial;

    public void Start(PipeReader pipe, bool partial)
    {
        _pipe = pipe;
        _partial = partial;
        _timer ??= time.CreateTimer(
            static state => ((IdleGuard)(state ?? throw new InvalidOperationException())).Expire(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _timer.Change(partial ? limits.WithinMessage : limits.BetweenMessages, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends the watch; true when the time had run out.</summary>
    public bool Stop()
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Volatile.Read(ref _expired);
    }

    public RpcException Expired() => new(new Status(
        StatusCode.Unavailable,
        _partial ? "The stream stopped inside a message." : "The stream was idle for too long; open it again."));

    public void Dispose() => _timer?.Dispose();

    private void Expire()
    {
        Volatile.Write(ref _expired, true);
        _pipe?.CancelPendingRead();
    }
}
