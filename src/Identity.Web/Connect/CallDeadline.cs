namespace Identity.Web.Connect;

/// <summary>The deadline of one call. Exists only for calls that have one.</summary>
internal sealed class CallDeadline : IDisposable
{
    // Timers count milliseconds in 32 bits; longer waits are made of several.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(40);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancellation;
    private readonly ITimer _timer;

    public CallDeadline(TimeProvider time, TimeSpan timeout, CancellationToken callerLeft)
    {
        _time = time;
        At = time.GetUtcNow().UtcDateTime + timeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(callerLeft);
        Token = _cancellation.Token;
        _timer = time.CreateTimer(
            static state => ((CallDeadline?)state)?.Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Tick();
    }

    /// <summary>UTC.</summary>
    public DateTime At { get; }

    /// <summary>Cancelled when the deadline passes or the caller leaves, whichever is first.</summary>
    public CancellationToken Token { get; }

    public bool HasPassed => _time.GetUtcNow().UtcDateTime >= At;

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Dispose();
    }

    // A timer may fire a little early by the clock. Whoever is cancelled then asks the clock why, so it has to be past.
    private void Tick()
    {
        TimeSpan left = At - _time.GetUtcNow().UtcDateTime;
        try
        {
            if (left <= TimeSpan.Zero) { _cancellation.Cancel(); }
            else { _timer.Change(left < WaitMax ? RoundUp(left) : WaitMax, Timeout.InfiniteTimeSpan); }
        }
        catch (ObjectDisposedException)
        {
            // The call ended while the timer was firing.
        }
    }

    private static TimeSpan RoundUp(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
