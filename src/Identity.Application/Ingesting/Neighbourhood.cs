using System.Diagnostics.CodeAnalysis;
using Identity.Application.Access;
using Identity.Application.Measuring;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Profiles;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// The part of a workspace's graph that a write touches: whole clusters, loaded from the store, with what is added to
/// them. Resolving it gives what resolving everything would give for these identifiers. Not thread-safe; lives within
/// one transaction.
/// </summary>
internal sealed class Neighbourhood
{
    private readonly Dictionary<long, Member> _members = [];
    private readonly Dictionary<Link, LinkRecord> _storedLinks = [];
    private readonly Dictionary<FuzzyLink, (MatchedPair Pair, MatchedPair? Stored)> _pairs = [];
    private readonly HashSet<long> _withRecords = [];
    private readonly DecisionLoader _decisions;
    private readonly HashSet<long> _clusters = [];
    private readonly HashSet<long> _expanded = [];

    public Neighbourhood(IWriteTransaction transaction, Workspace workspace, DateTimeOffset now)
    {
        (Transaction, Workspace, Now) = (transaction, workspace, now);
        _decisions = new DecisionLoader(this);
    }

    public IWriteTransaction Transaction { get; }

    public Workspace Workspace { get; }

    public DateTimeOffset Now { get; }

    /// <summary>When the write counts as stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>The write is part of a larger one, which tells of its changes as a whole.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>Counts the links that come to be held back or cease to be; null when that is not counted.</summary>
    public LinkTally? Tally { get; init; }

    public Graph Graph { get; } = new();

    public IReadOnlyCollection<Member> Members => _members.Values;

    public bool TryGet(long id, [MaybeNullWhen(false)] out Member member) =>
        _members.TryGetValue(id, out member);

    public Member Get(Node node) => _members[node.Handle];

    public LinkRecord? StoredLink(Link link) => _storedLinks.GetValueOrDefault(link);

    /// <summary>What a fuzzy link of the graph comes from, and as it is stored; null when it is new.</summary>
    public (MatchedPair Pair, MatchedPair? Stored) PairOf(FuzzyLink link) => _pairs[link];

    /// <summary>Puts a fuzzy link in, or in the place of one that is there. Both ends are loaded.</summary>
    public void Put(MatchedPair pair, MatchedPair? stored)
    {
        var link = new FuzzyLink(_members[pair.A].Node, _members[pair.B].Node, pair.Grade);
        _pairs[Graph.Put(link)] = (pair, stored);
    }

    /// <summary>Takes a fuzzy link out, if it is there.</summary>
    public void RemoveFuzzy(long a, long b)
    {
        if (_members.TryGetValue(a, out Member? left) && _members.TryGetValue(b, out Member? right))
        {
            Graph.RemoveFuzzy(left.Node, right.Node);
        }
    }

    /// <summary>What records say of an identifier has changed.</summary>
    public void ForgetRecords(long id) => _withRecords.Remove(id);

    /// <summary>
    /// Adds an identifier that is in no cluster that will be loaded: a new one, or one that cannot be linked.
    /// </summary>
    public Member Add(IdentifierRecord? stored, long id, IdentifierKey key)
    {
        var node = new Node(key, Workspace.Rules.Namespace(key.Namespace), stored?.Facts ?? IdentifierFacts.None)
        {
            Handle = id,
            UniqueSeen = stored?.UniqueSeen ?? 0,
        };
        Graph.Add(node);
        var member = new Member(node, stored);
        _members.Add(id, member);
        return member;
    }

    /// <summary>
    /// Loads clusters that are not loaded yet; 0 stands for none. True when there was something to load.
    /// </summary>
    public async ValueTask<bool> LoadClustersAsync(IEnumerable<long> clusters, CancellationToken cancellationToken)
    {
        long[] missing = [.. clusters.Where(cluster => cluster != 0 && _clusters.Add(cluster))];
        if (missing.Length == 0) { return false; }
        foreach (IdentifierRecord record in await Transaction.GetClusterIdentifiersAsync(
            Workspace.Number, missing, cancellationToken))
        {
            if (!_members.ContainsKey(record.Id)) { Add(record, record.Id, record.Key); }
        }

        foreach (LinkRecord link in await Transaction.GetClusterLinksAsync(
            Workspace.Number, missing, cancellationToken))
        {
            AddLink(link);
        }

        if (!Workspace.Rules.HasFuzzyLinks) { return true; }
        foreach (MatchedPair pair in await Transaction.GetClusterMatchesAsync(
            Workspace.Number, missing, cancellationToken))
        {
            AddMatch(pair);
        }

        return true;
    }

    /// <summary>Loads the links among identifiers that are loaded, also those that hold no cluster.</summary>
    public async ValueTask LoadLinksAmongAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        if (ids.Count < 2) { return; }
        foreach (LinkRecord link in await Transaction.GetLinksAmongAsync(
            Workspace.Number, ids, cancellationToken))
        {
            AddLink(link);
        }
    }

    /// <summary>
    /// Resolves what is loaded, after loading what has come to matter: links that held nothing while their end was
    /// excluded, established or past the bound, and no longer is.
    /// </summary>
    public async ValueTask<Resolution> ResolveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _decisions.LoadAsync(cancellationToken);
            await LoadRecordsAsync(cancellationToken);
            Resolution resolution = Resolver.Resolve(Graph, _decisions.Decisions, Now, MatchModel.Default);
            if (!await ExpandAsync(resolution, cancellationToken)) { return resolution; }
        }
    }

    // Only where a fuzzy link may join something does it matter what records say.
    private async ValueTask LoadRecordsAsync(CancellationToken cancellationToken)
    {
        if (Graph.FuzzyLinks.Count == 0) { return; }
        long[] missing = [.. _members.Values.Where(member => member.Node.Rule.IsPerson)
            .Select(member => member.Node.Handle).Where(_withRecords.Add)];
        if (missing.Length == 0) { return; }
        IReadOnlyList<MatchEntry> entries = await Transaction.GetMatchEntriesAsync(
            Workspace.Number, missing, cancellationToken);
        foreach (long id in missing) { _members[id].Node.Records = []; }
        foreach (IGrouping<long, MatchEntry> subject in entries
            .Where(entry => entry.Standing == RecordStanding.SystemOfRecord).GroupBy(entry => entry.SubjectId))
        {
            _members[subject.Key].Node.Records = [.. subject.Select(Prepared)];
        }
    }

    private static MatchRecord Prepared(MatchEntry entry) => entry.RecordOf().PreparedBy(MatchModel.Default);

    private async ValueTask<bool> ExpandAsync(Resolution resolution, CancellationToken cancellationToken)
    {
        bool expanded = false;
        foreach (Member member in _members.Values.ToArray())
        {
            if (!member.Node.Rule.Links) { continue; }
            if (HasFlipped(member) && _expanded.Add(-member.Node.Handle))
            {
                member.IsTouched = true;
                expanded |= await LoadOwnersAsync(member, cancellationToken);
            }

            if (NeedsAllLinks(member, resolution) && _expanded.Add(member.Node.Handle))
            {
                expanded |= await LoadAllLinksAsync(member, resolution, cancellationToken);
            }
        }

        return expanded;
    }

    private static bool NeedsAllLinks(Member member, Resolution resolution)
    {
        if (member.Stored is not { } stored || resolution.Excluded.ContainsKey(member.Node)) { return false; }
        bool isFreed = (stored.Exclusion is not null || stored.IsEstablished)
            && !resolution.GroupOf[member.Node].IsEstablished;
        return isFreed || stored.Exclusion is not null || (stored.IsBounded && !resolution.IsAtBound(member.Node));
    }

    // When a device begins or ceases to be shared, what happened on it changes hands.
    private bool HasFlipped(Member member) =>
        member.Stored is { } stored && member.Node.Rule.IsDevice && IsNobodys(stored) != member.Node.IsNobodys;

    /// <summary>
    /// Too many people had the identifier, as it stood, for it or what happens on it to be anybody's.
    /// </summary>
    public bool IsNobodys(IdentifierRecord? record) => record is not null
        && Node.Contention(Workspace.Rules.Namespace(record.Key.Namespace), record.UniqueSeen) is not null;

    private async ValueTask<bool> LoadOwnersAsync(Member device, CancellationToken cancellationToken)
    {
        IReadOnlyList<SummaryRecord> summaries = await Transaction.GetSummariesAsync(
            Workspace.Number, [device.Node.Handle], cancellationToken);
        long[] owners = [.. summaries.Select(summary => summary.OwnerId).Where(owner => owner != 0)];
        bool loaded = await LoadClustersOfAsync(owners, cancellationToken);
        foreach (long owner in owners)
        {
            if (_members.TryGetValue(owner, out Member? member)) { member.IsTouched = true; }
        }

        return loaded;
    }

    /// <summary>Loads the clusters of identifiers, wherever they are. True when there was something to load.</summary>
    public async ValueTask<bool> LoadClustersOfAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        long[] missing = [.. ids.Where(id => id != 0 && !_members.ContainsKey(id))];
        if (missing.Length == 0) { return false; }
        IReadOnlyList<IdentifierRecord> records = await Transaction.GetIdentifiersAsync(
            Workspace.Number, missing, cancellationToken);
        return await LoadClustersAsync(records.Select(record => record.ClusterId), cancellationToken);
    }

    private async ValueTask<bool> LoadAllLinksAsync(
        Member member, Resolution resolution, CancellationToken cancellationToken)
    {
        IReadOnlyList<LinkRecord> links = await Transaction.GetLinksOfAsync(
            Workspace.Number, member.Node.Handle, cancellationToken);
        Dictionary<long, IdentifierRecord> strangers = await StrangersAsync(links, cancellationToken);
        bool loaded = false;
        foreach (LinkRecord link in links)
        {
            bool isVouched = !link.Remembered.IsNone || !link.Authenticated.IsNone;
            long other = link.A == member.Node.Handle ? link.B : link.A;
            if (strangers.TryGetValue(other, out IdentifierRecord? stranger))
            {
                if (!isVouched && stranger.IsEstablished) { continue; }
                await LoadClustersAsync([stranger.ClusterId], cancellationToken);
            }
            else if (!isVouched && IsEstablished(other, resolution))
            {
                continue;
            }

            loaded |= AddLink(link);
        }

        return await LoadAllMatchesAsync(member, cancellationToken) || loaded;
    }

    private async ValueTask<bool> LoadAllMatchesAsync(Member member, CancellationToken cancellationToken)
    {
        if (!Workspace.Rules.HasFuzzyLinks) { return false; }
        bool loaded = false;
        foreach (MatchedPair pair in await Transaction.GetMatchesOfAsync(
            Workspace.Number, [member.Node.Handle], cancellationToken))
        {
            if (!pair.IsLink) { continue; }
            await LoadClustersOfAsync([pair.A, pair.B], cancellationToken);
            loaded |= AddMatch(pair);
        }

        return loaded;
    }

    private bool IsEstablished(long id, Resolution resolution) =>
        _members.TryGetValue(id, out Member? member)
        && resolution.GroupOf.TryGetValue(member.Node, out Group? group) && group.IsEstablished;

    private async ValueTask<Dictionary<long, IdentifierRecord>> StrangersAsync(
        IReadOnlyList<LinkRecord> links, CancellationToken cancellationToken)
    {
        var ids = new HashSet<long>();
        foreach (LinkRecord link in links)
        {
            if (!_members.ContainsKey(link.A)) { ids.Add(link.A); }
            if (!_members.ContainsKey(link.B)) { ids.Add(link.B); }
        }

        if (ids.Count == 0) { return []; }
        IReadOnlyList<IdentifierRecord> records = await Transaction.GetIdentifiersAsync(
            Workspace.Number, ids, cancellationToken);
        return records.ToDictionary(record => record.Id);
    }

    /// <summary>Takes all links of a member out, to be made anew.</summary>
    public void RemoveLinksOf(Member member)
    {
        foreach (Link link in Graph.RemoveLinksOf(member.Node)) { _storedLinks.Remove(link); }
    }

    // False when it was there already, or what was decided in this write stands in its place.
    private bool AddMatch(MatchedPair pair)
    {
        if (Graph.TryGetFuzzy(_members[pair.A].Node, _members[pair.B].Node, out _)) { return false; }
        Put(pair, pair);
        return true;
    }

    // False when the link was there already.
    private bool AddLink(LinkRecord record)
    {
        Link link = Graph.LinkOf(_members[record.A].Node, _members[record.B].Node);
        if (!_storedLinks.TryAdd(link, record)) { return false; }
        link.Device = link.Device.With(record.Device);
        link.Remembered = link.Remembered.With(record.Remembered);
        link.Authenticated = link.Authenticated.With(record.Authenticated);
        link.Sources = link.Sources.With(record.Sources);
        return true;
    }
}

/// <summary>An identifier of a neighbourhood.</summary>
internal sealed class Member
{
    public Member(Node node, IdentifierRecord? stored)
    {
        (Node, Stored) = (node, stored);
        (HeirId, HeirSince) = (stored?.HeirId ?? 0, stored?.HeirSince ?? default);
        Residence = stored?.Residence;
    }

    public Node Node { get; }

    /// <summary>As it is stored; null for a new one.</summary>
    public IdentifierRecord? Stored { get; }

    /// <summary>Who has inherited its birth id; 0 when nobody has.</summary>
    public long HeirId { get; set; }

    public DateTimeOffset HeirSince { get; set; }

    /// <summary>The address that it was named with last; null when there is none.</summary>
    public Residence? Residence { get; set; }

    /// <summary>The profile of its person must be folded anew.</summary>
    public bool IsTouched { get; set; }

    /// <summary>
    /// Its own summary before this write and now, of a device while nobody was logged in on it; null when it was not
    /// changed.
    /// </summary>
    public (Summary Before, Summary After)? OwnSummary { get; private set; }

    /// <summary>Its own summary was changed, perhaps not for the first time in this write.</summary>
    public void NoteOwnSummary(Summary before, Summary after) => OwnSummary = (OwnSummary?.Before ?? before, after);

    /// <summary>
    /// What was added to its summaries: it can be added to its person's profile as well, instead of folding.
    /// </summary>
    public List<Func<Summary, Summary>> Additions { get; } = [];

    /// <summary>Something changed that the ids of persons depend on.</summary>
    public bool HasNewBearing => Stored is not { } stored || HeirId != stored.HeirId || HeirSince != stored.HeirSince
        || Node.Facts.FirstVouched != stored.Facts.FirstVouched
        || Node.Facts.FirstUnclaimed != stored.Facts.FirstUnclaimed || Node.Facts.FirstSeen != stored.Facts.FirstSeen;
}
