using System.Buffers;
using System.Globalization;
using System.Text;
using Identity.Core.Identifiers;

namespace Identity.Core.Cleaning;

/// <summary>
/// Text brought to the form in which spellings of a name or a street compare. Latin letters lose their diacritics and
/// become lower-case ASCII (é is e, ß is ss, ø is o, ĳ is ij); letters of other scripts stay what they are, in lower
/// case, so that a Cyrillic а never equals a Latin a. Total, idempotent, independent of culture, thread-safe.
/// </summary>
public static class FoldedText
{
    private const int LatinEnd = 0x250;
    private const int AdditionalStart = 0x1E00;
    private const int AdditionalEnd = 0x1F00;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> PlainWords =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789 ");

    private static readonly string?[] Latin = Table(0, LatinEnd);
    private static readonly string?[] Additional = Table(AdditionalStart, AdditionalEnd);

    /// <summary>
    /// The words of a text: letters and digits, one space between words, apostrophes left out ("d'Hondt" is one
    /// word), everything else between words.
    /// </summary>
    public static string Words(string text)
    {
        bool isPlain = !text.AsSpan().ContainsAnyExcept(PlainWords) && !text.StartsWith(' ') && !text.EndsWith(' ')
            && !text.Contains("  ", StringComparison.Ordinal);
        return isPlain ? text : Fold(text, separates: true);
    }

    /// <summary>The letters and digits of a text without anything between them.</summary>
    public static string Compact(string text) =>
        text.AsSpan().ContainsAnyExcept(Plain) ? Fold(text, separates: false) : text;

    /// <summary>What people type where the keyboard or the word processor gives an apostrophe.</summary>
    internal static bool IsApostrophe(char unit) =>
        unit is '\'' or '\u2018' or '\u2019' or '\u201B' or '`' or '\u00B4' or '\u02BC' or '\u2032';

    /// <summary>
    /// Composed text without characters that nobody can see, unpaired surrogates, noncharacters or controls.
    /// </summary>
    internal static string Visible(string text)
    {
        if (Ascii.IsValid(text) && !UnicodeText.HasControl(text)) { return text; }

        var visible = new StringBuilder(text.Length);
        for (int index = 0; index < text.Length;)
        {
            bool isWhole = Rune.TryGetRuneAt(text, index, out Rune rune);
            index += isWhole ? rune.Utf16SequenceLength : 1;
            if (!isWhole || UnicodeText.IsInvisible(rune) || UnicodeText.IsNoncharacter(rune.Value)) { continue; }
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) { visible.Append(' '); }
            else { visible.Append(rune.ToString()); }
        }

        return UnicodeText.Nfc(visible.ToString());
    }

    private static string Fold(string text, bool separates)
    {
        string visible = Visible(text);
        var folded = new StringBuilder(visible.Length);
        bool pending = false;
        bool takesMarks = false;
        foreach (char unit in visible)
        {
            bool isMark = char.GetUnicodeCategory(unit) == UnicodeCategory.NonSpacingMark;
            if (IsApostrophe(unit) || (isMark && !takesMarks)) { continue; }

            string? latin = OfLatin(unit);
            bool isLetter = latin is not null || isMark || char.IsLetterOrDigit(unit) || char.IsSurrogate(unit);
            takesMarks = latin is null && isLetter;
            if (!isLetter)
            {
                pending = separates && folded.Length > 0;
                continue;
            }

            if (pending) { folded.Append(' '); }

            pending = false;
            folded.Append(latin ?? char.ToLowerInvariant(unit).ToString());
        }

        return UnicodeText.Nfc(folded.ToString());
    }

    private static string? OfLatin(char unit) =>
        unit < LatinEnd ? Latin[unit]
        : unit is >= (char)AdditionalStart and < (char)AdditionalEnd ? Additional[unit - AdditionalStart] : null;

    private static string?[] Table(int start, int end) =>
        [.. Enumerable.Range(start, end - start).Select(code => Base((char)code))];

    private static string? Base(char unit)
    {
        if (char.IsAsciiLetterOrDigit(unit)) { return char.ToLowerInvariant(unit).ToString(); }
        if (!char.IsLetter(unit)) { return null; }

        char first = unit.ToString().Normalize(NormalizationForm.FormD)[0];
        return first switch
        {
            'ß' or 'ẞ' => "ss",
            'æ' or 'Æ' => "ae",
            'œ' or 'Œ' => "oe",
            'ø' or 'Ø' => "o",
            'đ' or 'Đ' or 'ð' or 'Ð' => "d",
            'þ' or 'Þ' => "th",
            'ł' or 'Ł' => "l",
            'ħ' or 'Ħ' => "h",
            'ŧ' or 'Ŧ' => "t",
            'ı' => "i",
            'ſ' => "s",
            'ĳ' or 'Ĳ' => "ij",
            _ => char.IsAsciiLetter(first) ? char.ToLowerInvariant(first).ToString() : null,
        };
    }
}
