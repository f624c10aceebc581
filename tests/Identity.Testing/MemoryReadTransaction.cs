using System.Text;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>Answers from one state by looking through all of it: slow for much, and plain to read.</summary>
internal partial class MemoryReadTransaction : IReadTransaction
{
    private MemoryState _state;

    public MemoryReadTransaction(MemoryState state) => _state = state;

    /// <summary>What is seen. Not after the end.</summary>
    protected MemoryState State
    {
        get
        {
            Invariant.Check(!IsEnded, "A transaction is not used after its end.");
            return _state;
        }

        set => _state = value;
    }

    protected bool IsEnded { get; set; }

    public ValueTask<long> RevisionAsync(long workspace, CancellationToken cancellationToken) =>
        new(Of(workspace).Revision);

    public ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        var persons = new Dictionary<(Guid, long), VisitorPerson>();
        return new(new VisitorRecords(all.Revision, [.. values.Select(value => Visitor(all, value, persons))]));
    }

    public ValueTask<ObservationRecord?> FindObservationAsync(
        long workspace, string source, string messageId, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(
            all.Messages.TryGetValue((source, messageId), out long sequence) ? all.Observations[sequence] : null);
    }

    public ValueTask<IReadOnlyList<IdentifierRecord>> FindIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => values.Any(value => IsSameValue(value, item.Key)));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => ids.Contains(item.Id));

    public ValueTask<IdentifierRecord?> FindByPersonIdAsync(
        long workspace, Guid id, CancellationToken cancellationToken) =>
        new(Of(workspace).Identifiers.Values.FirstOrDefault(item => item.BirthId == id)
            ?? Of(workspace).Identifiers.Values.FirstOrDefault(item => item.SecondId == id));

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetMembersAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => item.PersonId == personId);

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetGiversAsync(
        long workspace, IReadOnlyCollection<long> heirs, DateTimeOffset? since, int limit,
        CancellationToken cancellationToken) =>
        new(Of(workspace).Identifiers.Values
            .Where(item => item.HeirId != 0 && heirs.Contains(item.HeirId))
            .Where(item => since is null || item.HeirSince >= since)
            .Take(limit).ToList());

    public ValueTask<PersonRecord?> GetPersonAsync(
        long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.TryGetValue(personId, out (PersonRecord Person, Summary) found)
            ? found.Person : null);

    public ValueTask<Summary?> GetProfileAsync(long workspace, Guid personId, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.TryGetValue(personId, out (PersonRecord, Summary Profile) found)
            ? found.Profile : null);

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(Of(workspace).Summaries.Values.Where(item => subjects.Contains(item.SubjectId)).ToList());

    public ValueTask<IReadOnlyList<SummaryRecord>> GetSummariesByOwnerAsync(
        long workspace, IReadOnlyCollection<long> owners, CancellationToken cancellationToken) =>
        new(Of(workspace).Summaries.Values
            .Where(item => item.OwnerId != 0 && owners.Contains(item.OwnerId)).ToList());

    public ValueTask<Summary?> GetPartAsync(long workspace, long firmId, CancellationToken cancellationToken) =>
        new(Of(workspace).Parts.GetValueOrDefault(firmId));

    public ValueTask<IReadOnlyList<MatchedPair>> GetMatchesOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken) =>
        new(Of(workspace).Matches.Values
            .Where(pair => identifiers.Contains(pair.A) || identifiers.Contains(pair.B)).ToList());

    public ValueTask<IReadOnlyList<MatchEntry>> GetMatchEntriesAsync(
        long workspace, IReadOnlyCollection<long> subjects, CancellationToken cancellationToken) =>
        new(Of(workspace).MatchEntries.Values.Where(entry => subjects.Contains(entry.SubjectId)).ToList());

    public ValueTask<IReadOnlyList<MatchKey>> FindMatchKeysAsync(
        long workspace, IReadOnlyCollection<ulong> keys, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).MatchKeys.Where(key => keys.Contains(key.Key))
            .OrderBy(key => key.Place).ThenBy(key => key.SubjectId).ThenBy(key => key.Source, StringComparer.Ordinal)
            .GroupBy(key => key.Key).SelectMany(block => block.Take(limit)).ToList());

    public ValueTask<IReadOnlyList<LinkRecord>> GetLinksOfAsync(
        long workspace, long identifier, CancellationToken cancellationToken) =>
        new(Of(workspace).Links.Values.Where(link => link.A == identifier || link.B == identifier).ToList());

    public ValueTask<IReadOnlyList<IdentifierKey>> GetEpochsAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(Of(workspace).Epochs.Where(epoch => values.Any(value => IsSameValue(value, epoch))).ToList());

    public ValueTask<IReadOnlyList<(long Revision, ChangeRecord Change)>> GetChangesAsync(
        long workspace, long afterRevision, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Changes
            .Where(item => item.Revision > afterRevision)
            .GroupBy(item => item.Revision).Take(limit)
            .SelectMany(revision => revision).ToList());

    public ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, int limit, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(all.Mentions.Where(item => item.Value.Overlaps(identifiers)).Take(limit)
            .Select(item => all.Observations[item.Key]).ToList());
    }

    public ValueTask<DateTimeOffset?> LastStoredAtAsync(long workspace, CancellationToken cancellationToken) =>
        new(Of(workspace).Observations is { Count: > 0 } all ? all[all.Keys.Max()].StoredAt : null);

    public ValueTask<IReadOnlyList<ObservationRecord>> GetObservationsAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Observations.Values.Where(item => item.Sequence > after).Take(limit).ToList());

    public ValueTask<RulesRecord?> GetRulesAtAsync(
        long workspace, DateTimeOffset moment, CancellationToken cancellationToken) =>
        new(Of(workspace).Rules.Values.Where(rules => rules.InForceAt <= moment).MaxBy(rules => rules.Version));

    public ValueTask<IReadOnlyList<(PersonRecord Person, Summary Profile)>> GetPersonsAfterAsync(
        long workspace, Guid after, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.Where(item => item.Key.CompareTo(after) > 0).OrderBy(item => item.Key)
            .Take(limit).Select(item => item.Value).ToList());

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetIdentifiersAfterAsync(
        long workspace, long after, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Identifiers.Values.Where(item => item.Id > after).OrderBy(item => item.Id)
            .Take(limit).ToList());

    public ValueTask<StoreCounts> CountAsync(long workspace, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        Dictionary<string, long> suppressed = all.Links.Values
            .Where(link => link.Suppressed is not null)
            .GroupBy(link => link.Suppressed ?? "", StringComparer.Ordinal)
            .ToDictionary(reason => reason.Key, reason => reason.LongCount(), StringComparer.Ordinal);
        return new(new StoreCounts(
            all.Observations.Count, all.Identifiers.Count, all.Links.Count, suppressed, all.Persons.Count));
    }

    private static VisitorRecord? Visitor(
        MemoryWorkspace all, IdentifierKey value, Dictionary<(Guid, long), VisitorPerson> persons)
    {
        long epoch = all.Epochs.Where(start => IsSameValue(start, value)).Select(start => start.Epoch)
            .DefaultIfEmpty(0).Max();
        IdentifierKey key = value with { Epoch = epoch };
        IdentifierRecord? known = all.Identifiers.Values.FirstOrDefault(item => item.Key == key);
        if (known is null) { return null; }
        Summary? own = known.Remembered is null
            && all.Summaries.TryGetValue((known.Id, 0), out SummaryRecord? record) ? record.Summary : null;
        return new VisitorRecord(
            new KnownIdentifier
            {
                PersonId = known.PersonId,
                FirmId = known.FirmId,
                IsEstablished = known.IsEstablished,
                LastSeen = known.Facts.LastUnclaimed ?? known.Facts.LastSeen,
                Sources = known.Facts.Sources,
                RememberedAt = known.Remembered?.LinkedAt,
                RememberedBy = known.Remembered?.Sources ?? SourceSet.Empty,
            },
            own is null ? null : Document(own),
            known.PersonId is { } person ? PersonOf(all, (person, known.FirmId), persons) : null);
    }

    private static VisitorPerson PersonOf(
        MemoryWorkspace all, (Guid Person, long Firm) part, Dictionary<(Guid, long), VisitorPerson> persons)
    {
        if (!persons.TryGetValue(part, out VisitorPerson? same))
        {
            same = PersonOf(all, part.Person, part.Firm);
            persons.Add(part, same);
        }

        return same;
    }

    private static VisitorPerson PersonOf(MemoryWorkspace all, Guid person, long firm)
    {
        bool isKnown = all.Persons.TryGetValue(person, out (PersonRecord Person, Summary Profile) found);
        Summary? profile = firm != 0 ? all.Parts.GetValueOrDefault(firm) : isKnown ? found.Profile : null;
        return new VisitorPerson(
            person, isKnown ? found.Person.ClusterId : 0, isKnown ? found.Person.StaleAt : null, firm,
            profile is null ? null : Document(profile))
        {
            HouseholdId = isKnown ? all.Homes.GetValueOrDefault(person)?.Told : null,
        };
    }

    private static SummaryDocument Document(Summary summary) =>
        new(Encoding.UTF8.GetBytes(SummaryText.Write(summary)));

    public virtual ValueTask DisposeAsync()
    {
        IsEnded = true;
        return default;
    }

    protected MemoryWorkspace Of(long workspace) => State.Of(workspace);

    protected ValueTask<IReadOnlyList<IdentifierRecord>> Identifiers(
        long workspace, Func<IdentifierRecord, bool> isWanted) =>
        new(Of(workspace).Identifiers.Values.Where(isWanted).ToList());

    private static bool IsSameValue(IdentifierKey left, IdentifierKey right) =>
        left.Namespace == right.Namespace && left.Value == right.Value;
}
