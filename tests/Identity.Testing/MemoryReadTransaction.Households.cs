using Identity.Stores;

namespace Identity.Testing;

internal partial class MemoryReadTransaction
{
    public ValueTask<IReadOnlyList<HomeRecord>> GetHomesAsync(
        long workspace, IReadOnlyCollection<Guid> persons, CancellationToken cancellationToken) =>
        new(Of(workspace).Homes.Values
            .Where(home => home.HouseholdId is not null && persons.Contains(home.PersonId)).ToList());

    public ValueTask<IReadOnlyList<Guid>> GetResidentsAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Homes.Values.Where(home => home.HouseholdId == householdId)
            .Select(home => home.PersonId).Take(limit).ToList());

    public ValueTask<IReadOnlyList<ResidenceRecord>> GetResidencesAsync(
        long workspace, Guid householdId, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(Of(workspace).Residences.Values
            .Where(item => item.HouseholdId == householdId && subjects.Contains(item.SubjectId)).ToList());

    public ValueTask<IReadOnlyList<ResidenceRecord>> GetLatestResidencesAsync(
        long workspace, Guid householdId, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Residences.Values.Where(item => item.HouseholdId == householdId)
            .OrderByDescending(item => item.LastSeen).ThenByDescending(item => item.SubjectId).Take(limit).ToList());

    public ValueTask<bool> WasMultiOccupancyAsync(
        long workspace, Guid householdId, DateTimeOffset moment, CancellationToken cancellationToken) =>
        new(Of(workspace).MultiOccupancies
            .Where(span => span.Key.Household == householdId && span.Key.Since <= moment)
            .OrderBy(span => span.Key.Since).TakeLast(1)
            .Any(span => span.Value is null || span.Value > moment));
}
