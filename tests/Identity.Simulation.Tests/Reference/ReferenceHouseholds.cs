using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Testing;

namespace Identity.Simulation.Tests.Reference;

/// <summary>A mistake that can be made of households.</summary>
public enum HouseholdFault
{
    None,
    FirstAddressWins,
    TieByLargerId,
    ClaimedAddressCounts,
    ClaimantLivesThere,
    Level2Counts,
    DeviceLivesSomewhere,
    WeakestLivesThere,
    ExcludedLivesSomewhere,
    AnonymousLivesSomewhere,
    LimitIsTooMany,
    FormerResidentsCount,
    IdentifiersCount,
    BusinessIsAHome,
    OffIsIgnored,
}

/// <summary>
/// Where persons live, as docs/resolution.md says it under "Households", from the observations alone and all at once.
/// </summary>
internal sealed class ReferenceHouseholds
{
    private readonly History _history;
    private readonly WholeGraph _graph;
    private readonly HouseholdFault _fault;
    private readonly List<(IdentifierKey Resident, IdentifierKey Address, DateTimeOffset At)> _sightings = [];

    private ReferenceHouseholds(History history, WholeGraph graph, HouseholdFault fault)
    {
        (_history, _graph, _fault) = (history, graph, fault);
        bool isOn = history.Rules.Households.IsOn || fault == HouseholdFault.OffIsIgnored;
        if (!isOn) { return; }
        foreach (Observation observation in history.Observations) { Add(observation); }
    }

    /// <summary>A line for each person who lives somewhere.</summary>
    public static IEnumerable<string> Of(
        History history, WholeGraph graph, HouseholdFault fault = HouseholdFault.None) =>
        new ReferenceHouseholds(history, graph, fault).Lines();

    public static string Line(Guid person, Guid household, bool isMultiOccupancy) =>
        $"{person} lives at {household}{(isMultiOccupancy ? " with too many" : "")}";

    // "named unclaimed at level 3 or 4"; "never a device"
    private void Add(Observation observation)
    {
        bool isVouched = observation.Level >= RecognitionLevel.Remembered || _fault == HouseholdFault.Level2Counts;
        List<Mentioned> residents = [.. observation.Identifiers
            .Where(item => !item.Claimed || _fault == HouseholdFault.ClaimantLivesThere)
            .Where(item => item.Rule.Role is NamespaceRole.Person or NamespaceRole.Evidence
                || (item.Rule.Role is NamespaceRole.Device && _fault == HouseholdFault.DeviceLivesSomewhere))
            .OrderBy(item => item.Rule.Rank)
            .ThenBy(item => item.Value, Comparer<string>.Create(ReferenceRule.CompareUtf8))];
        if (!isVouched || residents.Count == 0) { return; }
        Mentioned resident = residents[_fault == HouseholdFault.WeakestLivesThere ? ^1 : 0];
        foreach (Mentioned address in observation.Identifiers.Where(item => item.Rule.Role == NamespaceRole.Household))
        {
            if (address.Claimed && _fault != HouseholdFault.ClaimedAddressCounts) { continue; }
            _sightings.Add((
                EvidenceFold.KeyOf(resident, observation.OccurredAt, _graph.Epochs),
                new IdentifierKey(address.Rule.Name, address.Value, 0), observation.OccurredAt));
        }
    }

    private IEnumerable<string> Lines()
    {
        Dictionary<Guid, IdentifierKey> homes = [];
        foreach ((Group group, Guid person) in _graph.Persons)
        {
            if (HomeOf(group) is { } home) { homes.Add(person, home); }
        }

        foreach ((Guid person, IdentifierKey home) in homes)
        {
            yield return Line(person, CoreAnswer.Ids.Birth(home), IsMultiOccupancy(home, homes));
        }
    }

    private IdentifierKey? HomeOf(Group person)
    {
        if (!person.IsEstablished && _fault != HouseholdFault.AnonymousLivesSomewhere) { return null; }
        HashSet<IdentifierKey> members = [.. person.Members
            .Where(node => !_graph.Resolution.Excluded.ContainsKey(node)
                || _fault == HouseholdFault.ExcludedLivesSomewhere)
            .Select(node => node.Key)];
        (IdentifierKey Resident, IdentifierKey Address, DateTimeOffset At)[] own =
            [.. _sightings.Where(sighting => members.Contains(sighting.Resident))];
        if (own.Length == 0) { return null; }
        DateTimeOffset decisive = _fault == HouseholdFault.FirstAddressWins
            ? own.Min(sighting => sighting.At) : own.Max(sighting => sighting.At);
        IdentifierKey[] latest = [.. own.Where(sighting => sighting.At == decisive)
            .Select(sighting => sighting.Address)
            .OrderBy(address => CoreAnswer.Ids.Birth(address).ToString(), StringComparer.Ordinal)];
        return latest[_fault == HouseholdFault.TieByLargerId ? ^1 : 0];
    }

    private bool IsMultiOccupancy(IdentifierKey home, Dictionary<Guid, IdentifierKey> homes)
    {
        bool isNamed = _history.Rules.Households.BusinessAddresses.Contains(home.Value);
        bool isBusiness = (isNamed || home.Value.StartsWith("Postbus", StringComparison.Ordinal))
            && _fault != HouseholdFault.BusinessIsAHome;
        int limit = _history.Rules.Households.Limit - (_fault == HouseholdFault.LimitIsTooMany ? 1 : 0);
        int persons = _fault switch
        {
            HouseholdFault.FormerResidentsCount => _sightings.Where(sighting => sighting.Address == home)
                .Select(sighting => _graph.PersonOf(sighting.Resident)).Distinct().Count(),
            HouseholdFault.IdentifiersCount => _sightings.Where(sighting => sighting.Address == home)
                .Select(sighting => sighting.Resident).Distinct().Count(),
            _ => homes.Values.Count(other => other == home),
        };
        return isBusiness || persons > limit;
    }
}
