namespace Identity.Api.Tests.Running;

/// <summary>The system's clock, set forward as a test wants it. Timers run as usual.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _shiftTicks));
}
