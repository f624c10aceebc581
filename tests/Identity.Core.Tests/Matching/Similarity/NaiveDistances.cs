namespace Identity.Core.Tests.Matching.Similarity;

/// <summary>The definitions, written down as plainly as can be.</summary>
internal static class NaiveDistances
{
    /// <summary>Optimal string alignment, as a whole table.</summary>
    public static int Alignment(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (int row = 0; row <= left.Length; row++)
        {
            for (int column = 0; column <= right.Length; column++)
            {
                table[row, column] = Cell(table, row, column, left, right);
            }
        }

        return table[left.Length, right.Length];
    }

    /// <summary>Jaro-Winkler, with lists of what has found a partner.</summary>
    public static double JaroWinkler(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0) { return left.Length == right.Length ? 1 : 0; }
        int window = Math.Max((Math.Max(left.Length, right.Length) / 2) - 1, 0);
        var taken = new SortedSet<int>();
        List<char> ofLeft = [];
        for (int index = 0; index < left.Length; index++)
        {
            int partner = Enumerable.Range(0, right.Length).FirstOrDefault(
                other => right[other] == left[index] && Math.Abs(other - index) <= window && !taken.Contains(other),
                -1);
            if (partner < 0) { continue; }
            taken.Add(partner);
            ofLeft.Add(left[index]);
        }

        if (ofLeft.Count == 0) { return 0; }
        double matches = ofLeft.Count;
        double swapped = ofLeft.Zip(taken.Select(index => right[index])).Count(pair => pair.First != pair.Second) / 2.0;
        double jaro = ((matches / left.Length) + (matches / right.Length) + ((matches - swapped) / matches)) / 3;
        int prefix = left.Zip(right).Take(4).TakeWhile(pair => pair.First == pair.Second).Count();
        return jaro + (prefix * 0.1 * (1 - jaro));
    }

    private static int Cell(int[,] table, int row, int column, string left, string right)
    {
        if (row == 0 || column == 0) { return row + column; }
        bool isSame = left[row - 1] == right[column - 1];
        int best = Math.Min(table[row - 1, column] + 1, table[row, column - 1] + 1);
        best = Math.Min(best, table[row - 1, column - 1] + (isSame ? 0 : 1));
        bool isSwap = row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1];
        return isSwap ? Math.Min(best, table[row - 2, column - 2] + 1) : best;
    }
}
