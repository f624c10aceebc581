using Identity.Stores.Sqlite.Tables;

namespace Identity.Stores.Sqlite;

internal partial class SqliteReadTransaction
{
    public ValueTask<IReadOnlyList<HomeRecord>> GetHomesAsync(
        long workspace, IReadOnlyCollection<Guid> persons, CancellationToken cancellationToken) =>
        new(HouseholdTable.Homes(Open, workspace, persons));

    public ValueTask<IReadOnlyList<Guid>> GetResidentsAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken) =>
        new(HouseholdTable.Residents(Open, workspace, householdId, limit));

    public ValueTask<IReadOnlyList<ResidenceRecord>> GetResidencesAsync(
        long workspace, Guid householdId, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(HouseholdTable.Residences(Open, workspace, householdId, subjects));

    public ValueTask<IReadOnlyList<ResidenceRecord>> GetLatestResidencesAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken) =>
        new(HouseholdTable.Latest(Open, workspace, householdId, limit));

    public ValueTask<bool> WasMultiOccupancyAsync(
        long workspace, Guid householdId, DateTimeOffset moment, CancellationToken cancellationToken) =>
        new(HouseholdTable.WasMultiOccupancy(Open, workspace, householdId, moment));
}
