using Identity.Application.Access;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Stores;

namespace Identity.Application.Past;

/// <summary>
/// Where those at an address were too many at a past moment. An address ties nobody to anybody, so the others who lived
/// there are not brought back; how many they were is written down as it changes. Not thread-safe.
/// </summary>
internal sealed class PastHouseholds
{
    private readonly Workspace _workspace;
    private readonly DateTimeOffset _asOf;
    private readonly Dictionary<Guid, bool> _isMultiOccupancy = [];

    public PastHouseholds(Workspace workspace, DateTimeOffset asOf) => (_workspace, _asOf) = (workspace, asOf);

    /// <summary>Looks the addresses of observations up, in the store that has everything.</summary>
    public async ValueTask ReadAsync(
        IReadTransaction read, IEnumerable<Observation> observations, CancellationToken cancellationToken)
    {
        foreach (Mentioned item in observations.SelectMany(
            observation => Household.AddressesOf(observation, _workspace.Rules)))
        {
            var address = new IdentifierKey(item.Rule.Name, item.Value, 0);
            Guid household = _workspace.Ids.Birth(address);
            if (_isMultiOccupancy.ContainsKey(household)) { continue; }
            _isMultiOccupancy[household] = _workspace.Rules.IsBusinessAddress(address)
                || await read.WasMultiOccupancyAsync(_workspace.Number, household, _asOf, cancellationToken);
        }
    }

    /// <summary>Corrects a store that holds some of the persons only.</summary>
    public async ValueTask ApplyAsync(IWriteTransaction write, CancellationToken cancellationToken)
    {
        foreach ((Guid household, bool isMultiOccupancy) in _isMultiOccupancy)
        {
            IReadOnlyList<Guid> residents = await write.GetResidentsAsync(
                _workspace.Number, household, int.MaxValue, cancellationToken);
            await write.PutHomesAsync(
                _workspace.Number,
                [.. residents.Select(person => new HomeRecord(person, household, isMultiOccupancy))],
                cancellationToken);
        }
    }
}
