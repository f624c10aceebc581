using Identity.Stores;

namespace Identity.Testing;

internal sealed partial class MemoryWriteTransaction
{
    public ValueTask AddResidenceAsync(
        long workspace, ResidenceRecord residence, CancellationToken cancellationToken) =>
        Change(workspace, all => all.With(residence));

    public ValueTask PutHomesAsync(
        long workspace, IReadOnlyCollection<HomeRecord> homes, CancellationToken cancellationToken) =>
        Change(workspace, all => homes.Aggregate(all, (sum, home) => sum.With(home)));

    public ValueTask PutMultiOccupancyAsync(
        long workspace, Guid householdId, bool isMultiOccupancy, DateTimeOffset moment,
        CancellationToken cancellationToken) =>
        Change(workspace, all => isMultiOccupancy
            ? all with { MultiOccupancies = all.MultiOccupancies.SetItem((householdId, moment), null) }
            : all.WithEnd(household => household == householdId, moment));

    public ValueTask EndMultiOccupanciesAsync(
        long workspace, DateTimeOffset moment, CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithEnd(_ => true, moment));
}
