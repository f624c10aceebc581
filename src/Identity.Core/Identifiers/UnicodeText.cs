using System.Globalization;
using System.Text;

namespace Identity.Core.Identifiers;

/// <summary>What the normalisers ask of text. All of it is independent of culture.</summary>
internal static class UnicodeText
{
    // Without its Unicode tables the runtime returns text as it came, silently.
    private static readonly bool HasTables = "e\u0301".Normalize() == "\u00e9";

    /// <summary>The problem that a value has whatever it names, or null.</summary>
    public static string? Problem(string raw)
    {
        if (raw.Length == 0) { return NormaliserProblems.Empty; }
        if (IsTooLong(raw)) { return NormaliserProblems.TooLong; }

        return IsInterchangeable(raw) ? null : NormaliserProblems.InvalidCharacters;
    }

    // A UTF-16 unit is at least one byte, so that a megabyte is refused without looking at it.
    public static bool IsTooLong(string text) =>
        text.Length > Normaliser.ValueBytesMax || Encoding.UTF8.GetByteCount(text) > Normaliser.ValueBytesMax;

    public static bool HasControl(string text) => text.Any(char.IsControl);

    /// <summary>Like <see cref="HasControl"/>, where tabs and line ends are white space like any other.</summary>
    public static bool HasControlBesidesWhiteSpace(string text) =>
        text.Any(character => char.IsControl(character) && !char.IsWhiteSpace(character));

    /// <summary>Canonical composition, which joins only what Unicode says is the same text.</summary>
    public static string Nfc(string text)
    {
        if (Ascii.IsValid(text)) { return text; }

        // A node without tables would write keys that no other node finds.
        Invariant.Check(HasTables, "The runtime has its Unicode tables (ICU).");
        return text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>
    /// Lower case by Unicode's one-to-one mapping: ẞ gives ß, the Turkish İ and ı stay what they are, ß is not ss.
    /// Composed again afterwards, because H with a line below has no composed form and h with one has.
    /// </summary>
    public static string Lower(string nfc) => Nfc(nfc.ToLowerInvariant());

    /// <summary>Every run of white space, line ends included, becomes one space.</summary>
    public static string FoldWhiteSpace(string text)
    {
        var folded = new StringBuilder(text.Length);
        bool pending = false;
        foreach (char character in text)
        {
            if (char.IsWhiteSpace(character)) { pending = true; continue; }
            if (pending && folded.Length > 0) { folded.Append(' '); }

            pending = false;
            folded.Append(character);
        }

        return folded.ToString();
    }

    /// <summary>
    /// Whether nobody can see the character: zero-width and bidirectional controls, soft hyphens, tags, variation
    /// selectors and fillers (Unicode's Default_Ignorable_Code_Point).
    /// </summary>
    public static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is
            0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or
            (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    // Unpaired surrogates have no UTF-8. U+FFFD is what a sender's library writes in their place, or for bytes that
    // it could not read: Müller and Möller would become the same value.
    private static bool IsInterchangeable(string text)
    {
        for (int index = 0; index < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, index, out Rune rune)) { return false; }
            if (rune == Rune.ReplacementChar || IsNoncharacter(rune.Value)) { return false; }

            index += rune.Utf16SequenceLength;
        }

        return true;
    }

    /// <summary>Whether a code point is kept out of texts for good (Unicode, 23.7); composing refuses it.</summary>
    public static bool IsNoncharacter(int codePoint) =>
        codePoint is >= 0xFDD0 and <= 0xFDEF || (codePoint & 0xFFFE) == 0xFFFE;
}
