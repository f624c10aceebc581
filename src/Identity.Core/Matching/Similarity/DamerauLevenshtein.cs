namespace Identity.Core.Matching.Similarity;

/// <summary>
/// How many insertions, deletions, replacements and swaps of neighbours turn one text into another (optimal string
/// alignment; Damerau 1964, Boytsov 2011). Allocates nothing for texts of up to 128 characters.
/// </summary>
public static class DamerauLevenshtein
{
    private const int StackMax = 128;

    /// <summary>The distance; <paramref name="max"/> + 1 when it is larger than <paramref name="max"/>.</summary>
    public static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int max)
    {
        int start = left.CommonPrefixLength(right);
        left = left[start..];
        right = right[start..];
        while (left.Length > 0 && right.Length > 0 && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        if (Math.Abs(left.Length - right.Length) > max) { return max + 1; }
        if (left.Length == 0 || right.Length == 0) { return Math.Max(left.Length, right.Length); }
        int width = right.Length + 1;
        Span<int> rows = width <= StackMax ? stackalloc int[3 * width] : new int[3 * width];
        return Walk(left, right, max, rows, width);
    }

    private static int Walk(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int max, Span<int> rows, int width)
    {
        Span<int> before = rows[..width];
        Span<int> last = rows[width..(2 * width)];
        Span<int> current = rows[(2 * width)..];
        for (int column = 0; column < width; column++) { last[column] = column; }
        for (int row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            int best = row;
            for (int column = 1; column < width; column++)
            {
                int cost = left[row - 1] == right[column - 1] ? 0 : 1;
                int distance = Math.Min(Math.Min(last[column] + 1, current[column - 1] + 1), last[column - 1] + cost);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                {
                    distance = Math.Min(distance, before[column - 2] + 1);
                }

                current[column] = distance;
                best = Math.Min(best, distance);
            }

            if (best > max) { return max + 1; }
            Span<int> free = before;
            before = last;
            last = current;
            current = free;
        }

        return Math.Min(last[width - 1], max + 1);
    }
}
