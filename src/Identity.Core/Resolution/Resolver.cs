using Identity.Core.Matching;
using Identity.Core.Recognition;

namespace Identity.Core.Resolution;

/// <summary>
/// The rule of identity resolution: which links of a graph are kept, and so which identifiers are one person. Pure and
/// total: persons depend on the evidence, the rules, the decisions and the time only. See docs/resolution.md.
/// </summary>
public sealed class Resolver
{
    /// <summary>
    /// How many links to one weaker namespace an identifier can have that take part; the first in the order.
    /// </summary>
    public const int LinksPerNamespaceMax = 200;

    /// <summary>How many fuzzy links an identifier can have that take part; the first in the order.</summary>
    public const int FuzzyLinksMax = 20;

    private readonly DateTimeOffset _now;
    private readonly List<Decision> _apart;
    private readonly MergeGuard _guard;
    private readonly Dictionary<Node, Group> _groups = [];
    private readonly Dictionary<Link, Suppression> _suppressed = [];
    private readonly Dictionary<Node, SuppressionReason> _excluded = [];
    private readonly Dictionary<FuzzyLink, Suppression> _held = [];
    private readonly Dictionary<(Node, string), int> _taken = [];
    private readonly Dictionary<Node, int> _fuzzyTaken = [];
    private readonly List<DecisionOutcome> _decisions = [];

    private Resolver(DateTimeOffset now, List<Decision> apart, MergeGuard guard) =>
        (_now, _apart, _guard) = (now, apart, guard);

    /// <summary>Resolves a graph whose nodes know their <see cref="Node.UniqueSeen"/>.</summary>
    /// <param name="graph">Identifiers and links; a whole cluster, or any number of them.</param>
    /// <param name="decisions">
    /// What stewards decided; those on identifiers outside the graph, or that cannot have a person, have no effect.
    /// </param>
    /// <param name="now">The time, which lets identifiers expire.</param>
    /// <param name="model">
    /// Compares the nodes' records, where fuzzy links would join them; null for no comparison.
    /// </param>
    public static Resolution Resolve(
        Graph graph, IReadOnlyList<Decision> decisions, DateTimeOffset now, MatchModel? model = null)
    {
        List<Decision> ordered = [.. decisions];
        ordered.Sort(NewestFirst);
        var resolver = new Resolver(
            now, ordered.FindAll(decision => decision.Verdict == Verdict.Apart), new MergeGuard(model));
        return resolver.Run(graph, ordered);
    }

    private Resolution Run(Graph graph, List<Decision> decisions)
    {
        foreach (Node node in graph.Nodes)
        {
            _groups.Add(node, new Group(node));
            if (node.ExclusionAt(_now) is { } reason) { _excluded.Add(node, reason); }
        }

        foreach (Decision decision in decisions) { Follow(decision, graph); }
        List<LinkOrder.Entry> order = LinkOrder.Sort(graph.Links);
        foreach (LinkOrder.Entry entry in order)
        {
            // Which groups are established is settled before the first link of level 2, since no such link can
            // join an established group. That is why claims can be left out of the bound while walking.
            Walk(entry);
        }

        Dictionary<Node, Group> firm = graph.FuzzyLinks.Count == 0 ? _groups : CopyGroups();
        foreach (FuzzyLink link in graph.FuzzyLinks.Order(FuzzyOrder.Instance)) { Walk(link); }
        return new Resolution(_groups, firm, _suppressed, _held, AtBound())
        {
            Excluded = _excluded,
            Decisions = _decisions,
        };
    }

    // Fuzzy links are walked last, so what is there before them is what there would be without them.
    private Dictionary<Node, Group> CopyGroups()
    {
        var copies = new Dictionary<Group, Group>();
        var firm = new Dictionary<Node, Group>();
        foreach ((Node node, Group group) in _groups)
        {
            if (!copies.TryGetValue(group, out Group? copy)) { copies.Add(group, copy = group.Copy()); }
            firm.Add(node, copy);
        }

        return firm;
    }

    private HashSet<Node> AtBound()
    {
        var nodes = new HashSet<Node>();
        foreach (((Node node, _), int count) in _taken)
        {
            if (count >= LinksPerNamespaceMax) { nodes.Add(node); }
        }

        foreach ((Node node, int count) in _fuzzyTaken)
        {
            if (count >= FuzzyLinksMax) { nodes.Add(node); }
        }

        return nodes;
    }

    private void Walk(FuzzyLink link)
    {
        if ((Exclusion(link) ?? Hindrance(link)) is { } suppression) { _held.Add(link, suppression); }
        else { Join(link.A, link.B); }
    }

    private Suppression? Exclusion(FuzzyLink link)
    {
        if (FirstExclusion(link.Stronger, link.Weaker) is { } reason) { return new Suppression(reason); }
        int taken = _fuzzyTaken.GetValueOrDefault(link.A);
        int takenByOther = _fuzzyTaken.GetValueOrDefault(link.B);
        if (Math.Max(taken, takenByOther) >= FuzzyLinksMax) { return new Suppression(SuppressionReason.Bound); }
        _fuzzyTaken[link.A] = taken + 1;
        _fuzzyTaken[link.B] = takenByOther + 1;
        return null;
    }

    private Suppression? Hindrance(FuzzyLink link)
    {
        Group left = _groups[link.A];
        Group right = _groups[link.B];
        if (ReferenceEquals(left, right)) { return null; }
        if (Conflict(link.A, link.B) is { } conflict) { return conflict; }
        if (IsBridge(link.Stronger, link.Weaker)) { return new Suppression(SuppressionReason.Bridge); }
        return _guard.Objection(left, right) is { } objection ? new Suppression(objection) : null;
    }

    private void Follow(Decision decision, Graph graph)
    {
        if (decision.Verdict != Verdict.Together
            || !graph.TryGetNode(decision.A, out Node? a) || !graph.TryGetNode(decision.B, out Node? b)
            || ReferenceEquals(a, b) || !a.Rule.Links || !b.Rule.Links)
        {
            return;
        }

        Suppression? suppression = Conflict(a, b);
        if (suppression is null) { Join(a, b); }
        _decisions.Add(new DecisionOutcome(decision, a, b, suppression));
    }

    private void Walk(LinkOrder.Entry entry)
    {
        if ((Exclusion(entry) ?? Hindrance(entry)) is { } suppression)
        {
            _suppressed.Add(entry.Link, suppression);
        }
        else
        {
            Join(entry.Stronger, entry.Weaker);
        }
    }

    private Suppression? Exclusion(LinkOrder.Entry entry)
    {
        if (FirstExclusion(entry.Stronger, entry.Weaker) is { } reason) { return new Suppression(reason); }
        if (entry.Class == (int)RecognitionLevel.Device && TouchesEstablished(entry)) { return null; }
        (Node, string) place = (entry.Stronger, entry.Weaker.Key.Namespace);
        int taken = _taken.GetValueOrDefault(place);
        if (taken >= LinksPerNamespaceMax) { return new Suppression(SuppressionReason.Bound); }
        _taken[place] = taken + 1;
        return null;
    }

    private SuppressionReason? FirstExclusion(Node strongerEnd, Node weakerEnd)
    {
        bool stronger = _excluded.TryGetValue(strongerEnd, out SuppressionReason first);
        bool weaker = _excluded.TryGetValue(weakerEnd, out SuppressionReason second);
        if (!stronger) { return weaker ? second : null; }
        return weaker && second < first ? second : first;
    }

    private Suppression? Hindrance(LinkOrder.Entry entry)
    {
        if (ReferenceEquals(_groups[entry.Stronger], _groups[entry.Weaker])) { return null; }
        if (Conflict(entry.Stronger, entry.Weaker) is { } conflict) { return conflict; }
        if (entry.Class == (int)RecognitionLevel.Device && TouchesEstablished(entry))
        {
            return new Suppression(SuppressionReason.Claim);
        }

        return IsBridge(entry.Stronger, entry.Weaker) ? new Suppression(SuppressionReason.Bridge) : null;
    }

    private Suppression? Conflict(Node a, Node b)
    {
        Group left = _groups[a];
        Group right = _groups[b];
        if (ReferenceEquals(left, right)) { return null; }
        if (left.OverfullWith(right) is { } overfull) { return new Suppression(SuppressionReason.Unique, overfull); }
        foreach (Decision apart in _apart)
        {
            if (Separates(apart, left, right)) { return new Suppression(SuppressionReason.Apart, apart.Id); }
        }

        return null;
    }

    private static bool Separates(Decision apart, Group left, Group right) =>
        (Holds(left, apart.A) && Holds(right, apart.B)) || (Holds(left, apart.B) && Holds(right, apart.A));

    private static bool Holds(Group group, Identifiers.IdentifierKey key)
    {
        foreach (Node member in group.Members)
        {
            if (member.Key == key) { return true; }
        }

        return false;
    }

    private bool TouchesEstablished(LinkOrder.Entry entry) =>
        _groups[entry.Stronger].IsEstablished || _groups[entry.Weaker].IsEstablished;

    private bool IsBridge(Node stronger, Node weaker) =>
        weaker.Rule.AttachOnly
        && _groups[stronger].HoldsPersonStrongerThan(weaker.Rule.Rank)
        && _groups[weaker].HoldsPersonStrongerThan(weaker.Rule.Rank);

    private void Join(Node a, Node b)
    {
        Group left = _groups[a];
        Group right = _groups[b];
        if (ReferenceEquals(left, right)) { return; }
        (Group larger, Group smaller) = left.Members.Count >= right.Members.Count ? (left, right) : (right, left);
        larger.Absorb(smaller);
        foreach (Node member in smaller.Members) { _groups[member] = larger; }
    }

    private static int NewestFirst(Decision left, Decision right)
    {
        int order = right.DecidedAt.CompareTo(left.DecidedAt);
        return order != 0 ? order : Utf8Order.Compare(left.Id, right.Id);
    }
}
