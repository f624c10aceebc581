namespace Identity.Rpc.Wire;

/// <summary>Calls back once, when an instant has passed. Dispose it when that no longer matters.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    // Timers count milliseconds in 32 bits; longer waits are made of several.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(40);

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _deadline;
    private readonly Action _passed;
    private readonly ITimer _timer;

    public DeadlineTimer(TimeProvider time, DateTimeOffset deadline, Action passed)
    {
        _time = time;
        _deadline = deadline;
        _passed = passed;
        _timer = time.CreateTimer(
            static state => ((DeadlineTimer?)state)?.Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        TimeSpan left = _deadline - _time.GetUtcNow();
        TimeSpan wait = left < TimeSpan.Zero ? TimeSpan.Zero : left > WaitMax ? WaitMax : left;

        // A timer may fire a little early by the clock; rounding up avoids a busy wait for the last fraction.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (_time.GetUtcNow() < _deadline)
        {
            Start();
        }
        else
        {
            _passed();
        }
    }
}
