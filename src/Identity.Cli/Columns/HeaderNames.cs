using System.Collections.Frozen;

namespace Identity.Cli.Columns;

/// <summary>
/// What columns are called in files of shops, tills, mailing tools and registers: Dutch and English, and the usual
/// German and French. Names are written without accents, blanks and signs.
/// </summary>
internal static class HeaderNames
{
    private static readonly FrozenDictionary<string, ColumnConcept> Known = Read();

    // A header with more words is a sentence.
    private const int WordsMax = 8;

    // Words that tell whose or which, and change nothing about what a column is.
    private static readonly FrozenSet<string> Qualifiers = """
        klant customer contact persoon person kunde kunden client clients user member lid relatie debiteur buyer
        koper subscriber abonnee gast guest patient billing shipping invoice delivery factuur bezorg aflever
        verzend lever post primary main hoofd home thuis prive private work werk zakelijk business mobile mobiel vast
        fake raw orig original origineel current huidig nieuw new my de het van the of le la du der die das no nr num
        clean field veld column kolom crm shop
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What a header names.</summary>
    /// <param name="words">The words of the header.</param>
    /// <param name="isExact">Whether all of the words were needed.</param>
    /// <returns>Null when the name is not known.</returns>
    public static ColumnConcept? Find(IReadOnlyList<string> words, out bool isExact)
    {
        isExact = true;
        if (Known.TryGetValue(string.Concat(words), out ColumnConcept concept)) { return concept; }
        isExact = false;
        // address_1 and phone2: a number tells which one of several.
        string[] named = [.. words.Select(word => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))
            .Where(word => word.Length > 0)];
        if (Known.TryGetValue(string.Concat(named), out concept)) { return concept; }
        return FindPart(named);
    }

    // The longest run of words that is known, where all others only qualify it.
    private static ColumnConcept? FindPart(string[] words)
    {
        for (int length = Math.Min(words.Length, WordsMax); length > 0; length--)
        {
            for (int start = 0; start + length <= words.Length; start++)
            {
                string[] others = [.. words[..start], .. words[(start + length)..]];
                if (!Array.TrueForAll(others, Qualifiers.Contains)) { continue; }
                string part = string.Concat(words[start..(start + length)]);
                if (Known.TryGetValue(part, out ColumnConcept concept)) { return concept; }
            }
        }

        return null;
    }

    private static FrozenDictionary<string, ColumnConcept> Read()
    {
        using Stream stream = typeof(HeaderNames).Assembly.GetManifestResourceStream("header-names.txt")
            ?? throw new InvalidOperationException("The names of columns are built in.");
        using var reader = new StreamReader(stream);
        var known = new Dictionary<string, ColumnConcept>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') { continue; }
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            ColumnConcept concept = Enum.Parse<ColumnConcept>(line[..colon]);
            foreach (string name in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                known.Add(name, concept);
            }
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
