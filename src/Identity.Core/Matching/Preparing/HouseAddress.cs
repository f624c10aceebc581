namespace Identity.Core.Matching.Preparing;

/// <summary>Parts a street from the number that stands with it, before (12 High Street) or behind (Hoogstraat
/// 12a).</summary>
internal static class HouseAddress
{
    /// <summary>The street and the number; the number as given where it has a field of its own.</summary>
    public static (string Street, string Number) Split(string street, string number)
    {
        if (number.Length > 0 || street.AsSpan().IndexOfAnyInRange('0', '9') < 0) { return (street, number); }
        string text = street.Trim();
        int behind = text.IndexOf(' ', StringComparison.Ordinal);
        if (behind > 0 && char.IsAsciiDigit(text[0])) { return (text[(behind + 1)..], text[..behind].TrimEnd(',')); }
        int start = text.Length;
        for (int index = 1; index < text.Length; index++)
        {
            // The first number behind a word: what follows it is its addition.
            if (char.IsAsciiDigit(text[index]) && text[index - 1] == ' ')
            {
                start = index;
                break;
            }
        }

        return start == text.Length ? (street, number) : (text[..start].TrimEnd(' ', ','), text[start..]);
    }
}
