using Identity.Core.Profiles;
using Identity.Core.Recognition;

namespace Identity.Stores;

/// <summary>
/// What an answer at request time needs of one presented identifier, in its latest epoch. Immutable.
/// </summary>
/// <param name="Known">What recognition goes by.</param>
/// <param name="Own">
/// What its own observations sum up to, for a device those while nobody was authenticated on it; null when there are
/// none, and for a device that is remembered: there its person's profile is what counts.
/// </param>
/// <param name="Person">
/// Its person, the same object for all of one part that are looked up together; null for one that cannot have a person.
/// </param>
public sealed record VisitorRecord(KnownIdentifier Known, SummaryDocument? Own, VisitorPerson? Person);

/// <summary>The person of a presented identifier. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ClusterId">The cluster that it is part of.</param>
/// <param name="StaleAt">When an identifier of its cluster expires; null for never.</param>
/// <param name="FirmId">The part of it that the presented identifier belongs to; 0 when it has no others.</param>
/// <param name="Profile">
/// The ready-made profile of that part, all that may be released; null when there is none.
/// </param>
public sealed record VisitorPerson(
    Guid Id, long ClusterId, DateTimeOffset? StaleAt, long FirmId, SummaryDocument? Profile)
{
    /// <summary>The household that may be told, of the whole person; null when there is none.</summary>
    public Guid? HouseholdId { get; init; }
}

/// <summary>What one committed state knows of presented identifiers.</summary>
/// <param name="Revision">The workspace's revision in that state.</param>
/// <param name="Found">In the order in which they were asked for; null for one that was never seen.</param>
public sealed record VisitorRecords(long Revision, IReadOnlyList<VisitorRecord?> Found);
