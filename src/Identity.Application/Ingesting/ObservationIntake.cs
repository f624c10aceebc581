using Identity.Application.Matching;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Takes one observation in a transaction: finds and loads what it touches, resolves it, and writes what follows.
/// Nothing is written of an observation that is refused.
/// </summary>
internal sealed class ObservationIntake
{
    private readonly Neighbourhood _hood;
    private readonly Observation _observation;
    private readonly Epochs _epochs = new();
    private readonly Dictionary<Mentioned, Member> _mentioned = [];
    private readonly Dictionary<(string Namespace, string Value), DateTimeOffset> _lastSeen = [];

    private ObservationIntake(Neighbourhood hood, Observation observation) =>
        (_hood, _observation) = (hood, observation);

    /// <summary>Takes an observation that is new.</summary>
    /// <param name="hood">An empty neighbourhood.</param>
    /// <param name="observation">The cleaned observation.</param>
    /// <param name="record">As it is to be stored; subject and sequence are filled in.</param>
    /// <param name="isKnown">It is stored already and only what follows from it is made anew.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then not to be committed.</param>
    public static ValueTask<Settled?> TakeAsync(
        Neighbourhood hood, Observation observation, ObservationRecord record, bool isKnown,
        CancellationToken cancellationToken) =>
        new ObservationIntake(hood, observation).TakeAsync(record, isKnown, cancellationToken);

    private async ValueTask<Settled?> TakeAsync(
        ObservationRecord record, bool isKnown, CancellationToken cancellationToken)
    {
        List<IdentifierKey> rebuilt = await BeginEpochsAsync(cancellationToken);
        await FindAsync(cancellationToken);
        await AddEvidenceAsync(cancellationToken);
        Resolution resolution = await _hood.ResolveAsync(cancellationToken);
        var own = _mentioned.Values.Select(member => member.Node).ToHashSet();
        if (ClusterBound.IsExceeded(_hood.Graph, resolution, own)) { return null; }

        foreach (IdentifierKey epoch in rebuilt)
        {
            // From here on its value is somebody else, even where nothing of what is stored changes.
            foreach (Member member in _mentioned.Values.Where(member => IsSameValue(member.Node.Key, epoch)))
            {
                member.IsTouched = true;
            }

            await _hood.Transaction.PutEpochAsync(_hood.Workspace.Number, epoch, cancellationToken);
        }

        long subject = _observation.Subject is { } who ? _mentioned[who].Node.Handle : 0;
        long[] mentions = [.. _mentioned.Values.Select(member => member.Node.Handle).Distinct()];
        record = record with { SubjectId = subject };
        record = await StoreAsync(record, mentions, isKnown, cancellationToken);

        await RouteAsync(rebuilt, cancellationToken);
        await new MatchKeeper(_hood).RunAsync(cancellationToken);
        await ResidenceKeeper.NoteAsync(_hood, _observation, _mentioned, cancellationToken);

        resolution = await _hood.ResolveAsync(cancellationToken);
        return await Settlement.WriteAsync(_hood, resolution, record, cancellationToken);
    }

    // A device that is made anew from its history already has this observation's part in it.
    private async ValueTask RouteAsync(List<IdentifierKey> begun, CancellationToken cancellationToken)
    {
        var payload = new PayloadRouter(_hood, _observation, item => _mentioned[item]);
        List<Mentioned> devices = await payload.RouteLoginsAsync(cancellationToken);
        devices.AddRange(Epochs.Forgotten(_observation)
            .Where(device => MustRebuild(device, begun) && !devices.Contains(device)));
        var rebuild = new DeviceRebuild(_hood, _epochs);
        foreach (Mentioned device in devices)
        {
            await rebuild.RunAsync(device.Rule.Name, device.Value, cancellationToken);
        }

        await payload.RoutePayloadAsync(devices, cancellationToken);
        var claimants = new ClaimantRebuild(_hood, _epochs);
        foreach (IdentifierKey claimant in rebuild.Claimants)
        {
            await claimants.RunAsync(claimant, cancellationToken);
        }
    }

    private static bool IsSameValue(IdentifierKey left, IdentifierKey right) =>
        left.Namespace == right.Namespace && left.Value == right.Value;

    // A new epoch only matters for what is known already when something was seen after its beginning.
    private bool MustRebuild(Mentioned device, List<IdentifierKey> begun) =>
        begun.Exists(epoch => epoch.Namespace == device.Rule.Name && epoch.Value == device.Value)
        && _lastSeen.TryGetValue((device.Rule.Name, device.Value), out DateTimeOffset last)
        && last > _observation.OccurredAt;

    private async ValueTask<List<IdentifierKey>> BeginEpochsAsync(CancellationToken cancellationToken)
    {
        IdentifierKey[] values = [.. _observation.Identifiers.Select(item =>
            new IdentifierKey(item.Rule.Name, item.Value, 0))];
        foreach (IdentifierKey known in await _hood.Transaction.GetEpochsAsync(
            _hood.Workspace.Number, values, cancellationToken))
        {
            _epochs.Begin(known.Namespace, known.Value, known.Epoch);
        }

        var begun = new List<IdentifierKey>();
        long moment = Microseconds.Of(_observation.OccurredAt);
        foreach (Mentioned device in Epochs.Forgotten(_observation))
        {
            if (_epochs.Begin(device.Rule.Name, device.Value, moment))
            {
                begun.Add(new IdentifierKey(device.Rule.Name, device.Value, moment));
            }
        }

        return begun;
    }

    private async ValueTask FindAsync(CancellationToken cancellationToken)
    {
        IdentifierKey[] keys =
            [.. _observation.Identifiers.Select(item => EvidenceFold.KeyOf(item, _observation.OccurredAt, _epochs))];
        IReadOnlyList<IdentifierRecord> records = await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, keys, cancellationToken);
        Dictionary<IdentifierKey, IdentifierRecord> known = records.ToDictionary(record => record.Key);
        foreach (IdentifierRecord record in records)
        {
            (string, string) value = (record.Key.Namespace, record.Key.Value);
            DateTimeOffset last = _lastSeen.GetValueOrDefault(value);
            _lastSeen[value] = record.Facts.LastSeen > last ? record.Facts.LastSeen : last;
        }

        await _hood.LoadClustersAsync(
            keys.Select(key => known.TryGetValue(key, out IdentifierRecord? record) ? record.ClusterId : 0),
            cancellationToken);
        for (int index = 0; index < keys.Length; index++)
        {
            Mentioned item = _observation.Identifiers[index];
            IdentifierRecord? record = known.GetValueOrDefault(keys[index]);
            if (record is not null && _hood.TryGet(record.Id, out Member? member))
            {
                _mentioned[item] = member;
                continue;
            }

            long id = record?.Id
                ?? await _hood.Transaction.NextIdentifierIdAsync(cancellationToken);
            _mentioned[item] = _hood.Add(record, id, keys[index]);
        }

        long[] stored = [.. _mentioned.Values.Where(member => member.Stored is not null)
            .Select(member => member.Node.Handle)];
        await _hood.LoadLinksAmongAsync(stored, cancellationToken);
    }

    private async ValueTask AddEvidenceAsync(CancellationToken cancellationToken)
    {
        var heirs = new HeirKeeper(_hood);
        foreach ((Mentioned item, Member member) in _mentioned)
        {
            IdentifierFacts before = member.Node.Facts;
            member.Node.Facts = member.Node.Facts.With(EvidenceFold.MentionOf(item, _observation));
            // The ids of its heirs go by its age, and they may be in other clusters.
            if (before.FirstVouched != member.Node.Facts.FirstVouched
                || before.FirstUnclaimed != member.Node.Facts.FirstUnclaimed)
            {
                await heirs.LoadHeirsAsync(member, cancellationToken);
            }
        }

        IReadOnlyList<Mentioned> items = _observation.Identifiers;
        for (int left = 0; left < items.Count; left++)
        {
            for (int right = left + 1; right < items.Count; right++)
            {
                if (!items[left].Rule.Links || !items[right].Rule.Links) { continue; }
                await AddPairAsync(items[left], items[right], heirs, cancellationToken);
            }
        }
    }

    private async ValueTask AddPairAsync(
        Mentioned left, Mentioned right, HeirKeeper heirs, CancellationToken cancellationToken)
    {
        Member a = _mentioned[left];
        Member b = _mentioned[right];
        Link link = _hood.Graph.LinkOf(a.Node, b.Node);
        bool wasVouched = link.IsVouched;
        link.Add(_observation.PairLevel(left, right), _observation.OccurredAt, _observation.Source);
        if (!link.IsVouched) { return; }
        await heirs.NoteAsync(a, link, cancellationToken);
        await heirs.NoteAsync(b, link, cancellationToken);
        if (wasVouched) { return; }
        await UniqueSeen.CountAsync(_hood, a, b.Node, cancellationToken);
        await UniqueSeen.CountAsync(_hood, b, a.Node, cancellationToken);
    }

    private async ValueTask<ObservationRecord> StoreAsync(
        ObservationRecord record, long[] mentions, bool isKnown, CancellationToken cancellationToken)
    {
        if (isKnown)
        {
            await _hood.Transaction.ReplaceMentionsAsync(
                _hood.Workspace.Number, record, mentions, cancellationToken);
            return record;
        }

        long sequence = await _hood.Transaction.AddObservationAsync(
            _hood.Workspace.Number, record, mentions, cancellationToken);
        return record with { Sequence = sequence };
    }
}
