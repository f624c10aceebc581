namespace Identity.Core.Matching.Blocking;

/// <summary>Keys with the records of a batch that have them. Not thread-safe.</summary>
internal sealed class KeyIndex
{
    private readonly List<ulong> _keys = [];
    private readonly List<int> _owners = [];

    public void Add(ulong key, int record)
    {
        _keys.Add(key);
        _owners.Add(record);
    }

    /// <summary>How many records have each key that more than <paramref name="max"/> have.</summary>
    public IEnumerable<ulong> MoreCommonThan(int max) =>
        _keys.CountBy(key => key).Where(entry => entry.Value > max).Select(entry => entry.Key);

    /// <summary>Removes the keys that more than <paramref name="max"/> records have. Returns how many.</summary>
    public int Remove(int max)
    {
        var common = MoreCommonThan(max).ToHashSet();
        if (common.Count == 0) { return 0; }
        int kept = 0;
        for (int place = 0; place < _keys.Count; place++)
        {
            if (common.Contains(_keys[place])) { continue; }
            (_keys[kept], _owners[kept]) = (_keys[place], _owners[place]);
            kept++;
        }

        _keys.RemoveRange(kept, _keys.Count - kept);
        _owners.RemoveRange(kept, _owners.Count - kept);
        return common.Count;
    }

    /// <summary>The pairs that have a key in common, in a fixed order. The index is empty afterwards.</summary>
    /// <param name="count">How many records there are.</param>
    /// <param name="mayMeet">Whether two records may be one person's at all.</param>
    public PairList Collect(int count, Func<int, int, bool> mayMeet)
    {
        ulong[] keys = [.. _keys];
        int[] owners = [.. _owners];
        _keys.Clear();
        _owners.Clear();
        Array.Sort(keys, owners);
        Postings postings = Postings.Of(keys, owners, count);
        var pairs = new PairList();
        var met = new int[count];
        for (int record = 0; record < count; record++)
        {
            foreach (int posting in postings.OfRecord(record))
            {
                for (int other = postings.StartOf(posting); owners[other] < record; other++)
                {
                    // The place plus one, as places begin at 0 and so does the array.
                    if (met[owners[other]] == record + 1) { continue; }
                    met[owners[other]] = record + 1;
                    if (mayMeet(owners[other], record)) { pairs.Add(owners[other], record); }
                }
            }
        }

        return pairs;
    }
}
