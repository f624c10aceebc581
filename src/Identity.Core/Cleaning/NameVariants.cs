using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>
/// Given names that one person may go by: the official name and the names in use ("Cornelis", "Kees"), Dutch and
/// English. Two forms of one official name ("Kees" and "Cor") are variants of each other; two official names that have
/// a form in common ("Cornelis" and "Cornelia", both "Cor") are not. That names are variants is evidence, not
/// equality. Loaded on first use; thread-safe.
/// </summary>
public static class NameVariants
{
    private static readonly Lazy<FrozenDictionary<string, FrozenSet<string>>> Forms = new(Load);

    /// <summary>Whether both can be names of one person. Symmetric; also true of equal names.</summary>
    /// <param name="left">A given name in any spelling.</param>
    /// <param name="right">Another.</param>
    public static bool AreVariants(string left, string right)
    {
        string a = FoldedText.Compact(left);
        string b = FoldedText.Compact(right);
        return a == b || (Forms.Value.TryGetValue(a, out FrozenSet<string>? forms) && forms.Contains(b));
    }

    /// <summary>
    /// The other names that a person of this name may go by, folded, in no order; empty when none is known.
    /// </summary>
    /// <param name="name">A given name in any spelling.</param>
    public static IReadOnlyCollection<string> FormsOf(string name) =>
        Forms.Value.TryGetValue(FoldedText.Compact(name), out FrozenSet<string>? forms) ? forms : [];

    /// <summary>Every name in the tables, folded.</summary>
    internal static IEnumerable<string> All => Forms.Value.Keys;

    private static FrozenDictionary<string, FrozenSet<string>> Load()
    {
        var official = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (string[] row in CleaningTable.Rows("given_name_forms_nl")
            .Concat(CleaningTable.Rows("given_name_forms_en")))
        {
            string name = FoldedText.Compact(row[0]);
            if (!official.TryGetValue(name, out HashSet<string>? forms))
            {
                official[name] = forms = new(StringComparer.Ordinal);
            }

            forms.Add(FoldedText.Compact(row[1]));
        }

        var variants = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach ((string name, HashSet<string> forms) in official)
        {
            string[] all = [name, .. forms];
            foreach (string one in all)
            {
                if (!variants.TryGetValue(one, out HashSet<string>? others))
                {
                    variants[one] = others = new(StringComparer.Ordinal);
                }

                others.UnionWith(all.Where(other => other != one));
            }
        }

        return variants.ToFrozenDictionary(
            pair => pair.Key, pair => pair.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
