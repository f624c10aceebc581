using Identity.Stores.Sqlite.Tables;

namespace Identity.Stores.Sqlite;

internal sealed partial class SqliteWriteTransaction
{
    public ValueTask AddResidenceAsync(
        long workspace, ResidenceRecord residence, CancellationToken cancellationToken)
    {
        HouseholdTable.AddResidence(Open, workspace, residence);
        return default;
    }

    public ValueTask PutHomesAsync(
        long workspace, IReadOnlyCollection<HomeRecord> homes, CancellationToken cancellationToken)
    {
        HouseholdTable.PutHomes(Open, workspace, homes);
        return default;
    }

    public ValueTask PutMultiOccupancyAsync(
        long workspace, Guid householdId, bool isMultiOccupancy, DateTimeOffset moment,
        CancellationToken cancellationToken)
    {
        HouseholdTable.PutMultiOccupancy(Open, workspace, householdId, (isMultiOccupancy, moment));
        return default;
    }

    public ValueTask EndMultiOccupanciesAsync(
        long workspace, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        DerivedTables.EndMultiOccupancies(Open, workspace, moment);
        return default;
    }
}
