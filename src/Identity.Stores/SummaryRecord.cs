using Identity.Core.Profiles;

namespace Identity.Stores;

/// <summary>What the observations of a subject sum up to; for a device apart by who was authenticated on it.</summary>
/// <param name="SubjectId">The identifier whose payload it is.</param>
/// <param name="OwnerId">
/// For a device, the identifier that was authenticated on it; 0 when nobody was, or for others.
/// </param>
/// <param name="Summary">The sum.</param>
public sealed record SummaryRecord(long SubjectId, long OwnerId, Summary Summary);
