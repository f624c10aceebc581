namespace Identity.Stores;

/// <summary>What one committed state knows of households. Not thread-safe.</summary>
public interface IHouseholdReads
{
    /// <summary>Where persons live; those who live nowhere, and ids without a person, are left out.</summary>
    ValueTask<IReadOnlyList<HomeRecord>> GetHomesAsync(
        long workspace, IReadOnlyCollection<Guid> persons, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> persons who live at the address of a household, by their ids.</summary>
    ValueTask<IReadOnlyList<Guid>> GetResidentsAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken);

    /// <summary>Of these identifiers, those that were ever named with the address of a household.</summary>
    ValueTask<IReadOnlyList<ResidenceRecord>> GetResidencesAsync(
        long workspace, Guid householdId, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken);

    /// <summary>
    /// Up to <paramref name="limit"/> residences at the address of a household, the last seen first; of equals the
    /// larger subject.
    /// </summary>
    ValueTask<IReadOnlyList<ResidenceRecord>> GetLatestResidencesAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Whether those at the address counted as too many at a moment, comparable to
    /// <see cref="ObservationRecord.StoredAt"/>.
    /// </summary>
    ValueTask<bool> WasMultiOccupancyAsync(
        long workspace, Guid householdId, DateTimeOffset moment, CancellationToken cancellationToken);
}

/// <summary>What a write changes of households. Not thread-safe.</summary>
public interface IHouseholdWrites
{
    /// <summary>Adds to what is known: the first time becomes the earlier one, the last the later one.</summary>
    ValueTask AddResidenceAsync(long workspace, ResidenceRecord residence, CancellationToken cancellationToken);

    /// <summary>Writes where persons live. Ids without a person change nothing.</summary>
    ValueTask PutHomesAsync(
        long workspace, IReadOnlyCollection<HomeRecord> homes, CancellationToken cancellationToken);

    /// <summary>
    /// Notes since when those at an address count as too many, or that they no longer do. Moments never go back.
    /// </summary>
    ValueTask PutMultiOccupancyAsync(
        long workspace, Guid householdId, bool isMultiOccupancy, DateTimeOffset moment,
        CancellationToken cancellationToken);

    /// <summary>From the moment on nobody counts as too many, until it is noted anew.</summary>
    ValueTask EndMultiOccupanciesAsync(long workspace, DateTimeOffset moment, CancellationToken cancellationToken);
}
