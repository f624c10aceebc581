using Identity.Core.Households;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Writes where persons live now, and what that means for those whom they join or leave. Others at an address are only
/// looked at when somebody comes or goes, and never more of them than the limit of a household allows.
/// </summary>
internal sealed class HomeKeeper
{
    private readonly Neighbourhood _hood;
    private readonly Dictionary<Guid, Guid> _before;
    private readonly Dictionary<Guid, Guid> _after;
    private readonly HashSet<Guid> _persons = [];
    private readonly Dictionary<Guid, HomeRecord> _written = [];

    // What may be told of a person's household, before and after.
    private readonly Dictionary<Guid, Guid?> _toldBefore = [];

    private HomeKeeper(Neighbourhood hood, IReadOnlyDictionary<long, IdentifierRecord> after)
    {
        _hood = hood;
        _before = HomesOf(hood.Members.Select(member => member.Stored).OfType<IdentifierRecord>());
        _after = HomesOf(after.Values);
        _persons.UnionWith(after.Values.Select(record => record.PersonId).OfType<Guid>());
    }

    /// <summary>Moves the persons of a neighbourhood. They must be written already.</summary>
    /// <param name="hood">The neighbourhood.</param>
    /// <param name="after">Where each of its identifiers stands now, by number.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async ValueTask<HomeKeeper> MoveAsync(
        Neighbourhood hood, IReadOnlyDictionary<long, IdentifierRecord> after, CancellationToken cancellationToken)
    {
        var homes = new HomeKeeper(hood, after);
        await homes.MoveAsync(cancellationToken);
        return homes;
    }

    /// <summary>For the change log: whose household is another one now.</summary>
    /// <param name="cause">The sequence of the observation that caused it; 0 when none did.</param>
    public IEnumerable<ChangeRecord> Changes(long cause)
    {
        foreach ((Guid person, HomeRecord home) in _written)
        {
            if (_toldBefore.GetValueOrDefault(person) == home.Told) { continue; }
            yield return new ChangeRecord(ChangeKind.HouseholdChanged, person, null, cause);
        }
    }

    /// <summary>The household of a person of the neighbourhood that may be told; null when there is none.</summary>
    public async ValueTask<Guid?> ToldAsync(Guid person, CancellationToken cancellationToken)
    {
        if (!_after.ContainsKey(person)) { return null; }
        if (_written.TryGetValue(person, out HomeRecord? home)) { return home.Told; }
        IReadOnlyList<HomeRecord> homes = await _hood.Transaction.GetHomesAsync(
            _hood.Workspace.Number, [person], cancellationToken);
        return homes.Count > 0 ? homes[0].Told : null;
    }

    // The latest residence of all identifiers of a person that name it.
    private static Dictionary<Guid, Guid> HomesOf(IEnumerable<IdentifierRecord> records)
    {
        var latest = new Dictionary<Guid, Residence>();
        foreach (IdentifierRecord record in records)
        {
            if (record is not { PersonId: { } person, Residence: { } residence }) { continue; }
            if (!Household.Counts(record.IsEstablished, record.Exclusion is not null)) { continue; }
            latest[person] = Residence.Latest(latest.GetValueOrDefault(person), residence) ?? residence;
        }

        return latest.ToDictionary(home => home.Key, home => home.Value.HouseholdId);
    }

    private async ValueTask MoveAsync(CancellationToken cancellationToken)
    {
        var moves = new SortedDictionary<Guid, Move>();
        foreach ((Guid person, Guid home) in _before)
        {
            if (_after.GetValueOrDefault(person) == home) { continue; }
            MoveOf(moves, home).Leaving.Add(person);
            // Another household may be written below.
            if (_persons.Contains(person)) { _written[person] = new HomeRecord(person, null, false); }
        }

        foreach ((Guid person, Guid home) in _after)
        {
            if (_before.GetValueOrDefault(person) != home) { MoveOf(moves, home).Arriving.Add(person); }
        }

        foreach ((Guid household, Move move) in moves) { await ApplyAsync(household, move, cancellationToken); }
        if (_written.Count == 0) { return; }
        await _hood.Transaction.PutHomesAsync(_hood.Workspace.Number, _written.Values, cancellationToken);
    }

    private async ValueTask ApplyAsync(Guid household, Move move, CancellationToken cancellationToken)
    {
        long workspace = _hood.Workspace.Number;
        HouseholdRule rule = _hood.Workspace.Rules.Households;
        bool isBusiness = await IsBusinessAsync(household, cancellationToken);
        // So many that, whoever leaves, it is known whether too many stay. Those who have ended are gone already.
        int enough = rule.Limit + 1 + move.Leaving.Count;
        HashSet<Guid> before = isBusiness ? []
            : [.. await _hood.Transaction.GetResidentsAsync(workspace, household, enough, cancellationToken)];
        HashSet<Guid> after = [.. before.Except(move.Leaving).Union(move.Arriving)];
        before.UnionWith(move.Leaving);
        bool was = Household.IsMultiOccupancy(before.Count, isBusiness, rule);
        bool isNow = Household.IsMultiOccupancy(after.Count, isBusiness, rule);
        foreach (Guid person in was == isNow ? move.Leaving : before)
        {
            _toldBefore[person] = was ? null : household;
        }

        foreach (Guid person in was == isNow ? move.Arriving : after)
        {
            _written[person] = new HomeRecord(person, household, isNow);
        }

        if (was == isNow) { return; }
        await _hood.Transaction.PutMultiOccupancyAsync(
            workspace, household, isNow, _hood.StoredAt, cancellationToken);
    }

    private async ValueTask<bool> IsBusinessAsync(Guid household, CancellationToken cancellationToken)
    {
        IdentifierRecord? address = await _hood.Transaction.FindByPersonIdAsync(
            _hood.Workspace.Number, household, cancellationToken);
        return address is not null && _hood.Workspace.Rules.IsBusinessAddress(address.Key);
    }

    private static Move MoveOf(SortedDictionary<Guid, Move> moves, Guid household)
    {
        if (!moves.TryGetValue(household, out Move? move)) { moves.Add(household, move = new Move()); }
        return move;
    }

    private sealed class Move
    {
        public HashSet<Guid> Leaving { get; } = [];

        public HashSet<Guid> Arriving { get; } = [];
    }
}
