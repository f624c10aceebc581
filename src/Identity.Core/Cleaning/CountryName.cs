using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Identity.Core.Cleaning;

/// <summary>
/// Countries by ISO 3166-1: alpha-2, alpha-3 and numeric codes, Dutch and English names, and what people write besides
/// ("Holland", "UK", "VS", "België", "Deutschland"). Pure and thread-safe; the table is loaded on first use.
/// </summary>
public static class CountryName
{
    /// <summary>Longer texts are no countries, in UTF-16 units.</summary>
    public const int TextLengthMax = 80;

    private static readonly Lazy<FrozenDictionary<string, string>> Known = new(Load);

    /// <summary>Reads a country.</summary>
    /// <param name="text">A code or a name in any case.</param>
    /// <param name="code">The alpha-2 code in capitals.</param>
    /// <returns>False when no country is called so.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? code)
    {
        if (text.Length == 2 && char.IsAsciiLetterUpper(text[0]) && char.IsAsciiLetterUpper(text[1])
            && Known.Value.TryGetValue(text, out code))
        {
            return true;
        }

        code = null;
        return text.Length <= TextLengthMax && Known.Value.TryGetValue(FoldedText.Compact(text), out code);
    }

    private static FrozenDictionary<string, string> Load()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string[] row in CleaningTable.Rows("countries"))
        {
            known[row[0]] = row[0];
            foreach (string name in row[..5].Concat(row[5].Split('|', StringSplitOptions.RemoveEmptyEntries)))
            {
                known.TryAdd(FoldedText.Compact(name), row[0]);
            }
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
