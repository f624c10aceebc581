using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>A name as words: signs made uniform, what is glued together taken apart.</summary>
internal static class NameText
{
    /// <summary>Half of a double name is no shorter.</summary>
    private const int HalfLengthMin = 3;

    /// <summary>
    /// Composed, without what nobody can see, apostrophes and hyphens of one kind, one space between words, cut off at
    /// <see cref="PersonName.TextLengthMax"/>.
    /// </summary>
    public static string Tidy(string text)
    {
        if (IsTidy(text)) { return text; }

        string visible = FoldedText.Visible(text.Length <= PersonName.TextLengthMax * 2
            ? text : text[..(PersonName.TextLengthMax * 2)]);
        var tidy = new StringBuilder(visible.Length);
        bool pending = false;
        foreach (char unit in visible)
        {
            if (char.IsWhiteSpace(unit)) { pending = tidy.Length > 0; continue; }
            if (pending) { tidy.Append(' '); }

            pending = false;
            tidy.Append(FoldedText.IsApostrophe(unit) ? '\'' : IsDash(unit) ? '-' : unit);
        }

        if (tidy.Length > PersonName.TextLengthMax)
        {
            int end = PersonName.TextLengthMax;
            if (char.IsHighSurrogate(tidy[end - 1])) { end--; }

            tidy.Length = end;
        }

        return tidy.ToString().Trim();
    }

    /// <summary>
    /// The words of a tidy text; initials and titles that are glued to what follows are words of their own.
    /// </summary>
    public static List<string> WordsOf(string tidy)
    {
        var words = new List<string>(6);
        foreach (string word in tidy.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains('@', StringComparison.Ordinal)) { words.Add(word); }
            else { AddApart(words, word); }
        }

        SplitDoubleNames(words);
        return words;
    }

    // "Jansen-van den Berg", "Jansen/de Vries", "Vries-geb. Jansen": the hyphen becomes a word between the names.
    private static void SplitDoubleNames(List<string> words)
    {
        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            int at = word.LastIndexOfAny(['-', '/']);
            if (at < HalfLengthMin || at == word.Length - 1 || word[at - 1] == '.') { continue; }

            string tail = word[(at + 1)..];
            bool isBeforePrefix = index < words.Count - 1
                && (NamePrefixes.Of(tail) is not null || NameWords.IsOtherName(tail));
            bool isSlash = word[at] == '/' && tail.Length >= HalfLengthMin;
            if ((!isBeforePrefix && !isSlash) || NamePrefixes.Of(word[..at]) is not null) { continue; }

            words[index] = word[..at];
            words.InsertRange(index + 1, ["-", tail]);
        }
    }

    private static bool IsTidy(string text)
    {
        if (text.Length > PersonName.TextLengthMax) { return false; }

        bool afterSpace = true;
        foreach (char unit in text)
        {
            if (!char.IsAscii(unit) || unit < ' ' || unit is '`' or '\x7f') { return false; }
            if (unit == ' ' && afterSpace) { return false; }

            afterSpace = unit == ' ';
        }

        return !afterSpace || text.Length == 0;
    }

    private static bool IsDash(char unit) =>
        unit is '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' or '\u00AD';

    // "J.P.van", "Dhr.J.Jansen", "v.d.Berg", "A.M.'t": a word may hold several.
    private static void AddApart(List<string> words, string word)
    {
        int start = 0;
        int runStart = 0;
        for (int index = 0; index < word.Length; index++)
        {
            if (word[index] != '.') { continue; }

            string group = word[runStart..(index + 1)];
            bool isWordOfItsOwn = group.Length > 2 &&
                (NameWords.IsSalutation(group, out _, out _) || NameWords.IsTitle(group, out _));
            int next = index + 1;
            if (isWordOfItsOwn && next < word.Length)
            {
                if (runStart > start) { words.Add(word[start..runStart]); }

                words.Add(group);
                start = next;
            }
            else if (next < word.Length && IsLongRest(word, next))
            {
                words.Add(word[start..next]);
                start = next;
            }

            runStart = next;
        }

        if (start < word.Length) { words.Add(word[start..]); }
    }

    // What follows has no full stop of its own soon, and is more than one letter: a name.
    private static bool IsLongRest(string word, int from)
    {
        int end = word.IndexOf('.', from);
        int length = (end < 0 ? word.Length : end) - from;
        return length > 4 || (end < 0 && length > 1);
    }
}
