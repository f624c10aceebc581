namespace Identity.Testing;

/// <summary>A clock that stands still until it is moved. Thread-safe.</summary>
public sealed class FakeTime : TimeProvider
{
    private readonly DateTimeOffset _start;
    private long _ticks;

    public FakeTime(DateTimeOffset start) => (_start, _ticks) = (start, start.UtcTicks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks) - _start.UtcTicks;

    public void MoveTo(DateTimeOffset moment) => Interlocked.Exchange(ref _ticks, moment.UtcTicks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
