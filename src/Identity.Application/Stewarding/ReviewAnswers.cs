using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Core.Resolution;

namespace Identity.Application.Stewarding;

/// <summary>A page of what waits for a steward.</summary>
/// <param name="Reviews">The best first; evidence that was held back after pairs that look alike.</param>
/// <param name="NextPageToken">Empty when this was the last page.</param>
public sealed record ReviewPage(IReadOnlyList<Review> Reviews, string NextPageToken);

/// <summary>Two identifiers that may be one person's.</summary>
public sealed record Review
{
    /// <summary>Names the review; it stays the same when everything is made anew.</summary>
    public required string ReviewId { get; init; }

    public required ReviewEnd A { get; init; }

    public required ReviewEnd B { get; init; }

    /// <summary>
    /// Why nobody joined them: LIKENESS, UNIQUE(namespace), CONFLICT, BRIDGE, CLAIM, BOUND.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>Why the records score what they do; null where evidence of another kind was held back.</summary>
    public MatchExplanation? Explanation { get; init; }

    /// <summary>How often and when the two were seen together; null where only records look alike.</summary>
    public LinkEvidence? Seen { get; init; }
}

/// <summary>One of the two.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Value">As it was given; null when the caller may not see it.</param>
/// <param name="PersonId">Whose it is now.</param>
/// <param name="Source">Whose record was compared; empty when none was.</param>
/// <param name="Fields">The record; empty when the caller may not see it.</param>
public sealed record ReviewEnd(
    string Namespace, string? Value, Guid? PersonId, string Source, IReadOnlyList<RecordField> Fields);

/// <summary>A decision that was made.</summary>
/// <param name="DecisionId">Names it.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="DecidedAt">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="HeldBack">
/// Why a verdict together could not be followed, as text (`UNIQUE(login)`); null when it was.
/// </param>
/// <param name="Revision">The workspace's revision with it.</param>
public sealed record DecisionAnswer(
    Guid DecisionId, Verdict Verdict, DateTimeOffset DecidedAt, string Reason, string? HeldBack, string Revision);
