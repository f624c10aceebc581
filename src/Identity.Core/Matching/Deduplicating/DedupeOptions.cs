namespace Identity.Core.Matching.Deduplicating;

/// <summary>How records are deduplicated or linked.</summary>
public sealed record DedupeOptions
{
    /// <summary>Even odds.</summary>
    public const double BitsMinDefault = 0;

    /// <summary>The day from which two-digit years are read.</summary>
    public required DateOnly Reference { get; init; }

    /// <summary>The score from which a pair counts, and from which the mean of two groups joins them.</summary>
    public double BitsMin { get; init; } = BitsMinDefault;

    /// <summary>Only records of different sources are compared: two files are linked.</summary>
    public bool AcrossOnly { get; init; }

    /// <summary>No source has two records of one person.</summary>
    public bool UniqueSources { get; init; }

    /// <summary>What decides; null to fit a model to the records themselves.</summary>
    public MatchModel? Model { get; init; }
}

/// <summary>How far the work is.</summary>
/// <param name="Stage">What is being done, in words.</param>
/// <param name="Step">Which of <see cref="StepsMax"/> steps it is, from 1.</param>
public readonly record struct DedupeProgress(string Stage, int Step)
{
    public const int StepsMax = 6;
}

/// <summary>Two records that may be one person's, by their places in <see cref="DedupeResult.Ids"/>.</summary>
/// <param name="Left">The smaller place.</param>
/// <param name="Right">The larger.</param>
/// <param name="Bits">The score.</param>
public readonly record struct ScoredPair(int Left, int Right, double Bits);
