using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching.Training;

/// <summary>Works out how rare the values of a batch are.</summary>
internal static class RarityCount
{
    // Of each field the commonest values go into a model by name; one that fewer groups have is as rare as any other.
    private const int NamedMax = 5_000;
    private const int NamedCountMin = 4;

    /// <summary>
    /// Sets the rarity of every value: each counts once per group, as ten records of one person do not make a name
    /// common.
    /// </summary>
    /// <param name="records">The records of the batch.</param>
    /// <param name="groupOf">The group of each record; null for each its own.</param>
    public static void Set(IReadOnlyList<MatchRecord> records, int[]? groupOf)
    {
        int[] order = [.. Enumerable.Range(0, records.Count)];
        if (groupOf is not null) { Array.Sort((int[])groupOf.Clone(), order); }
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            if (Slots.CountsRarity(slot)) { Set(records, groupOf, order, slot); }
        }
    }

    /// <summary>The tables of a model, from the rarities that <see cref="Set(IReadOnlyList{MatchRecord}, int[])"/> set.
    /// </summary>
    public static IReadOnlyList<RarityTable> Tables(IReadOnlyList<MatchRecord> records)
    {
        var tables = new RarityTable[Slots.Count];
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            Dictionary<ulong, double> bits = [];
            foreach (MatchRecord record in records)
            {
                if (record[slot] is { } value) { bits[value.Hash] = value.Rarity; }
            }

            double rarest = bits.Count == 0 ? RarityTable.Empty.Otherwise : bits.Values.Max();
            double named = rarest - Math.Log2(NamedCountMin);
            tables[slot] = new RarityTable(rarest, bits.Where(entry => entry.Value <= named)
                .OrderBy(entry => (entry.Value, entry.Key)).Take(NamedMax).ToDictionary());
        }

        return tables;
    }

    private static void Set(IReadOnlyList<MatchRecord> records, int[]? groupOf, int[] order, int slot)
    {
        var counts = new Dictionary<ulong, (int Count, int Last)>();
        double total = 0;
        foreach (int index in order)
        {
            if (records[index][slot] is not { } value) { continue; }
            int group = groupOf is null ? index : groupOf[index];
            (int count, int last) = counts.GetValueOrDefault(value.Hash, (0, -1));
            if (last == group) { continue; }
            counts[value.Hash] = (count + 1, group);
            total++;
        }

        foreach (MatchRecord record in records)
        {
            if (record[slot] is { } value) { value.Rarity = Math.Log2(total / counts[value.Hash].Count); }
        }
    }
}
