namespace Identity.Core.Resolution;

/// <summary>The persons that a graph's links make, and what became of each link.</summary>
public sealed class Resolution
{
    private readonly IReadOnlyDictionary<(Node, string), int> _taken;

    internal Resolution(
        IReadOnlyDictionary<Node, Group> groups,
        IReadOnlyDictionary<Link, Suppression> suppressed,
        IReadOnlyDictionary<Node, SuppressionReason> excluded,
        IReadOnlyList<DecisionOutcome> decisions,
        IReadOnlyDictionary<(Node, string), int> taken)
    {
        _taken = taken;
        GroupOf = groups;
        Suppressed = suppressed;
        Excluded = excluded;
        Decisions = decisions;
    }

    /// <summary>The person of each node.</summary>
    public IReadOnlyDictionary<Node, Group> GroupOf { get; }

    /// <summary>The links that were held back; all others are kept.</summary>
    public IReadOnlyDictionary<Link, Suppression> Suppressed { get; }

    /// <summary>The nodes whose links take no part.</summary>
    public IReadOnlyDictionary<Node, SuppressionReason> Excluded { get; }

    /// <summary>The decisions that hold the graph's identifiers together, and whether they could.</summary>
    public IReadOnlyList<DecisionOutcome> Decisions { get; }

    /// <summary>The persons, in no particular order.</summary>
    public IEnumerable<Group> Groups => GroupOf.Values.Distinct();

    /// <summary>The node has as many links to weaker identifiers of some namespace as may take part.</summary>
    public bool IsAtBound(Node node)
    {
        foreach (((Node stronger, _), int count) in _taken)
        {
            if (count >= Resolver.LinksPerNamespaceMax && ReferenceEquals(stronger, node)) { return true; }
        }

        return false;
    }

    public bool IsKept(Link link) => !Suppressed.ContainsKey(link);

    /// <summary>
    /// The link takes part and holds its cluster together: neither end is excluded, it is within the bound, and it is
    /// not of level 2 with an established group at an end.
    /// </summary>
    public bool HoldsCluster(Link link)
    {
        if (Suppressed.TryGetValue(link, out Suppression suppression)
            && suppression.Reason is SuppressionReason.Expired or SuppressionReason.Shared
                or SuppressionReason.Quarantine or SuppressionReason.Bound)
        {
            return false;
        }

        return link.IsVouched || (!GroupOf[link.A].IsEstablished && !GroupOf[link.B].IsEstablished);
    }

    /// <summary>
    /// The clusters: connected components of the links that hold, and of the decisions that say together. Each is
    /// loaded, committed and re-resolved as a whole.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Node>> Clusters(IEnumerable<Link> links)
    {
        var sets = new DisjointSets();
        foreach (Node node in GroupOf.Keys) { sets.Add(node); }
        foreach (DecisionOutcome decision in Decisions) { sets.Join(decision.A, decision.B); }
        foreach (Link link in links)
        {
            if (HoldsCluster(link)) { sets.Join(link.A, link.B); }
        }

        return sets.Components();
    }
}

/// <summary>A decision `together` on two nodes of a graph.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="A">One node.</param>
/// <param name="B">The other.</param>
/// <param name="Suppression">Why it could not be followed; null when it was.</param>
public sealed record DecisionOutcome(Decision Decision, Node A, Node B, Suppression? Suppression);
