using System.Runtime.InteropServices;

namespace Identity.Core.Matching.Blocking;

/// <summary>
/// Finds the pairs of a batch that are worth comparing. Every atom is a key; one that more records have than
/// <see cref="BlockMaxOf"/> allows is refined by every other such atom of the record, and those keys once more, so that
/// two records meet whenever what they have in common, taken together, is rare. What is still too common after three
/// atoms says so little that comparing could not make it a match; it is counted, not dropped silently. Not thread-safe.
/// </summary>
internal sealed class CandidateFinder
{
    private const int BlockMaxUsual = 30;
    private const int BlockMaxLeast = 8;

    // From so many records on keys bring fewer together: there are more keys then, and pairs would outgrow records.
    private const double UsualUntil = 30_000;

    private readonly int _blockMax;
    private readonly ulong[][] _common;
    private readonly Dictionary<ulong, int> _pairSizes = [];
    private readonly KeyIndex _index = new();

    private CandidateFinder(int count) => (_common, _blockMax) = (new ulong[count][], BlockMaxOf(count));

    /// <summary>The most records that a key may bring together, in a batch of so many.</summary>
    public static int BlockMaxOf(int records) => Math.Clamp(
        (int)(BlockMaxUsual * Math.Sqrt(UsualUntil / Math.Max(1, records))), BlockMaxLeast, BlockMaxUsual);

    /// <summary>How many keys were too common even when refined; their records may have met through other
    /// keys.</summary>
    public int TooCommon { get; private set; }

    /// <summary>Finds the pairs.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="mayMeet">Whether two records, by their places, may be one person's at all.</param>
    /// <param name="tooCommon">How many keys were too common even when refined.</param>
    public static PairList Find(IReadOnlyList<MatchRecord> records, Func<int, int, bool> mayMeet, out int tooCommon)
    {
        var finder = new CandidateFinder(records.Count);
        finder.AddAtoms(records);
        finder.CountPairs();
        finder.AddPairsAndTriples();
        tooCommon = finder.TooCommon;
        return finder._index.Collect(records.Count, mayMeet);
    }

    private void AddAtoms(IReadOnlyList<MatchRecord> records)
    {
        var sizes = new Dictionary<ulong, int>();
        var atoms = new List<(AtomKind Kind, ulong Hash)>();
        for (int record = 0; record < records.Count; record++)
        {
            RecordAtoms.Find(records[record], atoms);
            var hashes = new ulong[atoms.Count];
            for (int index = 0; index < hashes.Length; index++)
            {
                hashes[index] = atoms[index].Hash;
                Count(sizes, hashes[index]);
            }

            _common[record] = hashes;
        }

        for (int record = 0; record < records.Count; record++)
        {
            foreach (ulong atom in _common[record])
            {
                if (IsUseful(sizes[atom])) { _index.Add(atom, record); }
            }

            _common[record] = Array.FindAll(_common[record], atom => sizes[atom] > _blockMax);
        }
    }

    private void CountPairs()
    {
        foreach (ulong[] atoms in _common)
        {
            for (int one = 0; one < atoms.Length; one++)
            {
                for (int other = one + 1; other < atoms.Length; other++)
                {
                    Count(_pairSizes, StableHash.Of(atoms[one], atoms[other]));
                }
            }
        }
    }

    private void AddPairsAndTriples()
    {
        var sizes = new Dictionary<ulong, int>();
        for (int record = 0; record < _common.Length; record++)
        {
            foreach ((ulong key, int size) in Pairs(_common[record]))
            {
                if (IsUseful(size)) { _index.Add(key, record); }
            }

            foreach (ulong key in Triples(_common[record])) { Count(sizes, key); }
        }

        for (int record = 0; record < _common.Length; record++)
        {
            foreach (ulong key in Triples(_common[record]))
            {
                if (IsUseful(sizes[key])) { _index.Add(key, record); }
            }
        }

        TooCommon = sizes.Count(entry => entry.Value > _blockMax);
    }

    private IEnumerable<(ulong Key, int Size)> Pairs(ulong[] atoms)
    {
        for (int one = 0; one < atoms.Length; one++)
        {
            for (int other = one + 1; other < atoms.Length; other++)
            {
                ulong key = StableHash.Of(atoms[one], atoms[other]);
                yield return (key, _pairSizes[key]);
            }
        }
    }

    // Three atoms of which every two are too common.
    private IEnumerable<ulong> Triples(ulong[] atoms)
    {
        for (int one = 0; one < atoms.Length; one++)
        {
            for (int other = one + 1; other < atoms.Length; other++)
            {
                ulong pair = StableHash.Of(atoms[one], atoms[other]);
                if (_pairSizes[pair] <= _blockMax) { continue; }
                for (int third = other + 1; third < atoms.Length; third++)
                {
                    if (_pairSizes[StableHash.Of(atoms[one], atoms[third])] > _blockMax
                        && _pairSizes[StableHash.Of(atoms[other], atoms[third])] > _blockMax)
                    {
                        yield return StableHash.Of(atoms[one], atoms[other], atoms[third]);
                    }
                }
            }
        }
    }

    private bool IsUseful(int size) => size > 1 && size <= _blockMax;

    private static void Count(Dictionary<ulong, int> sizes, ulong key) =>
        CollectionsMarshal.GetValueRefOrAddDefault(sizes, key, out _)++;
}
