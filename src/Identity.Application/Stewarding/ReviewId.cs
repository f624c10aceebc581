namespace Identity.Application.Stewarding;

/// <summary>
/// Names a review by the ids that its two identifiers were born with: the same before and after everything is made
/// anew, and without their values.
/// </summary>
internal static class ReviewId
{
    private const int HalfLength = 32;

    /// <summary>The same for both orders of the two.</summary>
    public static string Write(Guid a, Guid b)
    {
        (string first, string second) = (a.ToString("N"), b.ToString("N"));
        return string.CompareOrdinal(first, second) <= 0 ? first + second : second + first;
    }

    public static bool TryParse(string text, out Guid a, out Guid b)
    {
        (a, b) = (default, default);
        return text.Length == 2 * HalfLength && Guid.TryParseExact(text[..HalfLength], "N", out a)
            && Guid.TryParseExact(text[HalfLength..], "N", out b);
    }
}
