using System.Collections.Frozen;

namespace Identity.Core.Matching.Blocking;

/// <summary>
/// Which keys a record is found by, fixed in a model: every key is a set of one to three atoms, so that two records
/// meet that have such a set in common. A key that is known to be too common is not used by itself, but with one more
/// atom. Immutable.
/// </summary>
internal sealed class BlockingPlan
{
    /// <summary>The most atoms of a key.</summary>
    public const int AtomsMax = 3;

    /// <summary>The most keys of a record; those of the first templates are kept.</summary>
    public const int KeysMax = 24;

    /// <summary>From so many records of a training batch on a key is too common.</summary>
    public const int CommonMin = 100;

    // What refines a key that is too common.
    private static readonly AtomKind[] Refiners =
        [AtomKind.BirthYear, AtomKind.Birthday, AtomKind.Postcode, AtomKind.HouseNumber, AtomKind.City,
            AtomKind.EmailUser];

    private readonly AtomKind[][] _templates;

    /// <param name="templates">Each the letters of one to three atoms: `D`, `NN`, `SHN`.</param>
    /// <param name="common">The keys that are too common.</param>
    public BlockingPlan(IReadOnlyList<string> templates, IEnumerable<ulong> common)
    {
        Templates = templates;
        Common = common.ToFrozenSet();
        _templates = [.. templates.Select(template => template.Select(letter => (AtomKind)letter).ToArray())];
    }

    /// <summary>
    /// For persons anywhere: an address or number alone; the birth date with a name or the postcode; both names; the
    /// house; the postcode with a name.
    /// </summary>
    public static IReadOnlyList<string> DefaultTemplates { get; } =
        ["E", "P", "NN", "Dn", "DZ", "ZH", "Zn", "U", "SH", "On"];

    public IReadOnlyList<string> Templates { get; }

    public FrozenSet<ulong> Common { get; }

    /// <summary>A template that can be: one to three known letters.</summary>
    public static bool IsTemplate(string template) => template.Length is > 0 and <= AtomsMax
        && template.All(letter => Enum.IsDefined((AtomKind)letter));

    /// <summary>The keys of a record, each once, in a fixed order.</summary>
    public IReadOnlyList<ulong> KeysOf(MatchRecord record)
    {
        var atoms = new List<(AtomKind Kind, ulong Hash)>();
        RecordAtoms.Find(record, atoms);
        var keys = new List<ulong>();
        foreach (AtomKind[] template in _templates)
        {
            foreach (ulong key in KeysOf(template, atoms))
            {
                if (!Common.Contains(key)) { Add(keys, key); }
                else { Refine(key, template, atoms, keys); }
            }
        }

        return keys;
    }

    /// <summary>The keys of one template, whether too common or not.</summary>
    internal static IEnumerable<ulong> KeysOf(AtomKind[] template, List<(AtomKind Kind, ulong Hash)> atoms)
    {
        for (int one = 0; one < atoms.Count; one++)
        {
            if (atoms[one].Kind != template[0]) { continue; }
            if (template.Length == 1)
            {
                yield return atoms[one].Hash;
                continue;
            }

            for (int other = 0; other < atoms.Count; other++)
            {
                // Of two atoms of one kind the first comes first, so that the pair is made once.
                if (atoms[other].Kind != template[1] || (template[0] == template[1] && other <= one)) { continue; }
                if (template.Length == 2)
                {
                    yield return StableHash.Of(atoms[one].Hash, atoms[other].Hash);
                    continue;
                }

                for (int third = 0; third < atoms.Count; third++)
                {
                    if (atoms[third].Kind != template[2] || third == one || third == other) { continue; }
                    yield return StableHash.Of(atoms[one].Hash, atoms[other].Hash, atoms[third].Hash);
                }
            }
        }
    }

    private static void Refine(
        ulong key, AtomKind[] template, List<(AtomKind Kind, ulong Hash)> atoms, List<ulong> keys)
    {
        foreach ((AtomKind kind, ulong hash) in atoms)
        {
            if (Array.IndexOf(Refiners, kind) >= 0 && Array.IndexOf(template, kind) < 0)
            {
                Add(keys, StableHash.Of(key, hash));
            }
        }
    }

    private static void Add(List<ulong> keys, ulong key)
    {
        if (keys.Count < KeysMax && !keys.Contains(key)) { keys.Add(key); }
    }
}
