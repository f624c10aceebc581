using Identity.Core.Resolution;

namespace Identity.Stores;

/// <summary>What a steward decided, as it is stored. Immutable, compared by value.</summary>
/// <param name="Decision">The decision; its id is a UUID.</param>
/// <param name="StoredAt">When it counts as stored: comparable to <see cref="ObservationRecord.StoredAt"/>.</param>
/// <param name="DecidedBy">The key with which it was made.</param>
/// <param name="Reason">Why, for people; may be empty.</param>
public sealed record DecisionRecord(Decision Decision, DateTimeOffset StoredAt, Guid DecidedBy, string Reason);

/// <summary>A matched pair that may be put before a steward, with where its ends stand.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="A">The one end.</param>
/// <param name="B">The other.</param>
public sealed record ReviewRecord(MatchedPair Pair, IdentifierRecord A, IdentifierRecord B);

/// <summary>Evidence that was held back and is strong enough to be put before a steward.</summary>
/// <param name="Link">The link.</param>
/// <param name="A">The one end.</param>
/// <param name="B">The other.</param>
public sealed record HintRecord(LinkRecord Link, IdentifierRecord A, IdentifierRecord B);
