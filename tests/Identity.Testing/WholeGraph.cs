using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;

namespace Identity.Testing;

/// <summary>
/// Everything that a set of observations makes at once: the graph, the persons, and their ids. What a store works out
/// step by step must be the same. Observations must be distinct.
/// </summary>
public sealed class WholeGraph
{
    private readonly PersonIds _ids;
    private readonly Dictionary<IdentifierKey, Heirship> _heirs = [];
    private readonly Dictionary<Group, Guid> _idOf = [];
    private readonly Dictionary<Guid, IdentifierKey> _births = [];
    private readonly Dictionary<Guid, IdentifierKey> _seconds = [];

    public WholeGraph(
        IReadOnlyCollection<Observation> observations, WorkspaceRules rules, WholeGraphOptions options)
    {
        _ids = options.Ids;
        Epochs = new Epochs();
        foreach (Observation observation in observations) { Epochs.Begin(observation); }
        Graph = EvidenceFold.FoldAll(observations, rules, Epochs);
        options.Join?.Invoke(Graph);
        Resolution = Resolver.Resolve(Graph, options.Decisions, options.Now, MatchModel.Default);
        foreach (Node node in Graph.Nodes)
        {
            if (Inheritance.HeirOf(node, Graph.LinksOf(node)) is { } heir) { _heirs.Add(node.Key, heir); }
            _births.Add(_ids.Birth(node.Key), node.Key);
            _seconds.Add(_ids.Second(node.Key), node.Key);
        }

        foreach (Group group in Resolution.Groups)
        {
            if (group.Members[0].Rule.Links) { _idOf.Add(group, IdOf(group)); }
        }
    }

    public Epochs Epochs { get; }

    public Graph Graph { get; }

    public Resolution Resolution { get; }

    /// <summary>The persons with their ids; identifiers that cannot have a person are in none.</summary>
    public IReadOnlyDictionary<Group, Guid> Persons => _idOf;

    /// <summary>The person of an identifier; null when there is no such identifier or it can have none.</summary>
    public Guid? PersonOf(IdentifierKey key) =>
        Graph.TryGetNode(key, out Node? node) && _idOf.TryGetValue(Resolution.GroupOf[node], out Guid id) ? id : null;

    /// <summary>The person to which an id that was handed out at any time leads now; null when it never was.</summary>
    public Guid? Follow(Guid id)
    {
        if (_seconds.TryGetValue(id, out IdentifierKey second)) { return PersonOf(second); }
        if (!_births.TryGetValue(id, out IdentifierKey key)) { return null; }
        while (_heirs.TryGetValue(key, out Heirship heirship)) { key = heirship.Heir; }
        return PersonOf(key);
    }

    /// <summary>The members of each person as sorted text, the persons sorted.</summary>
    public IReadOnlyList<string> Partition() =>
        [.. _idOf.Keys.Select(Describe).Order(StringComparer.Ordinal)];

    /// <summary>The held-back links as sorted text, `a | b | REASON`.</summary>
    public IReadOnlyList<string> HeldBack() =>
        [.. Resolution.Suppressed.Select(pair => Describe(pair.Key, pair.Value)).Order(StringComparer.Ordinal)];

    private static string Describe(Group group) =>
        string.Join(' ', group.Members.Select(Describe).Order(StringComparer.Ordinal));

    // As it was given, since some namespaces compare by a hash.
    private static string Describe(Node node) =>
        (node.Facts.Shown.Text is { } shown ? node.Key with { Value = shown } : node.Key).ToString();

    private static string Describe(Link link, Suppression suppression)
    {
        string[] ends = [Describe(link.A), Describe(link.B)];
        Array.Sort(ends, StringComparer.Ordinal);
        return $"{ends[0]} | {ends[1]} | {suppression}";
    }

    private Guid IdOf(Group group)
    {
        Node anchor = PersonIds.Anchor(group.Members);
        return _ids.Of(anchor, _heirs.ContainsKey(anchor.Key), Givers);
    }

    private IReadOnlyList<Node> Givers(Node heir, DateTimeOffset since) =>
        [.. Graph.Nodes.Where(node => _heirs.TryGetValue(node.Key, out Heirship heirship)
            && heirship.Heir == heir.Key && heirship.Since == since)];
}

/// <summary>What besides observations and rules makes the persons.</summary>
/// <param name="Ids">Derives ids.</param>
/// <param name="Decisions">What stewards decided.</param>
/// <param name="Now">The time.</param>
public sealed record WholeGraphOptions(PersonIds Ids, IReadOnlyList<Decision> Decisions, DateTimeOffset Now)
{
    /// <summary>Adds records and fuzzy links to the graph; null for none.</summary>
    public Action<Graph>? Join { get; init; }
}
