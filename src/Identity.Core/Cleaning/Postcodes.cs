using System.Collections.Frozen;

namespace Identity.Core.Cleaning;

/// <summary>What postcodes look like: 9 stands for a digit, A for a letter, other signs for themselves.</summary>
internal static class Postcodes
{
    private const int LengthMax = 16;

    private static readonly FrozenDictionary<string, string[]> Shapes = new Dictionary<string, string[]>
    {
        ["NL"] = ["9999 AA"],
        ["BE"] = ["9999"],
        ["LU"] = ["9999"],
        ["AT"] = ["9999"],
        ["CH"] = ["9999"],
        ["LI"] = ["9999"],
        ["DK"] = ["9999"],
        ["NO"] = ["9999"],
        ["HU"] = ["9999"],
        ["SI"] = ["9999"],
        ["BG"] = ["9999"],
        ["CY"] = ["9999"],
        ["DE"] = ["99999"],
        ["FR"] = ["99999"],
        ["ES"] = ["99999"],
        ["IT"] = ["99999"],
        ["FI"] = ["99999"],
        ["EE"] = ["99999"],
        ["HR"] = ["99999"],
        ["TR"] = ["99999"],
        ["MC"] = ["99999"],
        ["SE"] = ["999 99"],
        ["CZ"] = ["999 99"],
        ["SK"] = ["999 99"],
        ["GR"] = ["999 99"],
        ["PL"] = ["99-999"],
        ["PT"] = ["9999-999"],
        ["RO"] = ["999999"],
        ["IS"] = ["999"],
        ["LT"] = ["99999"],
        ["LV"] = ["9999"],
        ["MT"] = ["AAA 9999"],
        ["GB"] = ["A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA"],
        ["IE"] = ["A99 ****"],
        ["US"] = ["99999", "99999-9999"],
        ["CA"] = ["A9A 9A9"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The signs of cars, which stand before postcodes on letters from abroad.
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["NL"] = "NL",
        ["B"] = "BE",
        ["BE"] = "BE",
        ["D"] = "DE",
        ["DE"] = "DE",
        ["F"] = "FR",
        ["FR"] = "FR",
        ["L"] = "LU",
        ["LU"] = "LU",
        ["A"] = "AT",
        ["AT"] = "AT",
        ["CH"] = "CH",
        ["DK"] = "DK",
        ["N"] = "NO",
        ["NO"] = "NO",
        ["S"] = "SE",
        ["SE"] = "SE",
        ["I"] = "IT",
        ["IT"] = "IT",
        ["E"] = "ES",
        ["ES"] = "ES",
        ["FIN"] = "FI",
        ["FI"] = "FI",
        ["PL"] = "PL",
        ["CZ"] = "CZ",
        ["P"] = "PT",
        ["PT"] = "PT",
        ["FL"] = "LI",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A postcode is shared by streets, so that postcode and house number do not make an address.</summary>
    public static bool IsWholeTown(string country) => country is not ("NL" or "GB" or "IE");

    /// <summary>Whether a text is a Dutch postcode as it is written: "1234 AB".</summary>
    public static bool IsDutch(ReadOnlySpan<char> text) => text.Length == 7 && text[4] == ' ' && text[0] != '0'
        && !text[..4].ContainsAnyExceptInRange('0', '9') && !text[5..].ContainsAnyExceptInRange('A', 'Z')
        && text[5..] is not ("SA" or "SD" or "SS");

    /// <summary>The postcode as its country writes it, without the country's sign; null when it is none.</summary>
    /// <param name="text">A postcode in any spelling.</param>
    /// <param name="country">An alpha-2 code. Of countries whose shape is not known any short code is taken.</param>
    public static string? Canonical(string text, string country)
    {
        if (text.Length > LengthMax * 2) { return null; }

        string code = FoldedText.Compact(WithoutSign(text, country)).ToUpperInvariant();
        if (!Shapes.TryGetValue(country, out string[]? shapes))
        {
            return code.Length is > 2 and <= LengthMax && code.All(char.IsAsciiLetterOrDigit)
                && code.Any(char.IsAsciiDigit) ? code : null;
        }

        foreach (string shape in shapes)
        {
            if (Shaped(code, shape) is { } shaped && IsUsed(shaped, country)) { return shaped; }
        }

        return null;
    }

    /// <summary>
    /// The country whose sign stands before a postcode: "B-1000", "D 10115"; null when there is none.
    /// </summary>
    public static string? CountryOf(string text, out string code)
    {
        int letters = text.TakeWhile(char.IsAsciiLetter).Count();
        code = text[letters..].TrimStart('-', ' ');
        bool isSigned = letters is > 0 and <= 3 && letters < text.Length && text[letters] is '-' or ' '
            && code.Length >= 4 && char.IsAsciiDigit(code[0]);
        return isSigned && Signs.TryGetValue(text[..letters].ToUpperInvariant(), out string? country)
            && Canonical(code, country) is not null ? country : null;
    }

    /// <summary>Whether the shape of a country's postcodes is known.</summary>
    public static bool IsShaped(string country) => Shapes.ContainsKey(country);

    /// <summary>Whether a country's postcodes are digits only, and how many.</summary>
    public static bool AreDigits(string country, out int length)
    {
        length = 0;
        if (!Shapes.TryGetValue(country, out string[]? shapes) || shapes[0].AsSpan().ContainsAnyExcept('9', ' ', '-'))
        {
            return false;
        }

        length = shapes[0].Count(sign => sign == '9');
        return true;
    }

    private static string WithoutSign(string text, string country) =>
        CountryOf(text.Trim(), out string code) == country ? code : text;

    private static string? Shaped(string code, string shape)
    {
        Span<char> shaped = stackalloc char[LengthMax];
        int at = 0;
        for (int index = 0; index < shape.Length; index++)
        {
            char sign = shape[index];
            if (sign is ' ' or '-') { shaped[index] = sign; continue; }
            if (at == code.Length) { return null; }

            char unit = code[at++];
            bool fits = sign switch
            {
                '9' => char.IsAsciiDigit(unit),
                'A' => char.IsAsciiLetterUpper(unit),
                _ => char.IsAsciiLetterUpper(unit) || char.IsAsciiDigit(unit),
            };
            if (!fits) { return null; }

            shaped[index] = unit;
        }

        return at == code.Length ? shaped[..shape.Length].ToString() : null;
    }

    // Dutch postcodes begin at 1000 and never end in SA, SD or SS.
    private static bool IsUsed(string postcode, string country) => country switch
    {
        "NL" => postcode[0] != '0' && postcode[5..] is not ("SA" or "SD" or "SS"),
        "BE" or "LU" or "AT" or "CH" => postcode[0] != '0',
        _ => true,
    };
}
