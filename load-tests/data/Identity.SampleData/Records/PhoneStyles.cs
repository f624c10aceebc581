namespace Identity.SampleData.Records;

/// <summary>The ways in which people write telephone numbers.</summary>
internal static class PhoneStyles
{
    // The Dutch area codes of two digits; all others have three.
    private static readonly HashSet<string> ShortAreas = new(StringComparer.Ordinal)
    {
        "10", "13", "14", "15", "20", "23", "24", "26", "30", "33", "35", "36", "38", "40", "43", "45", "46", "50",
        "53", "55", "58", "70", "71", "72", "73", "74", "75", "76", "77", "78", "79",
    };

    public static string Write(string e164, bool tidy, Dice dice)
    {
        if (e164.Length == 0) { return ""; }
        string code = e164[..3];
        string digits = e164[3..];
        int area = AreaLength(code, digits);
        string head = digits[..area];
        string rest = digits[area..];
        return dice.Below(tidy ? 70 : 100) switch
        {
            < 28 => $"0{head}-{rest}",
            < 52 => $"0{digits}",
            < 60 => $"{code}{digits}",
            < 66 => $"{code} {head} {rest}",
            < 70 => $"{code}(0){digits}",
            < 84 => $"0{head} {InPairs(rest)}",
            < 90 => $"00{code[1..]}{digits}",
            < 96 => $"{code[1..]}{digits}",
            _ => digits, // A spreadsheet took it for a number.
        };
    }

    // Mobile numbers have a code too: 6 in the Netherlands, 470 and its neighbours in Belgium.
    private static int AreaLength(string code, string digits) => code == "+31"
        ? digits[0] == '6' ? 1 : ShortAreas.Contains(digits[..2]) ? 2 : 3
        : digits.StartsWith("47", StringComparison.Ordinal) ? 3 : digits[0] is '2' or '3' or '4' or '9' ? 1 : 2;

    private static string InPairs(string digits) => string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)));
}
