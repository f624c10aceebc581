namespace Identity.SampleData;

/// <summary>
/// A small repeatable source of chance (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014), so that a seed gives the same people on every machine and version of the runtime.
/// Not for secrets; not thread-safe.
/// </summary>
internal sealed class Dice
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Each stream of a seed is independent of its neighbours, so a household can be made alone.</summary>
    public Dice(ulong seed, ulong stream) => _state = Scramble(seed + Step) ^ Scramble((stream * Step) + 1);

    public ulong Next()
    {
        _state += Step;
        return Scramble(_state);
    }

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>, which is above 0.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number in the range, both ends included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>True in so many of a thousand cases.</summary>
    public bool PerMille(int rate) => Below(1000) < rate;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public DateTimeOffset Moment(DateTimeOffset first, DateTimeOffset last)
    {
        long seconds = Math.Max(1, (last - first).Ticks / TimeSpan.TicksPerSecond);
        return first.AddSeconds((long)Math.BigMul(Next(), (ulong)seconds, out _));
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
