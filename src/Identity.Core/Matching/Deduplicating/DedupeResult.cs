namespace Identity.Core.Matching.Deduplicating;

/// <summary>What became of a batch. Places are those of ids, which are sorted, so that the order of arrival is
/// gone.</summary>
public sealed class DedupeResult
{
    private readonly IReadOnlyList<MatchRecord> _records;
    private readonly Func<int, int, MatchExplanation> _explain;

    internal DedupeResult(
        IReadOnlyList<MatchRecord> records, IReadOnlyList<string> ids, Func<int, int, MatchExplanation> explain) =>
        (_records, Ids, _explain) = (records, ids, explain);

    /// <summary>The ids of the records, sorted by their bytes.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The pairs that score high enough, by place.</summary>
    public required IReadOnlyList<ScoredPair> Pairs { get; init; }

    /// <summary>For each record the smallest place in its cluster.</summary>
    public required IReadOnlyList<int> ClusterOf { get; init; }

    /// <summary>Every pair that was compared, by place; as many as <see cref="CandidateCount"/>.</summary>
    public required IEnumerable<(int Left, int Right)> Candidates { get; init; }

    public required int CandidateCount { get; init; }

    /// <summary>How many keys brought too many records together, even when refined.</summary>
    public required int TooCommonKeys { get; init; }

    /// <summary>What decided: the given model, or the one that was fitted.</summary>
    public required MatchModel Model { get; init; }

    /// <summary>Why the fit was not trusted, and the priors were kept; null when it was, or there was none.</summary>
    public string? FitDoubt { get; init; }

    /// <summary>Why two records score what they do, whether they were compared or not.</summary>
    public MatchExplanation Explain(int left, int right) => _explain(left, right);

    /// <summary>How many records there are.</summary>
    public int Count => _records.Count;
}
