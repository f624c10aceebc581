namespace Identity.Core.Matching.Blocking;

/// <summary>
/// Hashes that are the same in every run and on every machine, so that they can be stored: FNV-1a over UTF-16, finished
/// by the mixer of SplitMix64 (Steele, Lea, Flood 2014). Not for secrets.
/// </summary>
internal static class StableHash
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    public static ulong Of(char kind, ReadOnlySpan<char> text)
    {
        unchecked
        {
            ulong hash = (Basis ^ kind) * Prime;
            foreach (char character in text) { hash = (hash ^ character) * Prime; }
            return Mix(hash);
        }
    }

    /// <summary>The hash of a set of two; the order does not matter.</summary>
    public static ulong Of(ulong one, ulong other)
    {
        unchecked
        {
            return one < other ? Mix((one * 31) + other) : Mix((other * 31) + one);
        }
    }

    /// <summary>The hash of a set of three; the order does not matter.</summary>
    public static ulong Of(ulong one, ulong other, ulong third)
    {
        unchecked
        {
            return Mix(one) + Mix(other) + Mix(third);
        }
    }

    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
