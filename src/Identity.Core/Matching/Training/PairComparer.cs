using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Comparing;

namespace Identity.Core.Matching.Training;

/// <summary>Compares many pairs, on all processors. What comes out does not depend on how many there are.</summary>
internal static class PairComparer
{
    // So many random pairs are drawn; a batch that has no more is compared completely.
    private const int RandomPairs = 120_000;
    private const int ChunkLength = 4_096;

    public static Pattern[] Compare(IReadOnlyList<MatchRecord> records, PairList pairs)
    {
        var patterns = new Pattern[pairs.Count];
        InChunks(pairs.Count, (from, to) =>
        {
            for (int index = from; index < to; index++)
            {
                (int left, int right) = pairs[index];
                patterns[index] = RecordComparison.Compare(records[left], records[right]);
            }
        });
        return patterns;
    }

    /// <summary>The levels of pairs drawn at random, the same ones each time.</summary>
    public static LevelCounts CompareRandom(IReadOnlyList<MatchRecord> records, Func<int, int, bool> mayMeet)
    {
        PairList pairs = Draw(records.Count, mayMeet);
        var counts = new LevelCounts();
        foreach (Pattern pattern in Compare(records, pairs)) { counts.Add(pattern, 1); }
        return counts;
    }

    private static PairList Draw(int count, Func<int, int, bool> mayMeet)
    {
        var pairs = new PairList();
        if ((long)count * (count - 1) / 2 <= RandomPairs)
        {
            for (int right = 0; right < count; right++)
            {
                for (int left = 0; left < right; left++)
                {
                    if (mayMeet(left, right)) { pairs.Add(left, right); }
                }
            }

            return pairs;
        }

        for (ulong draw = 0; pairs.Count < RandomPairs && draw < 10 * RandomPairs; draw++)
        {
            int left = (int)(StableHash.Of(2 * draw, ulong.MaxValue) % (ulong)count);
            int right = (int)(StableHash.Of((2 * draw) + 1, ulong.MaxValue) % (ulong)count);
            if (left != right && mayMeet(left, right)) { pairs.Add(Math.Min(left, right), Math.Max(left, right)); }
        }

        return pairs;
    }

    private static void InChunks(int count, Action<int, int> work)
    {
        int chunks = (count + ChunkLength - 1) / ChunkLength;
        Parallel.For(0, chunks, chunk =>
            work(chunk * ChunkLength, Math.Min(count, (chunk + 1) * ChunkLength)));
    }
}
