using Identity.Application.Access;
using Identity.Core;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>What a write came to.</summary>
/// <param name="Outcome">What it did to persons.</param>
/// <param name="PersonId">The person of the observation's subject; null when it has none.</param>
/// <param name="HouseholdId">That person's household that may be told; null when there is none.</param>
/// <param name="Revision">The workspace's revision with it.</param>
internal sealed record Settled(IngestOutcome Outcome, Guid? PersonId, Guid? HouseholdId, long Revision);

/// <summary>
/// Writes what the rule worked out for a neighbourhood: where identifiers stand, persons, profiles, changes.
/// </summary>
internal sealed class Settlement
{
    private readonly Neighbourhood _hood;
    private readonly Resolution _resolution;
    private readonly Dictionary<Node, long> _clusterOf = [];
    private readonly Dictionary<Group, Guid> _personOf = [];
    private readonly PersonParts _parts;
    private readonly Dictionary<long, IdentifierRecord> _after = [];

    private Settlement(Neighbourhood hood, Resolution resolution) =>
        (_hood, _resolution, _parts) = (hood, resolution, new PersonParts(hood, resolution));

    /// <summary>Writes everything and ends the unit of work.</summary>
    /// <param name="hood">The neighbourhood.</param>
    /// <param name="resolution">What the rule says of it.</param>
    /// <param name="cause">The observation that caused it; null when time or rules did.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then not to be committed.</param>
    public static ValueTask<Settled?> WriteAsync(
        Neighbourhood hood, Resolution resolution, ObservationRecord? cause, CancellationToken cancellationToken) =>
        new Settlement(hood, resolution).WriteAsync(cause, cancellationToken);

    /// <summary>A new identifier, before it is known where it stands.</summary>
    private static IdentifierRecord NewRecord(Workspace workspace, Member member) => new()
    {
        Id = member.Node.Handle,
        Key = member.Node.Key,
        Facts = member.Node.Facts,
        BirthId = workspace.Ids.Birth(member.Node.Key),
        SecondId = workspace.Ids.Second(member.Node.Key),
    };

    private async ValueTask<Settled?> WriteAsync(ObservationRecord? cause, CancellationToken cancellationToken)
    {
        NumberClusters();
        await NamePersonsAsync(cancellationToken);
        foreach (Member member in _hood.Members) { _after.Add(member.Node.Handle, Stand(member)); }

        await WriteIdentifiersAsync(cancellationToken);
        await WriteLinksAsync(cancellationToken);
        await WriteMatchesAsync(cancellationToken);
        PersonChanges changes = PersonChanges.Between(_hood.Members, _after, cause?.Sequence ?? 0);
        await WritePersonsAsync(changes, cancellationToken);
        HomeKeeper homes = await HomeKeeper.MoveAsync(_hood, _after, cancellationToken);
        long revision = _hood.IsQuiet ? 0 : await _hood.Transaction.AppendChangesAsync(
            _hood.Workspace.Number, [.. changes.Records, .. homes.Changes(cause?.Sequence ?? 0)], cancellationToken);
        IdentifierRecord? subject = cause is { SubjectId: not 0 } ? _after.GetValueOrDefault(cause.SubjectId) : null;
        Guid? person = subject?.PersonId;
        // As in an answer at request time, nothing is told that is only reached across a fuzzy link.
        Guid? household = subject is { FirmId: 0, PersonId: { } id } ? await homes.ToldAsync(id, cancellationToken)
            : null;
        return new Settled(changes.Outcome, person, household, revision);
    }

    private void NumberClusters()
    {
        foreach (IReadOnlyList<Node> cluster in _resolution.Clusters(_hood.Graph))
        {
            long number = cluster.Min(node => node.Handle);
            foreach (Node node in cluster) { _clusterOf.Add(node, node.Rule.Links ? number : 0); }
        }
    }

    private async ValueTask NamePersonsAsync(CancellationToken cancellationToken)
    {
        bool isSettled = !_hood.Members.Any(member => member.HasNewBearing);
        ILookup<Guid?, Member>? stored = isSettled ? _hood.Members.ToLookup(member => member.Stored?.PersonId) : null;
        foreach (Group group in _resolution.Groups)
        {
            if (!group.Members[0].Rule.Links) { continue; }
            if (stored is not null && KnownId(group, stored) is { } known)
            {
                _personOf.Add(group, known);
                continue;
            }

            Node anchor = PersonIds.Anchor(group.Members);
            var givers = new Dictionary<Node, IReadOnlyList<Node>>();
            await CollectGiversAsync(anchor, givers, cancellationToken);
            Guid id = _hood.Workspace.Ids.Of(
                anchor, _hood.Get(anchor).HeirId != 0, (node, _) => givers.GetValueOrDefault(node, []));
            _personOf.Add(group, id);
        }
    }

    // A person keeps its id while it has the same identifiers and nothing changed that ids depend on.
    private Guid? KnownId(Group group, ILookup<Guid?, Member> stored)
    {
        if (_hood.Get(group.Members[0]).Stored?.PersonId is not { } id) { return null; }
        int count = 0;
        foreach (Member member in stored[id])
        {
            if (_resolution.GroupOf[member.Node] != group) { return null; }
            count++;
        }

        return count == group.Members.Count ? id : null;
    }

    private async ValueTask CollectGiversAsync(
        Node node, Dictionary<Node, IReadOnlyList<Node>> givers, CancellationToken cancellationToken)
    {
        if (!node.Rule.IsPerson || node.Facts.FirstVouched is not { } since || givers.ContainsKey(node)) { return; }
        IReadOnlyList<Node> found = await HeirKeeper.GiversAsync(_hood, node, since, cancellationToken);
        givers.Add(node, found);
        foreach (Node giver in found) { await CollectGiversAsync(giver, givers, cancellationToken); }
    }

    private IdentifierRecord Stand(Member member)
    {
        Node node = member.Node;
        IdentifierRecord record = member.Stored ?? NewRecord(_hood.Workspace, member);
        Group group = _resolution.GroupOf[node];
        return record with
        {
            Facts = node.Facts,
            UniqueSeen = node.UniqueSeen,
            HeirId = member.HeirId,
            HeirSince = member.HeirSince,
            ClusterId = _clusterOf[node],
            PersonId = node.Rule.Links ? _personOf[group] : null,
            FirmId = _parts.IdOf(node),
            IsEstablished = node.Rule.Links && group.IsEstablished,
            Exclusion = _resolution.Excluded.TryGetValue(node, out SuppressionReason reason) ? reason : null,
            IsBounded = record.IsBounded || _resolution.IsAtBound(node),
            Remembered = node.Rule.IsDevice ? Remembrance(node) : null,
            Residence = member.Residence,
        };
    }

    private Remembrance? Remembrance(Node device)
    {
        Remembrance? best = null;
        foreach (Link link in _hood.Graph.LinksOf(device))
        {
            if (!link.IsVouched || !link.Other(device).Rule.IsPerson || !_resolution.IsKept(link)) { continue; }
            LinkEvidence evidence = link.Remembered.With(link.Authenticated);
            if (best is null)
            {
                best = new Remembrance(link.Level, evidence.Last, link.Sources);
                continue;
            }

            best = new Remembrance(
                link.Level > best.Level ? link.Level : best.Level,
                evidence.Last > best.LinkedAt ? evidence.Last : best.LinkedAt,
                best.Sources.With(link.Sources));
        }

        return best;
    }

    private async ValueTask WriteIdentifiersAsync(CancellationToken cancellationToken)
    {
        IdentifierRecord[] changed =
            [.. _hood.Members.Select(member => (member, after: _after[member.Node.Handle]))
                .Where(pair => pair.member.Stored != pair.after).Select(pair => pair.after)];
        if (changed.Length == 0) { return; }
        await _hood.Transaction.PutIdentifiersAsync(
            _hood.Workspace.Number, changed, cancellationToken);
    }

    private async ValueTask WriteLinksAsync(CancellationToken cancellationToken)
    {
        var changed = new List<LinkRecord>();
        foreach (Link link in _hood.Graph.Links)
        {
            LinkRecord record = RecordOf(link);
            LinkRecord? stored = _hood.StoredLink(link);
            if (record == stored) { continue; }
            changed.Add(record);
            _hood.Tally?.Note(stored?.Suppressed, record.Suppressed);
        }

        if (changed.Count == 0) { return; }
        await _hood.Transaction.PutLinksAsync(_hood.Workspace.Number, changed, cancellationToken);
    }

    private async ValueTask WriteMatchesAsync(CancellationToken cancellationToken)
    {
        var changed = new List<MatchedPair>();
        foreach (FuzzyLink link in _hood.Graph.FuzzyLinks)
        {
            (MatchedPair pair, MatchedPair? stored) = _hood.PairOf(link);
            MatchedPair record = pair with
            {
                ClusterId = _resolution.HoldsCluster(link) ? _clusterOf[link.A] : 0,
                Suppressed = _resolution.Held.TryGetValue(link, out Suppression held) ? held.ToString() : null,
            };
            if (record != stored) { changed.Add(record); }
        }

        if (changed.Count == 0) { return; }
        await _hood.Transaction.PutMatchesAsync(_hood.Workspace.Number, changed, cancellationToken);
    }

    private LinkRecord RecordOf(Link link) => new()
    {
        A = Math.Min(link.A.Handle, link.B.Handle),
        B = Math.Max(link.A.Handle, link.B.Handle),
        Device = link.Device,
        Remembered = link.Remembered,
        Authenticated = link.Authenticated,
        Sources = link.Sources,
        ClusterId = _resolution.HoldsCluster(link) ? _clusterOf[link.A] : 0,
        Suppressed = _resolution.Suppressed.TryGetValue(link, out Suppression suppression) ? suppression.ToString()
            : null,
    };

    private async ValueTask WritePersonsAsync(PersonChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Ended.Count > 0)
        {
            await _hood.Transaction.RemovePersonsAsync(
                _hood.Workspace.Number, changes.Ended, cancellationToken);
        }

        var profiles = new ProfileFold(_hood, _after);
        var persons = new List<(PersonRecord, Summary)>();
        foreach ((Group group, Guid id) in _personOf)
        {
            if (!changes.Dirty.Contains(id)) { continue; }
            long cluster = _clusterOf[group.Members[0]];
            var person = new PersonRecord(id, cluster, group.IsEstablished, StaleAt(cluster));
            Summary profile = _parts.HasParts(group)
                ? await _parts.FoldAsync(group, profiles, cancellationToken)
                : changes.Unfolded.Contains(id)
                    ? await profiles.OfAsync(group.Members, cancellationToken)
                    : await AddedAsync(id, group, cancellationToken);
            persons.Add((person, profile.WithoutContacts()));
        }

        await _parts.WriteAsync(cancellationToken);
        if (persons.Count == 0) { return; }
        await _hood.Transaction.PutPersonsAsync(
            _hood.Workspace.Number, persons, cancellationToken);
    }

    private async ValueTask<Summary> AddedAsync(
        Guid person, Group group, CancellationToken cancellationToken)
    {
        Summary profile = await _hood.Transaction.GetProfileAsync(
            _hood.Workspace.Number, person, cancellationToken) ?? Summary.Empty;
        foreach (Node node in group.Members)
        {
            foreach (Func<Summary, Summary> add in _hood.Get(node).Additions)
            {
                profile = add(profile);
            }
        }

        return profile;
    }

    private DateTimeOffset? StaleAt(long cluster)
    {
        DateTimeOffset? soonest = null;
        foreach ((Node node, long number) in _clusterOf)
        {
            if (number != cluster || _resolution.Excluded.ContainsKey(node)) { continue; }
            if (node.ExpiresAt is { } expiry && (soonest is null || expiry < soonest)) { soonest = expiry; }
        }

        if (soonest is not { } moment) { return null; }
        // Never before it is so, or it would be looked for again and again until then.
        DateTimeOffset whole = Microseconds.Truncate(moment);
        return whole < moment ? whole.AddMicroseconds(1) : whole;
    }
}
