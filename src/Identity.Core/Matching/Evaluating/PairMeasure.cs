namespace Identity.Core.Matching.Evaluating;

/// <summary>How good a set of pairs of records is, against all pairs of two records of one person.</summary>
/// <param name="TruePairs">How many pairs there are of two records of one person.</param>
/// <param name="FoundPairs">How many pairs the set has.</param>
/// <param name="RightPairs">How many of those are of one person.</param>
public readonly record struct PairMeasure(long TruePairs, long FoundPairs, long RightPairs)
{
    /// <summary>The share of found pairs that are right, 0 to 1; 1 when nothing was found.</summary>
    public double Precision => FoundPairs == 0 ? 1 : (double)RightPairs / FoundPairs;

    /// <summary>The share of true pairs that were found, 0 to 1; 1 when there are none.</summary>
    public double Recall => TruePairs == 0 ? 1 : (double)RightPairs / TruePairs;

    /// <summary>The harmonic mean of precision and recall, 0 to 1; 1 when there is nothing to find and nothing found.
    /// </summary>
    public double F1 => TruePairs + FoundPairs == 0 ? 1 : 2.0 * RightPairs / (TruePairs + FoundPairs);
}

/// <summary>
/// How good groups are, record by record (B-cubed; Bagga and Baldwin 1998): large groups do not drown small ones, as
/// they do in pairs.
/// </summary>
/// <param name="Precision">For the mean record, which share of its group is its own person's, 0 to 1.</param>
/// <param name="Recall">For the mean record, which share of its person's records is in its group, 0 to 1.</param>
public readonly record struct CubedMeasure(double Precision, double Recall)
{
    /// <summary>The harmonic mean of precision and recall, 0 to 1.</summary>
    public double F1 => 2 * Precision * Recall / (Precision + Recall);
}
