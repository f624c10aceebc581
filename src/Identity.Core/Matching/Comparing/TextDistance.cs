using Identity.Core.Matching.Similarity;

namespace Identity.Core.Matching.Comparing;

/// <summary>What counts as a slip of the pen, by length: in two letters nothing does.</summary>
internal static class TextDistance
{
    private const double NearMin = 0.92;

    public static bool IsSlip(string left, string right)
    {
        int shorter = Math.Min(left.Length, right.Length);
        int allowed = shorter <= 2 ? 0 : shorter <= 8 ? 1 : 2;
        if (allowed == 0 || Math.Abs(left.Length - right.Length) > allowed) { return false; }
        if (DamerauLevenshtein.Distance(left, right, allowed) <= allowed) { return true; }
        return shorter > 4 && left.Length == right.Length && left[0] == right[0]
            && JaroWinkler.Similarity(left, right) >= NearMin;
    }
}
