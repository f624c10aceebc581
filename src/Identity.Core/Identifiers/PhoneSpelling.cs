using System.Buffers;
using System.Globalization;
using System.Text;

namespace Identity.Core.Identifiers;

/// <summary>A telephone number as somebody wrote it, taken apart: what is dialled, and the extension.</summary>
/// <param name="HasPlus">Written with a plus, so that it begins with a country code.</param>
/// <param name="Digits">ASCII digits, at least one.</param>
/// <param name="Extension">ASCII digits, empty when there is none.</param>
internal readonly record struct PhoneSpelling(bool HasPlus, string Digits, string Extension)
{
    public const int ExtensionDigitsMax = 7;

    private const string UriPrefix = "tel:";

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789+ .-/()");

    private static readonly string[] ExtensionWords =
        ["x", "ext", "extn", "extension", "tst", "toestel", "intern", "poste", "#"];

    public static bool TryRead(string raw, out PhoneSpelling spelling)
    {
        string text = Plain(raw).Trim();
        if (text.StartsWith(UriPrefix, StringComparison.Ordinal)) { text = text[UriPrefix.Length..]; }

        spelling = default;
        int end = text.AsSpan().IndexOfAnyExcept(OfNumbers);
        string extension = string.Empty;
        if (end >= 0 && !TryReadExtension(text[end..], out extension)) { return false; }
        if (!TryReadNumber(end < 0 ? text : text[..end], out bool hasPlus, out string digits)) { return false; }

        spelling = new PhoneSpelling(hasPlus, digits, extension);
        return true;
    }

    private static bool TryReadNumber(string text, out bool hasPlus, out string digits)
    {
        hasPlus = false;
        digits = string.Empty;
        var dialled = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (char.IsAsciiDigit(character)) { dialled.Append(character); }
            if (character != '+') { continue; }
            if (hasPlus || dialled.Length > 0) { return false; }

            hasPlus = true;
        }

        digits = dialled.ToString();
        return digits.Length > 0;
    }

    // Written as ";ext=12" (RFC 3966), "x12", "ext. 12", "tst. 12" or "#12", perhaps after a comma.
    private static bool TryReadExtension(string tail, out string extension)
    {
        tail = tail.TrimStart(' ', ',', ';');
        int wordLength = tail.StartsWith('#') ? 1 : tail.TakeWhile(char.IsAsciiLetter).Count();
        extension = tail[wordLength..].TrimStart(' ', '.', ':', '=');
        return ExtensionWords.Contains(tail[..wordLength], StringComparer.Ordinal) &&
            extension.Length is > 0 and <= ExtensionDigitsMax && extension.All(char.IsAsciiDigit);
    }

    // Numbers copied from an address book come wrapped in bidirectional controls; no digit hides in them.
    private static string Plain(string raw)
    {
        var plain = new StringBuilder(raw.Length);
        foreach (Rune rune in raw.EnumerateRunes())
        {
            if (!UnicodeText.IsInvisible(rune)) { plain.Append(Plain(rune)); }
        }

        return plain.ToString();
    }

    private static char Plain(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune)) { return ' '; }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)Rune.GetNumericValue(rune)),
            UnicodeCategory.DashPunctuation => '-',
            _ => Symbol(rune),
        };
    }

    private static char Symbol(Rune rune) => rune.Value switch
    {
        0x2212 => '-',
        '\uFF0B' => '+',
        '\uFF08' => '(',
        '\uFF09' => ')',
        '\uFF0E' or '\u00B7' or '\u2022' => '.',
        '\uFF0F' => '/',
        _ => rune.IsAscii ? char.ToLowerInvariant((char)rune.Value) : '?',
    };
}
