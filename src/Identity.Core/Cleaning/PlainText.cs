using System.Buffers;
using System.Globalization;
using Identity.Core.Identifiers;

namespace Identity.Core.Cleaning;

/// <summary>White space and case of texts that people typed.</summary>
internal static class PlainText
{
    private const int ShortWordMax = 4;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    /// <summary>No white space at an end, twice in a row or of another kind, and nothing that nobody can see.</summary>
    public static bool IsTidy(ReadOnlySpan<char> text)
    {
        bool afterSpace = true;
        foreach (char unit in text)
        {
            if (unit == ' ' && afterSpace) { return false; }

            afterSpace = unit == ' ';
            if (unit is >= ' ' and < '\x7f') { continue; }
            if (!char.IsLetter(unit) && !IsSeenSign(unit)) { return false; }
        }

        return !afterSpace;
    }

    /// <summary>The text composed, trimmed, with single spaces, and without what nobody can see.</summary>
    public static string Tidy(string text) => UnicodeText.FoldWhiteSpace(FoldedText.Visible(text));

    /// <summary>
    /// Whether a name stands all in capitals or small letters; short words without a vowel are initials.
    /// </summary>
    public static bool HasLostCase(ReadOnlySpan<char> text)
    {
        if (!NameCase.IsLost(text)) { return false; }

        return text.Length > ShortWordMax || text.ContainsAny(Vowels);
    }

    // Marks may compose with what stands before them, so that the long way is taken.
    private static bool IsSeenSign(char unit) => char.GetUnicodeCategory(unit) is UnicodeCategory.DashPunctuation
        or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        or UnicodeCategory.DecimalDigitNumber;
}
