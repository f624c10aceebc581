using Identity.Core.Identifiers;

namespace Identity.Core.Resolution;

/// <summary>Who inherits an identifier's id, and since when.</summary>
/// <param name="Heir">The identifier of a stronger class.</param>
/// <param name="Since">When the two were first observed together, unclaimed, at level 3 or 4.</param>
public readonly record struct Heirship(IdentifierKey Heir, DateTimeOffset Since);

/// <summary>
/// Works out heirs. The first identifier of a stronger class that is observed, unclaimed, at level 3 or 4 with a weaker
/// one inherits its id for good; of simultaneous ones the strongest class, then rank, then text.
/// </summary>
public static class Inheritance
{
    /// <summary>The heir of a node, given all its links; null when it has none.</summary>
    public static Heirship? HeirOf(Node node, IEnumerable<Link> links)
    {
        Node? heir = null;
        DateTimeOffset since = default;
        foreach (Link link in links)
        {
            if (!IsBequest(node, link)) { continue; }
            Node candidate = link.Other(node);
            if (heir is null || Precedes(candidate, link.FirstVouched, heir, since))
            {
                (heir, since) = (candidate, link.FirstVouched);
            }
        }

        return heir is null ? null : new Heirship(heir.Key, since);
    }

    /// <summary>The link lets its other end inherit the node's id.</summary>
    public static bool IsBequest(Node node, Link link) =>
        link.IsVouched && link.Other(node).Rule.InheritanceClass < node.Rule.InheritanceClass;

    /// <summary>One candidate comes before the other.</summary>
    public static bool Precedes(Node candidate, DateTimeOffset since, Node other, DateTimeOffset otherSince)
    {
        if (since != otherSince) { return since < otherSince; }
        int order = candidate.Rule.InheritanceClass.CompareTo(other.Rule.InheritanceClass);
        if (order == 0) { order = candidate.Rule.Rank.CompareTo(other.Rule.Rank); }
        if (order == 0) { order = Utf8Order.Compare(candidate.Key.Value, other.Key.Value); }
        if (order == 0) { order = candidate.Key.Epoch.CompareTo(other.Key.Epoch); }
        return order < 0;
    }
}
