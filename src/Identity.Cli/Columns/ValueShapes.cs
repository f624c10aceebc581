using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Identity.Cli.Columns;

/// <summary>What single values look like. Only asked about short samples; never about what values mean.</summary>
internal static partial class ValueShapes
{
    private static readonly HashSet<string> FamilyPrefixWords =
        ["van", "de", "der", "den", "het", "'t", "t", "ter", "ten", "te", "in", "op", "aan", "v", "vd", "v.d", "d",
            "von",
            "du", "des", "el", "la", "le", "'s"];

    private const int PhoneDigitsMin = 8;
    private const int PhoneDigitsMax = 15;

    private static readonly HashSet<string> Genders = new(StringComparer.OrdinalIgnoreCase)
    {
        "m", "f", "v", "x", "w", "d", "o", "u", "h", "male", "female", "man", "vrouw", "mann", "frau", "homme", "femme",
        "mannelijk", "vrouwelijk", "männlich", "weiblich", "onbekend", "unknown", "other", "divers", "0", "1", "2", "9",
        "dhr", "mevr", "mw",
    };

    private static readonly HashSet<string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "ir", "ing", "drs", "mw", "mevr", "mevrouw", "dhr",
        "de heer", "heer", "herr", "frau", "m", "mme", "mlle", "monsieur", "madame", "rev", "jhr", "jkvr", "baron",
        "meneer", "bsc", "msc", "ba", "ma", "mr dr", "prof dr", "dr ir", "dhr en mevr", "fam", "familie", "lady",
    };

    public static bool IsEmail(string value) => Email().IsMatch(value);

    /// <summary>As a phone number is written: mostly digits, begun by +, 0 or a bracket, or parted by signs.</summary>
    public static bool IsPhone(string value)
    {
        int digits = value.Count(char.IsAsciiDigit);
        return digits is >= PhoneDigitsMin and <= PhoneDigitsMax && Phone().IsMatch(value) && !IsDate(value);
    }

    /// <summary>One that is begun like a phone number, so that a number of customers is not taken for it.</summary>
    public static bool IsClearPhone(string value) => IsPhone(value) && value[0] is '+' or '0' or '(';

    /// <summary>A day, with signs between its parts; or without, of a year from 1850 to 2099.</summary>
    public static bool IsDate(string value) => Date().IsMatch(value) || CompactDate().IsMatch(value);

    /// <summary>Four figures and two letters.</summary>
    public static bool IsDutchPostcode(string value) => DutchPostcode().IsMatch(value);

    /// <summary>Short, with a figure in it: of any country.</summary>
    public static bool IsPostcode(string value) =>
        value.Length is >= 3 and <= 10 && value.Any(char.IsAsciiDigit) && Postcode().IsMatch(value);

    public static bool IsHouseNumber(string value) => HouseNumber().IsMatch(value);

    /// <summary>Words and then a number, or a number and then words.</summary>
    public static bool IsStreetAndNumber(string value) => StreetAndNumber().IsMatch(value);

    public static bool IsGender(string value) => Genders.Contains(value.TrimEnd('.'));

    public static bool IsTitle(string value) =>
        Titles.Contains(value.Replace(".", "", StringComparison.Ordinal).Trim());

    public static bool IsYesOrNo(string value) => AnswerWords.Read(value) is not null;

    /// <summary>Van, de, van der and the like.</summary>
    public static bool IsFamilyPrefix(string value) => Array.TrueForAll(
        value.ToLowerInvariant().Split(' '), word => FamilyPrefixWords.Contains(word.TrimEnd('.')));

    /// <summary>Letters, with the signs that names have.</summary>
    public static bool IsWords(string value) =>
        value.Any(char.IsLetter) && !value.Any(char.IsAsciiDigit) && !value.Contains('@', StringComparison.Ordinal);

    public static bool IsSeveralWords(string value) => IsWords(value) && value.Contains(' ', StringComparison.Ordinal);

    /// <summary>One to some letters that stand for names.</summary>
    public static bool IsInitials(string value) => Initials().IsMatch(value);

    public static bool IsIpAddress(string value) =>
        (value.Contains(':', StringComparison.Ordinal) || value.Count(unit => unit == '.') == 3)
        && IPAddress.TryParse(value, out _);

    public static bool IsMoment(string value) =>
        DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset _);

    [GeneratedRegex(@"^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$")]
    private static partial Regex Email();

    [GeneratedRegex(@"^(\+|\(|0)?[\d\s().\-/+]+(\s*(x|ext\.?|tst\.?)\s*\d+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"^(\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d\d))"
        + @"([ T]\d\d:\d\d.*)?$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^(18[5-9]\d|19\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")]
    private static partial Regex CompactDate();

    [GeneratedRegex(@"^(NL[- ]?)?[1-9]\d{3}\s?[A-Za-z]{2}$")]
    private static partial Regex DutchPostcode();

    [GeneratedRegex(@"^[A-Za-z]{0,4}[- ]?[A-Za-z\d]+([- ][A-Za-z\d]+)?$")]
    private static partial Regex Postcode();

    [GeneratedRegex(@"^\d{1,5}([\s-]*[A-Za-z\d]{1,4})?$")]
    private static partial Regex HouseNumber();

    [GeneratedRegex(@"^(\D{3,}\s\d{1,5}.*|\d{1,5}\w?,?\s+\D{3,}.*)$")]
    private static partial Regex StreetAndNumber();

    [GeneratedRegex(@"^(\p{L}{1,2}[. ]{1,2}){0,8}\p{L}{1,2}\.?$|^\p{Lu}{1,4}$")]
    private static partial Regex Initials();
}
