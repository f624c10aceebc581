using System.Globalization;
using System.Text;

namespace Identity.Cli.Columns;

/// <summary>
/// A header as its words, in lower case and without accents: <c>E-mailadres</c> is e, mailadres; <c>BirthDate</c> is
/// birth, date; <c>TEL_MOBIEL 2</c> is tel, mobiel, 2.
/// </summary>
internal static class HeaderName
{
    private const int LengthMax = 256;

    public static string[] WordsOf(string header)
    {
        List<string> words = [];
        var word = new StringBuilder();
        bool afterLower = false;
        string text = header.Length > LengthMax ? header[..LengthMax] : header;
        foreach (char unit in WithoutAccents(text))
        {
            bool isWordUnit = char.IsLetterOrDigit(unit);
            bool startsWord = char.IsUpper(unit) && afterLower;
            if ((!isWordUnit || startsWord) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (isWordUnit) { word.Append(char.ToLowerInvariant(unit)); }
            afterLower = char.IsLower(unit);
        }

        if (word.Length > 0) { words.Add(word.ToString()); }
        return [.. words];
    }

    private static string WithoutAccents(string text)
    {
        // A lone surrogate cannot be decomposed; a header with one matches nothing anyway.
        if (text.Any(char.IsSurrogate)) { return text; }
        string spelled = text.Replace("ß", "ss", StringComparison.Ordinal);
        return string.Concat(spelled.Normalize(NormalizationForm.FormD)
            .Where(unit => CharUnicodeInfo.GetUnicodeCategory(unit) != UnicodeCategory.NonSpacingMark));
    }
}
