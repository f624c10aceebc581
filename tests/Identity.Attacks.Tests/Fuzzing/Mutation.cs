namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>Damages bytes and texts at random.</summary>
internal static class Mutation
{
    private const int StepsMax = 6;

    private static readonly byte[] Interesting = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>Changes some of the bytes, or their number; now and then none.</summary>
    public static byte[] Of(Random random, byte[] source)
    {
        List<byte> bytes = [.. source];
        for (int step = random.Next(StepsMax); step > 0; step--) { Change(random, bytes); }

        return [.. bytes];
    }

    public static string Of(Random random, string source) =>
        string.Concat(Of(random, [.. source.Select(letter => (byte)letter)]).Select(unit => (char)unit));

    public static T Choose<T>(Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private static void Change(Random random, List<byte> bytes)
    {
        int at = random.Next(bytes.Count + 1);
        int some = Math.Min(random.Next(1, 9), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = Choose(random, Interesting); break;
            case 2 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 3: bytes.RemoveRange(at, some); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, some)); break;
            case 5: bytes.Insert(at, (byte)random.Next(256)); break;
            case 6 when random.Next(4) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
        }
    }
}
