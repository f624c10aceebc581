using Identity.Application.Access;
using Identity.Core.Households;
using Identity.Stores;

namespace Identity.Application.Households;

/// <summary>Reads one household in one state, as far as the caller may see it. Not thread-safe.</summary>
internal sealed class HouseholdReader
{
    private readonly IReadTransaction _read;
    private readonly long _workspace;
    private readonly bool _seesPersons;
    private readonly List<PersonRecord> _persons = [];

    public HouseholdReader(Caller caller, IReadTransaction read) =>
        (_read, _workspace, _seesPersons) = (read, caller.Workspace.Number, caller.Has(Scopes.ProfilesPii));

    /// <summary>The answer rests on this person.</summary>
    public void Note(PersonRecord person) => _persons.Add(person);

    /// <summary>The clusters that the answer rests on and in which something has expired by a moment.</summary>
    public IReadOnlyCollection<long> StaleAt(DateTimeOffset now) =>
        [.. _persons.Where(person => person.StaleAt <= now).Select(person => person.ClusterId).Distinct()];

    /// <param name="household">Its id.</param>
    /// <param name="isKnown">The caller knows the id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="RefusedException">Nobody ever lived there.</exception>
    public async ValueTask<HouseholdAnswer> ReadAsync(
        Guid household, bool isKnown, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResidenceRecord> latest = await _read.GetLatestResidencesAsync(
            _workspace, household, 1, cancellationToken);
        IdentifierRecord? address = await _read.FindByPersonIdAsync(_workspace, household, cancellationToken);
        if (latest.Count == 0 || address is null) { throw GetHousehold.NotFound("There is no such household."); }
        IReadOnlyList<Guid> residents = await _read.GetResidentsAsync(
            _workspace, household, GetHousehold.SizeMax, cancellationToken);
        IReadOnlyList<HomeRecord> homes = await _read.GetHomesAsync(
            _workspace, [.. residents.Take(1)], cancellationToken);
        var answer = new HouseholdAnswer
        {
            State = homes.Count == 0 ? HouseholdState.Vacant
                : homes[0].IsMultiOccupancy ? HouseholdState.MultiOccupancy : HouseholdState.Occupied,
            Size = residents.Count,
            Revision = Revisions.Write(await _read.RevisionAsync(_workspace, cancellationToken)),
        };
        if (answer.State == HouseholdState.MultiOccupancy)
        {
            return isKnown ? answer with { HouseholdId = household } : answer;
        }

        return answer with
        {
            HouseholdId = household,
            FirstSeen = address.Facts.FirstVouched,
            LastSeen = latest[0].LastSeen,
            Members = await MembersAsync(household, residents, cancellationToken),
            History = _seesPersons ? await HistoryAsync(household, residents, cancellationToken) : [],
        };
    }

    // Whether something of theirs has expired matters also when they are not shown: their number depends on it.
    private async ValueTask<IReadOnlyList<Stay>> MembersAsync(
        Guid household, IReadOnlyList<Guid> residents, CancellationToken cancellationToken)
    {
        var members = new List<Stay>(residents.Count);
        foreach (Guid person in residents)
        {
            if (await _read.GetPersonAsync(_workspace, person, cancellationToken) is { } record) { Note(record); }
            if (!_seesPersons) { continue; }
            IReadOnlyList<IdentifierRecord> identifiers = await _read.GetMembersAsync(
                _workspace, person, cancellationToken);
            IReadOnlyList<ResidenceRecord> own = await _read.GetResidencesAsync(
                _workspace, household, [.. identifiers.Where(Counts).Select(identifier => identifier.Id)],
                cancellationToken);
            if (own.Count > 0) { members.Add(StayOf(person, own)); }
        }

        return [.. members.OrderBy(stay => stay.From).ThenBy(stay => stay.PersonId)];
    }

    private async ValueTask<IReadOnlyList<Stay>> HistoryAsync(
        Guid household, IReadOnlyList<Guid> residents, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResidenceRecord> residences = await _read.GetLatestResidencesAsync(
            _workspace, household, GetHousehold.ResidencesMax, cancellationToken);
        IReadOnlyList<IdentifierRecord> identifiers = await _read.GetIdentifiersAsync(
            _workspace, [.. residences.Select(residence => residence.SubjectId)], cancellationToken);
        Dictionary<long, Guid?> personOf = identifiers.Where(Counts)
            .ToDictionary(identifier => identifier.Id, identifier => identifier.PersonId);
        var stays = new List<Stay>();
        foreach (IGrouping<Guid?, ResidenceRecord> own in residences.GroupBy(
            residence => personOf.GetValueOrDefault(residence.SubjectId)))
        {
            if (own.Key is { } person && !residents.Contains(person)) { stays.Add(StayOf(person, own)); }
        }

        return [.. stays.OrderByDescending(stay => stay.To).ThenBy(stay => stay.PersonId)
            .Take(GetHousehold.HistoryMax)];
    }

    private static bool Counts(IdentifierRecord identifier) =>
        Household.Counts(identifier.IsEstablished, identifier.Exclusion is not null);

    private static Stay StayOf(Guid person, IEnumerable<ResidenceRecord> residences) => new(
        person, residences.Min(residence => residence.FirstSeen), residences.Max(residence => residence.LastSeen));
}
