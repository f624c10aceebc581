using Identity.Core.Matching;
using Identity.Core.Matching.Blocking;

namespace Identity.Core.Records;

/// <summary>
/// The keys by which somebody finds a person who knows little: a name alone, a postcode alone, a date of birth alone.
/// Whatever the model's own keys find is not repeated. They are never equal to those, and so change nothing of who is
/// compared with whom. Pure.
/// </summary>
public static class SearchKeys
{
    /// <summary>The most keys of a record.</summary>
    public const int KeysMax = 12;

    // Drawn once, so that these keys are others than the model's.
    private const ulong Salt = 0x5E41C7A9D2B8630FUL;

    /// <summary>All keys of a record.</summary>
    public static IReadOnlyList<ulong> Of(MatchRecord record)
    {
        List<(AtomKind Kind, ulong Hash)> atoms = AtomsOf(record);
        return [.. WideOf(atoms).Take(KeysMax / 2).Concat(NarrowOf(atoms)).Distinct().Take(KeysMax)];
    }

    /// <summary>Those that few share: a postcode, a birth date, a name with how another begins.</summary>
    public static IReadOnlyList<ulong> NarrowOf(MatchRecord record) =>
        [.. NarrowOf(AtomsOf(record)).Distinct().Take(KeysMax)];

    /// <summary>Those that many may share: one name, or how it begins.</summary>
    public static IReadOnlyList<ulong> WideOf(MatchRecord record) =>
        [.. WideOf(AtomsOf(record)).Distinct().Take(KeysMax)];

    private static List<(AtomKind Kind, ulong Hash)> AtomsOf(MatchRecord record)
    {
        var atoms = new List<(AtomKind Kind, ulong Hash)>();
        RecordAtoms.Find(record, atoms);
        return atoms;
    }

    private static IEnumerable<ulong> NarrowOf(List<(AtomKind Kind, ulong Hash)> atoms)
    {
        foreach ((AtomKind kind, ulong hash) in atoms)
        {
            if (kind is AtomKind.Postcode or AtomKind.BirthDate) { yield return Key(hash); }
        }

        // One of two names may be misspelled beyond its sound, but hardly in how it begins.
        foreach ((AtomKind kind, ulong start) in atoms)
        {
            if (kind != AtomKind.NameStart) { continue; }
            foreach ((AtomKind other, ulong name) in atoms)
            {
                if (other == AtomKind.Name) { yield return Key(StableHash.Of(name, start)); }
            }
        }
    }

    private static IEnumerable<ulong> WideOf(List<(AtomKind Kind, ulong Hash)> atoms) => atoms
        .Where(atom => atom.Kind is AtomKind.Name or AtomKind.NameStart)
        .OrderBy(atom => atom.Kind == AtomKind.Name ? 0 : 1).Select(atom => Key(atom.Hash));

    private static ulong Key(ulong hash) => StableHash.Mix(hash ^ Salt);
}
