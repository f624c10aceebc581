namespace Identity.Core.Resolution;

/// <summary>The persons that a graph's links make, and what became of each link.</summary>
public sealed class Resolution
{
    private readonly HashSet<Node> _atBound;

    internal Resolution(
        IReadOnlyDictionary<Node, Group> groups,
        IReadOnlyDictionary<Node, Group> firm,
        IReadOnlyDictionary<Link, Suppression> suppressed,
        IReadOnlyDictionary<FuzzyLink, Suppression> held,
        HashSet<Node> atBound)
    {
        _atBound = atBound;
        GroupOf = groups;
        FirmOf = firm;
        Suppressed = suppressed;
        Held = held;
    }

    /// <summary>The person of each node.</summary>
    public IReadOnlyDictionary<Node, Group> GroupOf { get; }

    /// <summary>
    /// The person that each node would be of without fuzzy links: all that may be released to a website.
    /// </summary>
    public IReadOnlyDictionary<Node, Group> FirmOf { get; }

    /// <summary>The links that were held back; all others are kept.</summary>
    public IReadOnlyDictionary<Link, Suppression> Suppressed { get; }

    /// <summary>The fuzzy links that were held back; all others are kept.</summary>
    public IReadOnlyDictionary<FuzzyLink, Suppression> Held { get; }

    /// <summary>The nodes whose links take no part.</summary>
    public required IReadOnlyDictionary<Node, SuppressionReason> Excluded { get; init; }

    /// <summary>The decisions that hold the graph's identifiers together, and whether they could.</summary>
    public required IReadOnlyList<DecisionOutcome> Decisions { get; init; }

    /// <summary>The persons, in no particular order.</summary>
    public IEnumerable<Group> Groups => GroupOf.Values.Distinct();

    /// <summary>
    /// The node has as many links to weaker identifiers of some namespace, or fuzzy links, as may take part.
    /// </summary>
    public bool IsAtBound(Node node) => _atBound.Contains(node);

    public bool IsKept(Link link) => !Suppressed.ContainsKey(link);

    public bool IsKept(FuzzyLink link) => !Held.ContainsKey(link);

    /// <summary>
    /// The link takes part and holds its cluster together: neither end is excluded, it is within the bound, and it is
    /// not of level 2 with an established group at an end.
    /// </summary>
    public bool HoldsCluster(Link link)
    {
        if (Suppressed.TryGetValue(link, out Suppression suppression) && TakesNoPart(suppression)) { return false; }
        return link.IsVouched || (!GroupOf[link.A].IsEstablished && !GroupOf[link.B].IsEstablished);
    }

    /// <summary>
    /// The fuzzy link takes part and holds its cluster together: neither end is excluded, and it is within the bound.
    /// </summary>
    public bool HoldsCluster(FuzzyLink link) =>
        !Held.TryGetValue(link, out Suppression suppression) || !TakesNoPart(suppression);

    /// <summary>
    /// The clusters: connected components of the links that hold, and of the decisions that say together. Each is
    /// loaded, committed and re-resolved as a whole.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Node>> Clusters(Graph graph)
    {
        var sets = new DisjointSets();
        foreach (Node node in GroupOf.Keys) { sets.Add(node); }
        foreach (DecisionOutcome decision in Decisions) { sets.Join(decision.A, decision.B); }
        foreach (Link link in graph.Links)
        {
            if (HoldsCluster(link)) { sets.Join(link.A, link.B); }
        }

        foreach (FuzzyLink link in graph.FuzzyLinks)
        {
            if (HoldsCluster(link)) { sets.Join(link.A, link.B); }
        }

        return sets.Components();
    }

    private static bool TakesNoPart(Suppression suppression) =>
        suppression.Reason is SuppressionReason.Expired or SuppressionReason.Shared
            or SuppressionReason.Quarantine or SuppressionReason.Bound;
}

/// <summary>A decision `together` on two nodes of a graph.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="A">One node.</param>
/// <param name="B">The other.</param>
/// <param name="Suppression">Why it could not be followed; null when it was.</param>
public sealed record DecisionOutcome(Decision Decision, Node A, Node B, Suppression? Suppression);
