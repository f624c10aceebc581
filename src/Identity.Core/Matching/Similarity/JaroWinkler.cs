namespace Identity.Core.Matching.Similarity;

/// <summary>
/// How alike two short texts are, 0 to 1, with a bonus for a common beginning (Jaro 1989, Winkler 1990). Symmetric.
/// Texts longer than 64 characters are compared by their first 64. Allocates nothing.
/// </summary>
public static class JaroWinkler
{
    private const int LengthMax = 64;
    private const int PrefixMax = 4;
    private const double PrefixWeight = 0.1;

    public static double Similarity(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length > LengthMax) { left = left[..LengthMax]; }
        if (right.Length > LengthMax) { right = right[..LengthMax]; }
        if (left.Length > right.Length || (left.Length == right.Length && left.SequenceCompareTo(right) > 0))
        {
            ReadOnlySpan<char> longer = left;
            left = right;
            right = longer;
        }

        if (left.Length == 0) { return right.Length == 0 ? 1 : 0; }
        double jaro = Jaro(left, right);
        int prefix = 0;
        int prefixMax = Math.Min(PrefixMax, left.Length);
        while (prefix < prefixMax && left[prefix] == right[prefix]) { prefix++; }
        return jaro + (prefix * PrefixWeight * (1 - jaro));
    }

    // Which characters have found a partner is kept in two words of bits. The shorter text comes first; of two equally
    // long ones the smaller, so that the result is the same either way round.
    private static double Jaro(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int window = Math.Max((right.Length / 2) - 1, 0);
        ulong leftBits = 0;
        ulong rightBits = 0;
        int matches = 0;
        for (int index = 0; index < left.Length; index++)
        {
            int from = Math.Max(0, index - window);
            int to = Math.Min(right.Length - 1, index + window);
            for (int other = from; other <= to; other++)
            {
                if (left[index] != right[other] || (rightBits & (1UL << other)) != 0) { continue; }
                leftBits |= 1UL << index;
                rightBits |= 1UL << other;
                matches++;
                break;
            }
        }

        if (matches == 0) { return 0; }
        int outOfPlace = OutOfPlace(left, right, leftBits, rightBits);
        double count = matches;
        return ((count / left.Length) + (count / right.Length) + ((count - (outOfPlace / 2.0)) / count)) / 3;
    }

    private static int OutOfPlace(ReadOnlySpan<char> left, ReadOnlySpan<char> right, ulong leftBits, ulong rightBits)
    {
        int outOfPlace = 0;
        int other = 0;
        for (int index = 0; index < left.Length; index++)
        {
            if ((leftBits & (1UL << index)) == 0) { continue; }
            while ((rightBits & (1UL << other)) == 0) { other++; }
            if (left[index] != right[other]) { outOfPlace++; }
            other++;
        }

        return outOfPlace;
    }
}
