using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Past;

/// <summary>
/// The observations that were stored by a moment and matter to some identifiers, cleaned by the rules of that moment.
/// Not thread-safe.
/// </summary>
internal sealed class PastObservations
{
    private const int StaleClustersPerStep = 100;

    private readonly Workspace _workspace;
    private readonly DateTimeOffset _asOf;
    private readonly PastHouseholds _households;
    private readonly SortedDictionary<long, (ObservationRecord Record, Observation Observation)> _taken = [];
    private readonly Dictionary<string, DecisionRecord> _decisions = new(StringComparer.Ordinal);
    private readonly HashSet<IdentifierKey> _reached = [];
    private readonly Queue<IdentifierKey> _waiting = new();

    public PastObservations(Workspace workspace, DateTimeOffset asOf)
    {
        (_workspace, _asOf) = (workspace, asOf);
        _households = new PastHouseholds(workspace, asOf);
    }

    /// <summary>Everything that was stored by then.</summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async ValueTask CollectAllAsync(IReadTransaction read, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObservationRecord> all = await read.GetObservationsAfterAsync(
            _workspace.Number, 0, PastStates.ObservationsMax + 1, cancellationToken);
        RefuseMoreThanLimit(all);
        foreach (ObservationRecord record in all) { TryTake(record, out _); }
        IdentifierKey[] values = [.. _taken.Values.SelectMany(taken => taken.Observation.Identifiers)
            .Select(item => new IdentifierKey(item.Rule.Name, item.Value, 0)).Distinct()];
        await TakeDecisionsAsync(read, values, cancellationToken);
        await ReadHouseholdsAsync(read, cancellationToken);
    }

    /// <summary>
    /// What mentions the identifiers, or others that were mentioned together with them, and so on. Larger than their
    /// clusters, which is as good: what is in no cluster of theirs changes nothing for them.
    /// </summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async ValueTask CollectTiedAsync(
        IReadTransaction read, IEnumerable<IdentifierKey> values, CancellationToken cancellationToken)
    {
        foreach (IdentifierKey value in values) { Reach(value); }
        while (_waiting.TryDequeue(out IdentifierKey value))
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<IdentifierRecord> epochs = await read.FindIdentifiersAsync(
                _workspace.Number, [value], cancellationToken);
            if (epochs.Count == 0) { continue; }
            IReadOnlyList<ObservationRecord> records = await read.GetObservationsOfAsync(
                _workspace.Number, [.. epochs.Select(epoch => epoch.Id)], PastStates.ObservationsMax + 1,
                cancellationToken);
            RefuseMoreThanLimit(records);
            ReachThrough(value, Take(records));
            foreach (IdentifierKey other in await TakeDecisionsAsync(read, [value], cancellationToken))
            {
                Reach(other);
            }

            if (_taken.Count > PastStates.ObservationsMax) { throw TooLarge(); }
        }

        await ReadHouseholdsAsync(read, cancellationToken);
    }

    /// <summary>A store that holds what follows from these observations, and nothing else.</summary>
    public async ValueTask<IIdentityStore> ReplayAsync(IScratchStores scratch, CancellationToken cancellationToken)
    {
        IIdentityStore store = await scratch.OpenAsync(cancellationToken);
        try
        {
            IWriteTransaction write = await store.BeginWriteAsync(cancellationToken);
            await using (write)
            {
                foreach (DecisionRecord decision in _decisions.Values)
                {
                    await write.AddDecisionAsync(_workspace.Number, decision, cancellationToken);
                }

                foreach ((ObservationRecord record, Observation observation) in _taken.Values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var hood = new Neighbourhood(write, _workspace, record.RecordedAt) { StoredAt = record.StoredAt };
                    await ObservationIntake.TakeAsync(
                        hood, observation, record with { SubjectId = 0, IsSetAside = false }, isKnown: false,
                        cancellationToken);
                }

                await ExpireAsync(write, cancellationToken);
                await _households.ApplyAsync(write, cancellationToken);
                await write.CommitAsync(cancellationToken);
            }

            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    // Those that were made by then; what they put together with the values is given back.
    private async ValueTask<IReadOnlyList<IdentifierKey>> TakeDecisionsAsync(
        IReadTransaction read, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken)
    {
        var together = new List<IdentifierKey>();
        foreach (DecisionRecord record in await read.GetDecisionsOfAsync(
            _workspace.Number, values, cancellationToken))
        {
            if (record.StoredAt > _asOf) { continue; }
            _decisions[record.Decision.Id] = record;
            if (record.Decision.Verdict != Verdict.Together) { continue; }
            together.AddRange([record.Decision.A, record.Decision.B]);
        }

        return together;
    }

    private ValueTask ReadHouseholdsAsync(IReadTransaction read, CancellationToken cancellationToken) =>
        _households.ReadAsync(read, _taken.Values.Select(taken => taken.Observation), cancellationToken);

    private async ValueTask ExpireAsync(IWriteTransaction write, CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<long> stale = await write.GetStaleClustersAsync(
                _workspace.Number, _asOf, StaleClustersPerStep, cancellationToken);
            if (stale.Count == 0) { return; }
            cancellationToken.ThrowIfCancellationRequested();
            foreach (long cluster in stale)
            {
                var hood = new Neighbourhood(write, _workspace, _asOf) { StoredAt = _asOf };
                await ExpirySweeper.RefreshAsync(hood, cluster);
            }
        }
    }

    // The links of what belonged to nobody took no part, so what lies behind it does not matter.
    private void ReachThrough(IdentifierKey value, List<Observation> mentions)
    {
        // A network or an address ties nobody to anybody.
        if (!_workspace.Rules.Namespace(value.Namespace).Links) { return; }
        var epochs = new Epochs();
        foreach (Observation observation in mentions) { epochs.Begin(observation); }
        foreach (IGrouping<long, Observation> epoch in mentions.GroupBy(
            observation => epochs.At(value.Namespace, value.Value, observation.OccurredAt)))
        {
            if (WasNobodys(value, epoch)) { continue; }
            foreach (Mentioned item in epoch.SelectMany(observation => observation.Identifiers))
            {
                if (item.Rule.Links) { Reach(new IdentifierKey(item.Rule.Name, item.Value, 0)); }
            }
        }
    }

    private void Reach(IdentifierKey value)
    {
        if (_reached.Add(value with { Epoch = 0 })) { _waiting.Enqueue(value with { Epoch = 0 }); }
    }

    private List<Observation> Take(IReadOnlyList<ObservationRecord> records)
    {
        var taken = new List<Observation>(records.Count);
        foreach (ObservationRecord record in records)
        {
            if (TryTake(record, out Observation? observation) && observation is not null) { taken.Add(observation); }
        }

        return taken;
    }

    private bool TryTake(ObservationRecord record, out Observation? observation)
    {
        observation = null;
        if (record.StoredAt > _asOf) { return false; }
        if (_taken.TryGetValue(record.Sequence, out (ObservationRecord, Observation Observation) known))
        {
            observation = known.Observation;
            return true;
        }

        var arrival = new Arrival(record.RecordedAt, record.IsPublic);
        RawObservation raw = ObservationText.Parse(record.Body);
        observation = ObservationCleaner.Clean(raw, _workspace.Rules, arrival).Observation;
        // What those rules would have refused was not there.
        if (observation is null) { return false; }
        _taken.Add(record.Sequence, (record, observation));
        return true;
    }

    // As it was counted when its observations came: directly, unclaimed, at level 3 or 4.
    private bool WasNobodys(IdentifierKey value, IEnumerable<Observation> mentions)
    {
        NamespaceRule rule = _workspace.Rules.Namespace(value.Namespace);
        int most = mentions.Where(observation => observation.Level >= RecognitionLevel.Remembered)
            .Where(observation => observation.Identifiers.Any(item => !item.Claimed && IsSame(item, value)))
            .SelectMany(observation => observation.Identifiers.Where(item => !item.Claimed && item.Rule.IsUnique))
            .Select(item => (item.Rule.Name, item.Value)).Distinct().GroupBy(item => item.Name)
            .Select(group => group.Count()).DefaultIfEmpty(0).Max();
        return Node.Contention(rule, most) is not null;
    }

    private static bool IsSame(Mentioned item, IdentifierKey value) =>
        item.Rule.Name == value.Namespace && item.Value == value.Value;

    // They come in the order in which they were stored, and one more than the limit was asked for.
    private void RefuseMoreThanLimit(IReadOnlyList<ObservationRecord> records)
    {
        if (records.Count > PastStates.ObservationsMax && records[^1].StoredAt <= _asOf) { throw TooLarge(); }
    }

    private static RefusedException TooLarge() => new(new Refusal(
        RefusalKind.Exhausted, RefusalReasons.PastTooLarge,
        $"What was known then follows from more than {PastStates.ObservationsMax} observations."));
}
