using System.Diagnostics.CodeAnalysis;
using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Core.Resolution;

/// <summary>
/// Identifiers and the evidence that ties them. Built from observations, or from what a store holds of a cluster.
/// Not thread-safe.
/// </summary>
public sealed class Graph
{
    private readonly Dictionary<IdentifierKey, Node> _nodes = [];
    private readonly Dictionary<(Node, Node), Link> _links = [];
    private readonly Dictionary<(Node, Node), FuzzyLink> _fuzzy = [];

    public IReadOnlyCollection<Node> Nodes => _nodes.Values;

    public IReadOnlyCollection<Link> Links => _links.Values;

    /// <summary>Pairs of identifiers whose records look like one person's.</summary>
    public IReadOnlyCollection<FuzzyLink> FuzzyLinks => _fuzzy.Values;

    public bool TryGetNode(IdentifierKey key, [MaybeNullWhen(false)] out Node node) =>
        _nodes.TryGetValue(key, out node);

    public bool TryGetLink(Node a, Node b, [MaybeNullWhen(false)] out Link link) =>
        _links.TryGetValue((a, b), out link) || _links.TryGetValue((b, a), out link);

    /// <summary>The node of an identifier; a new one without facts when there is none yet.</summary>
    public Node NodeOf(IdentifierKey key, WorkspaceRules rules) =>
        _nodes.TryGetValue(key, out Node? node) ? node
            : Add(new Node(key, rules.Namespace(key.Namespace), IdentifierFacts.None));

    /// <summary>Adds a node that is not in the graph yet.</summary>
    public Node Add(Node node)
    {
        _nodes.Add(node.Key, node);
        return node;
    }

    /// <summary>The link of two nodes; a new one without evidence when there is none yet.</summary>
    public Link LinkOf(Node a, Node b)
    {
        Invariant.Check(!ReferenceEquals(a, b), "An identifier has no link to itself.");
        if (TryGetLink(a, b, out Link? link)) { return link; }
        link = new Link(a, b);
        _links.Add((a, b), link);
        return link;
    }

    /// <summary>Puts a fuzzy link in the place of what there was between the two.</summary>
    public FuzzyLink Put(FuzzyLink link)
    {
        RemoveFuzzy(link.A, link.B);
        _fuzzy.Add((link.A, link.B), link);
        return link;
    }

    public bool TryGetFuzzy(Node a, Node b, [MaybeNullWhen(false)] out FuzzyLink link) =>
        _fuzzy.TryGetValue((a, b), out link) || _fuzzy.TryGetValue((b, a), out link);

    /// <summary>Takes the fuzzy link of two nodes out. False when there is none.</summary>
    public bool RemoveFuzzy(Node a, Node b) => _fuzzy.Remove((a, b)) || _fuzzy.Remove((b, a));

    /// <summary>The links of a node. Looks at all links.</summary>
    public IEnumerable<Link> LinksOf(Node node)
    {
        foreach (Link link in _links.Values)
        {
            if (ReferenceEquals(link.A, node) || ReferenceEquals(link.B, node)) { yield return link; }
        }
    }

    /// <summary>Takes all links of a node out, and returns them.</summary>
    public IReadOnlyList<Link> RemoveLinksOf(Node node)
    {
        List<Link> removed = [.. LinksOf(node)];
        foreach (Link link in removed) { _links.Remove((link.A, link.B)); }
        return removed;
    }

    /// <summary>
    /// Sets <see cref="Node.UniqueSeen"/> of every node. Only right where the graph holds all links of its nodes.
    /// </summary>
    public void CountUniqueSeen()
    {
        var seen = new Dictionary<(Node Node, string Namespace), HashSet<string>>();
        foreach (Link link in _links.Values)
        {
            if (!link.IsVouched) { continue; }
            Note(link.A, link.B);
            Note(link.B, link.A);
        }

        foreach (Node node in _nodes.Values) { node.UniqueSeen = 0; }
        foreach (((Node node, _), HashSet<string> values) in seen)
        {
            node.UniqueSeen = Math.Max(node.UniqueSeen, values.Count);
        }

        void Note(Node node, Node other)
        {
            if (node.Rule.IsUnique || !other.Rule.IsUnique) { return; }
            if (!seen.TryGetValue((node, other.Key.Namespace), out HashSet<string>? values))
            {
                seen.Add((node, other.Key.Namespace), values = new HashSet<string>(StringComparer.Ordinal));
            }

            values.Add(other.Key.Value);
        }
    }
}
