namespace Identity.Core.Cleaning;

/// <summary>Prefixes that are glued to the name: "d'Hondt", "'tHart", "'s-Gravesande", "van-der-Berg".</summary>
internal static class NameElision
{
    /// <summary>The words with such prefixes as words of their own.</summary>
    public static List<string> Apart(IReadOnlyList<string> words)
    {
        var apart = new List<string>(words.Count + 1);
        foreach (string word in words) { Add(apart, word); }

        return apart;
    }

    private static void Add(List<string> apart, string word)
    {
        bool isArticle = word.Length > 3 && word[1] == '\'' && word[0] is 'd' or 'D' or 'l' && char.IsLetter(word[2]);
        bool isTail = word.Length > 3 && word[0] == '\'' && word[1] is 't' or 's' && !char.IsLower(word[2]);
        if (isArticle || isTail)
        {
            apart.Add(word[..2].ToLowerInvariant());
            string name = word[2] == '-' ? word[3..] : word[2..];
            Add(apart, isArticle && char.IsLower(name[0]) ? char.ToUpperInvariant(name[0]) + name[1..] : name);
            return;
        }

        if (word.Contains('-', StringComparison.Ordinal) && BeginsWithPrefix(word, out string[] parts))
        {
            apart.AddRange(parts);
            return;
        }

        if (word.Length > 0) { apart.Add(word); }
    }

    // All but the last part of "van-der-Berg" together are a prefix.
    private static bool BeginsWithPrefix(string word, out string[] parts)
    {
        parts = word.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && NamePrefixes.MatchAt(parts, 0, out _) == parts.Length - 1;
    }
}
