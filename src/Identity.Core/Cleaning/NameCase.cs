using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>Mends the case of names that were typed all in capitals or all in small letters.</summary>
internal static class NameCase
{
    /// <summary>Shorter texts may be initials.</summary>
    private const int LettersMin = 3;

    /// <summary>Whether a text of at least three letters, and no digit, has them all in one case.</summary>
    public static bool IsLost(ReadOnlySpan<char> text)
    {
        int letters = 0;
        int upper = 0;
        int lower = 0;
        foreach (char unit in text)
        {
            if (char.IsDigit(unit) || unit == '@') { return false; }
            if (!char.IsLetter(unit)) { continue; }

            letters++;
            if (char.IsUpper(unit)) { upper++; }
            else if (char.IsLower(unit)) { lower++; }
        }

        return letters >= LettersMin && (upper == letters || lower == letters) && !IsDotted(text);
    }

    /// <summary>
    /// Each word with a capital, after a space, hyphen or apostrophe; prefixes of family names small; IJ as one letter.
    /// </summary>
    public static string Repair(string text)
    {
        if (!IsLost(text)) { return text; }

        string[] words = text.Split(' ');
        for (int index = 0; index < words.Length;)
        {
            int length = NamePrefixes.MatchAt(words, index, out _);
            if (length == 0 || index + length == words.Length)
            {
                words[index] = Capitalised(words[index]);
                index++;
                continue;
            }

            for (; length > 0; length--, index++) { words[index] = words[index].ToLowerInvariant(); }
        }

        return string.Join(' ', words);
    }

    /// <summary>The same of a street or a town, where the first word has its capital, too: "Den Haag".</summary>
    public static string RepairPlace(string text)
    {
        string repaired = Repair(text);
        int end = repaired.IndexOf(' ', StringComparison.Ordinal);
        return end <= 0 || repaired == text ? repaired : Capitalised(repaired[..end]) + repaired[end..];
    }

    /// <summary>One word with a capital at its beginning and after each hyphen or apostrophe.</summary>
    public static string Capitalised(string word)
    {
        var result = new StringBuilder(word.Length);
        bool isFirst = true;
        for (int index = 0; index < word.Length; index++)
        {
            char unit = word[index];
            bool isLetter = char.IsLetter(unit);
            bool isSmallTail = !isFirst || !isLetter || IsTailOfApostrophe(word, index);
            result.Append(isSmallTail ? char.ToLowerInvariant(unit) : char.ToUpperInvariant(unit));
            bool isIj = isFirst && unit is 'I' or 'i' && index + 1 < word.Length && word[index + 1] is 'J' or 'j';
            if (isIj && !isSmallTail) { result.Append('J'); index++; }

            isFirst = isLetter ? false : unit is '-' or '\'' or '.' or '/' or '(' || (isFirst && !char.IsDigit(unit));
        }

        return result.ToString();
    }

    // 't, 's: one letter after an apostrophe.
    private static bool IsTailOfApostrophe(string word, int index) =>
        index > 0 && word[index - 1] == '\'' && (index + 1 == word.Length || !char.IsLetter(word[index + 1]));

    // "J.P.M.", "J P M": no two letters in a row.
    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        for (int index = 1; index < text.Length; index++)
        {
            if (char.IsLetter(text[index]) && char.IsLetter(text[index - 1])) { return false; }
        }

        return true;
    }
}
