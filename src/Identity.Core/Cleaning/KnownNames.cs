using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>Names that tell which side of a name is which. Some are both: "Simon" is given and family name.</summary>
internal static class KnownNames
{
    private static readonly Lazy<FrozenSet<string>> Given = new(() =>
        CleaningTable.Rows("given_names").Select(row => FoldedText.Compact(row[0])).Concat(NameVariants.All)
            .ToFrozenSet(StringComparer.Ordinal));

    private static readonly Lazy<FrozenSet<string>> Families = new(() =>
        CleaningTable.Rows("surnames").Select(row => FoldedText.Compact(row[0])).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>A given name, or several joined by hyphens: "Jan-Willem".</summary>
    public static bool IsGiven(string word) => Given.Value.Contains(FoldedText.Compact(word))
        || (word.Contains('-', StringComparison.Ordinal)
            && Array.TrueForAll(word.Split('-'), part => Given.Value.Contains(FoldedText.Compact(part))));

    public static bool IsOnlyGiven(string word) => IsGiven(word) && !IsFamily(word);

    public static bool IsOnlyFamily(string word) => IsFamily(word) && !IsGiven(word);

    private static bool IsFamily(string word) => Families.Value.Contains(FoldedText.Compact(word));
}
