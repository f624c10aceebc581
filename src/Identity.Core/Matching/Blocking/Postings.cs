namespace Identity.Core.Matching.Blocking;

/// <summary>Sorted keys with the records that have them, also by record. Immutable.</summary>
internal sealed class Postings
{
    private readonly int[] _startOfKey;
    private readonly int[] _firstOf;
    private readonly int[] _places;

    private Postings(int[] startOfKey, int[] firstOf, int[] places) =>
        (_startOfKey, _firstOf, _places) = (startOfKey, firstOf, places);

    /// <summary>Works the places out. The owners of one key become sorted.</summary>
    /// <param name="keys">Sorted.</param>
    /// <param name="owners">The record of each key.</param>
    /// <param name="records">How many records there are.</param>
    public static Postings Of(ulong[] keys, int[] owners, int records)
    {
        var startOfKey = new int[keys.Length];
        var firstOf = new int[records + 1];
        int start = 0;
        for (int place = 0; place <= keys.Length; place++)
        {
            if (place == keys.Length || (place > 0 && keys[place] != keys[place - 1]))
            {
                Array.Sort(owners, start, place - start);
                start = place;
            }

            if (place < keys.Length) { startOfKey[place] = start; }
        }

        foreach (int owner in owners) { firstOf[owner + 1]++; }
        for (int record = 0; record < records; record++) { firstOf[record + 1] += firstOf[record]; }
        var places = new int[keys.Length];
        int[] next = firstOf[..^1];
        for (int place = 0; place < keys.Length; place++) { places[next[owners[place]]++] = place; }
        return new Postings(startOfKey, firstOf, places);
    }

    public ReadOnlySpan<int> OfRecord(int record) =>
        _places.AsSpan(_firstOf[record], _firstOf[record + 1] - _firstOf[record]);

    /// <summary>Where the records of the same key begin.</summary>
    public int StartOf(int place) => _startOfKey[place];
}
