namespace Identity.Stores;

/// <summary>An identifier was named with an address: a sum over observations. Immutable, compared by value.</summary>
/// <param name="HouseholdId">The household at the address.</param>
/// <param name="SubjectId">The identifier.</param>
/// <param name="FirstSeen">The first time.</param>
/// <param name="LastSeen">The last time.</param>
public sealed record ResidenceRecord(
    Guid HouseholdId, long SubjectId, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>Where a person lives. Immutable, compared by value.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="HouseholdId">The household at its current address; null when it lives nowhere that is known.</param>
/// <param name="IsMultiOccupancy">Those at the address are no household, and nobody's household is told.</param>
public sealed record HomeRecord(Guid PersonId, Guid? HouseholdId, bool IsMultiOccupancy)
{
    /// <summary>The household that may be told; null when there is none.</summary>
    public Guid? Told => IsMultiOccupancy ? null : HouseholdId;
}
