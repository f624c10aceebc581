using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Makes what is known of a device's value anew from the observations that mention it: when a late arrival begins an
/// epoch in its past, or changes who was logged in when. Rare, and as costly as the device's history is long.
/// </summary>
internal sealed class DeviceRebuild
{
    private readonly Neighbourhood _hood;
    private readonly Epochs _epochs;
    private readonly SummaryKeeper _summaries;

    public DeviceRebuild(Neighbourhood hood, Epochs epochs) =>
        (_hood, _epochs, _summaries) = (hood, epochs, new SummaryKeeper(hood));

    /// <summary>
    /// The identifiers for which something was granted through a claim on the devices that were made anew.
    /// </summary>
    public HashSet<IdentifierKey> Claimants { get; } = [];

    /// <summary>
    /// Makes all epochs of a value anew. The epochs, and the observation that caused it, are stored already.
    /// </summary>
    public async ValueTask RunAsync(string @namespace, string value, CancellationToken cancellationToken)
    {
        List<Member> old = await LoadEpochsAsync(@namespace, value, cancellationToken);
        var part = new DevicePart(_hood.Workspace.Rules, _epochs, @namespace, value);
        foreach ((ObservationRecord record, Observation observation) in
            await new HistoryReader(_hood, _epochs).ReadAsync(old, cancellationToken))
        {
            part.Add(record, observation);
        }

        await LoadNeighboursAsync(part, cancellationToken);
        Dictionary<IdentifierKey, Member> members = await ReplaceNodesAsync(old, part, cancellationToken);
        await ReplaceLinksAsync(members, part, cancellationToken);
        await ReplaceHistoryAsync(members, part, cancellationToken);
        Claimants.UnionWith(part.Claimants);
    }

    private async ValueTask<List<Member>> LoadEpochsAsync(
        string @namespace, string value, CancellationToken cancellationToken)
    {
        IReadOnlyList<IdentifierRecord> records = await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, [new IdentifierKey(@namespace, value, 0)], cancellationToken);
        await _hood.LoadClustersAsync(records.Select(record => record.ClusterId), cancellationToken);
        return [.. _hood.Members.Where(member =>
            member.Node.Key.Namespace == @namespace && member.Node.Key.Value == value)];
    }

    private async ValueTask LoadNeighboursAsync(DevicePart part, CancellationToken cancellationToken)
    {
        IdentifierKey[] others = [.. part.Others.Where(key => !_hood.Graph.TryGetNode(key, out _))];
        if (others.Length == 0) { return; }
        IReadOnlyList<IdentifierRecord> records = await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, others, cancellationToken);
        await _hood.LoadClustersAsync(records.Select(record => record.ClusterId), cancellationToken);
    }

    private async ValueTask<Dictionary<IdentifierKey, Member>> ReplaceNodesAsync(
        List<Member> old, DevicePart part, CancellationToken cancellationToken)
    {
        var members = old.ToDictionary(member => member.Node.Key);
        foreach (Member member in old)
        {
            // The observation that began an epoch belongs to the one before, so no epoch is ever left empty.
            _hood.RemoveLinksOf(member);
            member.Node.Facts = part.Facts[member.Node.Key];
            member.Node.UniqueSeen = 0;
            (member.HeirId, member.HeirSince) = (0, default);
            member.IsTouched = true;
        }

        foreach ((IdentifierKey key, IdentifierFacts facts) in part.Facts)
        {
            if (members.ContainsKey(key)) { continue; }
            long id = await _hood.Transaction.NextIdentifierIdAsync(cancellationToken);
            Member member = _hood.Add(null, id, key);
            member.Node.Facts = facts;
            members.Add(key, member);
        }

        await _hood.Transaction.RemoveLinksOfAsync(
            _hood.Workspace.Number, [.. old.Select(member => member.Node.Handle)], cancellationToken);
        return members;
    }

    private async ValueTask ReplaceLinksAsync(
        Dictionary<IdentifierKey, Member> members, DevicePart part, CancellationToken cancellationToken)
    {
        var heirs = new HeirKeeper(_hood);
        foreach (DevicePart.Pair pair in part.Pairs)
        {
            if (!_hood.Graph.TryGetNode(pair.Device, out Node? device)
                || !_hood.Graph.TryGetNode(pair.Other, out Node? other))
            {
                continue;
            }

            _hood.Graph.LinkOf(device, other).Add(pair.Level, pair.SeenAt, pair.Source);
        }

        foreach (Member member in members.Values)
        {
            foreach (Link link in _hood.Graph.Links.Where(link => link.A == member.Node || link.B == member.Node)
                .ToArray())
            {
                if (link.IsVouched) { await heirs.NoteAsync(member, link, cancellationToken); }
            }

            member.Node.UniqueSeen = part.UniqueSeen(member.Node.Key);
        }
    }

    private async ValueTask ReplaceHistoryAsync(
        Dictionary<IdentifierKey, Member> members, DevicePart part, CancellationToken cancellationToken)
    {
        foreach ((IdentifierKey key, Member member) in members)
        {
            DeviceLogins logins = DeviceLogins.Of(part.LoginsOf(key));
            await _hood.Transaction.PutLoginsAsync(
                _hood.Workspace.Number, member.Node.Handle, logins, cancellationToken);
            var sums = new Dictionary<long, Summary>();
            foreach (Observation observation in part.PayloadsOf(key))
            {
                long owner = logins.OwnerAt(observation.OccurredAt) is { } ownerKey
                    ? await _summaries.IdOfAsync(ownerKey, cancellationToken) : 0;
                sums[owner] = part.WithPayload(sums.GetValueOrDefault(owner, Summary.Empty), observation);
            }

            await _summaries.ReplaceAsync(
                member, [.. sums.Select(sum => new SummaryRecord(member.Node.Handle, sum.Key, sum.Value))],
                cancellationToken);
        }

        foreach (DevicePart.Placement placement in part.Placements)
        {
            await ReplacePlaceAsync(placement, cancellationToken);
        }
    }

    private async ValueTask ReplacePlaceAsync(DevicePart.Placement placement, CancellationToken cancellationToken)
    {
        var mentions = new List<long>(placement.Mentions.Count);
        foreach (IdentifierKey key in placement.Mentions)
        {
            long id = await IdOfAsync(key, cancellationToken);
            if (id != 0) { mentions.Add(id); }
        }

        long subject = placement.Subject is { } who
            ? await _summaries.IdOfAsync(who, cancellationToken) : 0;
        await _hood.Transaction.ReplaceMentionsAsync(
            _hood.Workspace.Number, placement.Record with { SubjectId = subject }, mentions, cancellationToken);
    }

    // Of several devices that one observation forgets, each is made anew in its turn. Until then its new epoch does not
    // exist, and what mentions it goes on mentioning an older one, so that it is found when the turn comes.
    private async ValueTask<long> IdOfAsync(IdentifierKey key, CancellationToken cancellationToken)
    {
        long id = await _summaries.IdOfAsync(key, cancellationToken);
        if (id != 0) { return id; }
        IReadOnlyList<IdentifierRecord> epochs = await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, [key], cancellationToken);
        return epochs.Count > 0 ? epochs[0].Id : 0;
    }
}
