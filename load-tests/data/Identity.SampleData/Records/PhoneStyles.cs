namespace Identity.SampleData.Records;

/// <summary>The ways in which people write telephone numbers.</summary>
internal static class PhoneStyles
{
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

    private static int AreaLength(string code, string digits)
    {
        bool mobile = code == "+31" ? digits[0] == '6' : digits.StartsWith("47", StringComparison.Ordinal);
        if (mobile) { return code == "+31" ? 1 : 3; }
        return code == "+31" ? (digits[0] is '1' or '2' or '3' or '4' or '5' or '7' ? 2 : 3) : 2;
    }

    private static string InPairs(string digits) => string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)));
}
