using Identity.Core.Matching.Preparing;

namespace Identity.Core.Matching.Blocking;

/// <summary>
/// Records that say exactly the same. Their keys are as common as they are many, so that many of them would never be
/// compared: they are chained instead.
/// </summary>
internal static class EqualRecords
{
    /// <summary>
    /// Adds, for every set of more than <paramref name="keyMax"/> equal records, pairs that run through it; smaller
    /// sets meet through their keys.
    /// </summary>
    /// <param name="records">The batch, whose equal values are one object.</param>
    /// <param name="keyMax">The most records that a key brings together.</param>
    /// <param name="mayMeet">Whether two records may be one person's at all.</param>
    /// <param name="pairs">Where the pairs go.</param>
    public static void Chain(
        IReadOnlyList<MatchRecord> records, int keyMax, Func<int, int, bool> mayMeet, PairList pairs)
    {
        foreach (IGrouping<ulong, int> set in Enumerable.Range(0, records.Count).GroupBy(place => Hash(records[place])))
        {
            int[] places = [.. set];
            if (places.Length <= keyMax || set.Key == 0) { continue; }
            for (int index = 1; index < places.Length; index++)
            {
                if (mayMeet(places[index - 1], places[index])) { pairs.Add(places[index - 1], places[index]); }
            }
        }
    }

    // 0 for a record that says nothing.
    private static ulong Hash(MatchRecord record)
    {
        ulong hash = 0;
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            if (record[slot] is { } value) { hash = unchecked(hash + StableHash.Mix(value.Hash)); }
        }

        return hash;
    }
}
