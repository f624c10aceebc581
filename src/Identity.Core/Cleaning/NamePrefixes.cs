using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>
/// The prefixes (tussenvoegsels) of family names and how people shorten them. The Dutch ones are those of the list
/// FrumentumNL/tussenvoegsels; the abbreviations and the foreign ones are ours.
/// </summary>
internal static class NamePrefixes
{
    /// <summary>The most words of a prefix.</summary>
    public const int WordsMax = 4;

    private const string Canonical = """
        aan den|aan der|aan de|aan het|aan 't|bij den|bij de|bij het|bij 't|boven d'|de die le|die de|de l'|de las
        de la|de le|de van der|in den|in der|in het|in de|in 't|onder den|onder de|onder het|onder 't|over den
        over de|over het|over 't|op den|op der|op de|op gen|op het|op 't|op ten|van de l'|van den|van der|van de
        van gen|van het|van la|van 't|van ter|uit den|uit de|uit het|uit 't|uit ten|uit te|uijt den|uijt de|uijt het
        uijt 't|uijt ten|uijt te|voor den|voor de|voor in 't|aan|af|bij|den|der|de|d'|het|in|onder|op|over|'s|'t|ten
        ter|te|tot|uit|uijt|van|ver|voor|von|von der|von dem|von den|vom|zu|zum|zur|von und zu|du|des|del|della|dello
        de los|di|da|dos|das|do|el|al|l'|le|la|les|van op den|van op de|van in 't
        """;

    // What stands before the equals sign is written for what stands behind it.
    private const string Shortened = """
        v.d.=van der|v.d=van der|vd=van der|vd.=van der|v/d=van der|v/d.=van der|v. d.=van der|v d=van der
        v. d=van der|v.der=van der|v. der=van der|v der=van der|vander=van der|v/der=van der
        v.de=van de|v. de=van de|v de=van de|vande=van de|v.den=van den|v. den=van den|v den=van den|vanden=van den
        v/den=van den|vdn=van den|v.h.=van het|v.h=van het|v/h=van het|vh=van het|v. het=van het|v.=van|v=van
        v.'t=van 't|v. 't=van 't|v 't=van 't|v't=van 't|v/t=van 't|v.t.=van 't|van t=van 't|v. t=van 't
        vant=van 't|in t=in 't|op t=op 't|aan t=aan 't|t='t|a.d.=aan de|a/d=aan de|i.d.=in de|i/d=in de|o.d.=op de
        o/d=op de|op d=op de|dela=de la|de-la=de la|de l=de l'
        """;

    private static readonly FrozenDictionary<string, string> Known = Load();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many words from an index on are a prefix, the longest there is; 0 when there is none.</summary>
    public static int MatchAt(IReadOnlyList<string> words, int index, out string canonical) =>
        MatchAt(words, index, isFamily: false, out canonical);

    /// <summary>The same in words that are a family name, where none is an initial.</summary>
    public static int MatchAt(IReadOnlyList<string> words, int index, bool isFamily, out string canonical)
    {
        Span<char> text = stackalloc char[32];
        Span<int> ends = stackalloc int[WordsMax];
        int count = 0;
        int length = 0;
        for (; count < WordsMax && index + count < words.Count; count++)
        {
            string word = words[index + count];
            if (length + word.Length + 1 > text.Length) { break; }
            if (count > 0) { text[length++] = ' '; }

            length += word.AsSpan().ToLowerInvariant(text[length..]);
            ends[count] = length;
        }

        for (; count > 0; count--)
        {
            ReadOnlySpan<char> key = text[..ends[count - 1]];
            if (BySpan.TryGetValue(key, out string? found) && !IsInitial(words[index], index == 0 && !isFamily))
            {
                canonical = found;
                return count;
            }
        }

        canonical = string.Empty;
        return 0;
    }

    /// <summary>The prefix that a text is, in its canonical spelling; null when it is none.</summary>
    public static string? Of(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 0 && MatchAt(words, 0, out string canonical) == words.Length ? canonical : null;
    }

    // "V." and "T" are initials where they are capitals; "V.D." is one only at the beginning of a name.
    private static bool IsInitial(string word, bool isNameStart) =>
        char.IsAsciiLetterUpper(word[0]) && (word.Length == 1 || word[1] is '.' or '/')
            && (isNameStart || word.Length <= 2);

    private static FrozenDictionary<string, string> Load()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string prefix in Entries(Canonical)) { known[prefix] = prefix; }
        foreach (string entry in Entries(Shortened))
        {
            int at = entry.IndexOf('=', StringComparison.Ordinal);
            known[entry[..at]] = entry[(at + 1)..];
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Entries(string text) =>
        text.Split(['|', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
