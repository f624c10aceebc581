using System.Collections.Immutable;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>A write: a state of its own, which the commit puts in the place of the store's.</summary>
internal sealed partial class MemoryWriteTransaction : MemoryReadTransaction, IWriteTransaction
{
    private readonly MemoryStore _store;
    private bool _hasFailed;
    private bool _isDisposed;

    public MemoryWriteTransaction(MemoryStore store)
        : base(store.Committed()) => _store = store;

    public ValueTask<long> NextIdentifierIdAsync(CancellationToken cancellationToken)
    {
        _ = State;
        return new ValueTask<long>(_store.NextIdentifierId());
    }

    public ValueTask<IReadOnlyList<IdentifierRecord>> GetClusterIdentifiersAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        Identifiers(workspace, item => item.ClusterId != 0 && clusters.Contains(item.ClusterId));

    public ValueTask<IReadOnlyList<LinkRecord>> GetClusterLinksAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        Links(workspace, link => link.ClusterId != 0 && clusters.Contains(link.ClusterId));

    public ValueTask<IReadOnlyList<MatchedPair>> GetClusterMatchesAsync(
        long workspace, IReadOnlyCollection<long> clusters, CancellationToken cancellationToken) =>
        new(Of(workspace).Matches.Values
            .Where(pair => pair.ClusterId != 0 && clusters.Contains(pair.ClusterId)).ToList());

    public ValueTask<IReadOnlyList<LinkRecord>> GetLinksAmongAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken) =>
        Links(workspace, link => identifiers.Contains(link.A) && identifiers.Contains(link.B));

    public ValueTask<int> CountVouchedValuesAsync(
        long workspace, long identifier, string @namespace, int limit, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(all.Links.Values
            .Where(link => link.A == identifier || link.B == identifier)
            .Where(link => !link.Remembered.IsNone || !link.Authenticated.IsNone)
            .Select(link => all.Identifiers.GetValueOrDefault(link.A == identifier ? link.B : link.A))
            .Where(other => other is not null && other.Key.Namespace == @namespace)
            .Select(other => other?.Key.Value).Distinct(StringComparer.Ordinal).Take(limit).Count());
    }

    public ValueTask<IReadOnlyDictionary<long, DeviceLogins>> GetLoginsAsync(
        long workspace, IReadOnlyCollection<long> devices, CancellationToken cancellationToken) =>
        new(Of(workspace).Logins.Where(item => devices.Contains(item.Key)).ToDictionary());

    public ValueTask<IReadOnlyList<long>> GetStaleClustersAsync(
        long workspace, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        new(Of(workspace).Persons.Values.Select(item => item.Person)
            .Where(person => person.StaleAt <= now)
            .GroupBy(person => person.ClusterId)
            .OrderBy(cluster => cluster.Min(person => person.StaleAt)).ThenBy(cluster => cluster.Key)
            .Select(cluster => cluster.Key).Take(limit).ToList());

    public ValueTask<long> AddObservationAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken)
    {
        long sequence = Of(workspace).Sequence + 1;
        Apply(workspace, all => all.WithObservation(observation with { Sequence = sequence }, mentions));
        return new(sequence);
    }

    public ValueTask ReplaceMentionsAsync(
        long workspace, ObservationRecord observation, IReadOnlyCollection<long> mentions,
        CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithMentions(observation, mentions));

    public ValueTask PutIdentifiersAsync(
        long workspace, IReadOnlyCollection<IdentifierRecord> identifiers, CancellationToken cancellationToken) =>
        Change(workspace, all => identifiers.Aggregate(all, (sum, identifier) => sum.With(identifier)));

    public ValueTask PutLinksAsync(
        long workspace, IReadOnlyCollection<LinkRecord> links, CancellationToken cancellationToken) =>
        Change(workspace, all => links.Aggregate(all, (sum, link) => sum.With(link)));

    public ValueTask RemoveLinksOfAsync(
        long workspace, IReadOnlyCollection<long> identifiers, CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithoutLinksOf(identifiers));

    public ValueTask PutPersonsAsync(
        long workspace, IReadOnlyCollection<(PersonRecord Person, Summary Profile)> persons,
        CancellationToken cancellationToken) =>
        Change(workspace, all => all with
        {
            Persons = all.Persons.SetItems(persons.Select(item => KeyValuePair.Create(item.Person.PersonId, item))),
        });

    public ValueTask RemovePersonsAsync(
        long workspace, IReadOnlyCollection<Guid> persons, CancellationToken cancellationToken) =>
        Change(workspace, all => all with
        {
            Persons = all.Persons.RemoveRange(persons),
            Homes = all.Homes.RemoveRange(persons),
        });

    public ValueTask PutPartsAsync(
        long workspace, IReadOnlyCollection<(long FirmId, Summary Profile)> parts,
        CancellationToken cancellationToken) =>
        Change(workspace, all => all with
        {
            Parts = all.Parts.SetItems(parts.Select(part => KeyValuePair.Create(part.FirmId, part.Profile))),
        });

    public ValueTask RemovePartsAsync(
        long workspace, IReadOnlyCollection<long> parts, CancellationToken cancellationToken) =>
        Change(workspace, all => all with { Parts = all.Parts.RemoveRange(parts) });

    public ValueTask ReplaceMatchEntriesAsync(
        long workspace, long subject, IReadOnlyCollection<MatchEntry> entries,
        CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithMatchEntries(subject, entries));

    public ValueTask ChangeMatchKeysAsync(
        long workspace, IReadOnlyCollection<MatchKey> removed, IReadOnlyCollection<MatchKey> added,
        CancellationToken cancellationToken) =>
        Change(workspace, all => all with { MatchKeys = all.MatchKeys.Except(removed).Union(added) });

    public ValueTask AddDecisionAsync(
        long workspace, DecisionRecord decision, CancellationToken cancellationToken) =>
        Change(workspace, all => all with { Decisions = all.Decisions.Add(decision.Decision.Id, decision) });

    public ValueTask PutMatchesAsync(
        long workspace, IReadOnlyCollection<MatchedPair> pairs, CancellationToken cancellationToken) =>
        Change(workspace, all => all with
        {
            Matches = all.Matches.SetItems(pairs.Select(pair => KeyValuePair.Create((pair.A, pair.B), pair))),
        });

    public ValueTask RemoveMatchesAsync(
        long workspace, IReadOnlyCollection<(long A, long B)> pairs, CancellationToken cancellationToken) =>
        Change(workspace, all => all with { Matches = all.Matches.RemoveRange(pairs) });

    public ValueTask ReplaceSummariesAsync(
        long workspace, long subject, IReadOnlyCollection<SummaryRecord> summaries,
        CancellationToken cancellationToken) =>
        Change(workspace, all => summaries.Aggregate(
            all.WithoutSummariesOf([subject]),
            (sum, summary) =>
            {
                Invariant.Check(summary.SubjectId == subject, "A subject's summaries are its own.");
                return sum.With(summary);
            }));

    public ValueTask PutSummaryAsync(long workspace, SummaryRecord summary, CancellationToken cancellationToken) =>
        Change(workspace, all => all.With(summary));

    public ValueTask PutLoginsAsync(
        long workspace, long device, DeviceLogins logins, CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithLogins(device, logins));

    public ValueTask PutEpochAsync(long workspace, IdentifierKey epoch, CancellationToken cancellationToken) =>
        Change(workspace, all => all with { Epochs = all.Epochs.Add(epoch) });

    public ValueTask PutRulesInForceAsync(long workspace, RulesRecord rules, CancellationToken cancellationToken) =>
        Change(workspace, all => all.Rules.ContainsKey(rules.Version)
            ? all : all with { Rules = all.Rules.Add(rules.Version, rules) });

    public ValueTask<long> AppendChangesAsync(
        long workspace, IReadOnlyCollection<ChangeRecord> changes, CancellationToken cancellationToken)
    {
        Apply(workspace, all => all.WithChanges(changes));
        return new(Of(workspace).Revision);
    }

    public ValueTask ClearDerivedAsync(long workspace, CancellationToken cancellationToken) =>
        Change(workspace, all => all.WithoutDerived());

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MemoryState state = State;
        if (_hasFailed) { throw new StoreUnavailableException("The write failed before, and nothing was stored."); }
        _store.Commit(state);
        IsEnded = true;
        return default;
    }

    public override ValueTask DisposeAsync()
    {
        if (!_isDisposed) { _store.EndWrite(); }
        _isDisposed = true;
        return base.DisposeAsync();
    }

    private ValueTask<IReadOnlyList<LinkRecord>> Links(long workspace, Func<LinkRecord, bool> isWanted) =>
        new(Of(workspace).Links.Values.Where(isWanted).ToList());

    private ValueTask Change(long workspace, Func<MemoryWorkspace, MemoryWorkspace> change)
    {
        Apply(workspace, change);
        return default;
    }

    // As in a real store, a call that failed ends the whole write.
    private void Apply(long workspace, Func<MemoryWorkspace, MemoryWorkspace> change)
    {
        try
        {
            State = State.With(workspace, change(Of(workspace)));
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }
}
