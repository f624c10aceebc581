using Identity.Core.Identifiers;
using Identity.Core.Matching;

namespace Identity.Core.Resolution;

/// <summary>An identifier in a graph that is being resolved.</summary>
public sealed class Node
{
    public Node(IdentifierKey key, NamespaceRule rule, IdentifierFacts facts) =>
        (Key, Rule, Facts) = (key, rule, facts);

    public IdentifierKey Key { get; }

    /// <summary>The store's number for the identifier; 0 where there is no store.</summary>
    public long Handle { get; init; }

    public NamespaceRule Rule { get; }

    public IdentifierFacts Facts { get; set; }

    /// <summary>
    /// With how many values of one unique namespace, at most, it was seen directly, unclaimed, at level 3 or 4.
    /// <see cref="Graph.CountUniqueSeen"/> counts it in a complete graph; a store knows it for a part of one.
    /// </summary>
    public int UniqueSeen { get; set; }

    /// <summary>
    /// What systems of record say about it, ready to be compared. Only looked at where there are fuzzy links.
    /// </summary>
    public IReadOnlyList<MatchRecord> Records { get; set; } = [];

    /// <summary>
    /// Person-role, and observed unclaimed at level 3 or 4: a group with such an identifier is established.
    /// </summary>
    public bool IsNamed => Rule.IsPerson && Facts.FirstVouched is not null;

    /// <summary>
    /// When the identifier's links stop taking part, unless it is seen again; null when they never do.
    /// </summary>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            if (Rule.ExpiresAfter is not { } unseen) { return null; }
            DateTimeOffset last = Facts.LastUnclaimed ?? Facts.LastSeen;
            return last > DateTimeOffset.MaxValue - unseen ? null : last + unseen;
        }
    }

    /// <summary>Why the identifier's links take no part at <paramref name="now"/>; null when they do.</summary>
    public SuppressionReason? ExclusionAt(DateTimeOffset now) =>
        ExpiresAt <= now ? SuppressionReason.Expired : Contention(Rule, UniqueSeen);

    /// <summary>
    /// Too many people have it, so it belongs to nobody, and neither does what happens on it. It stays so when it
    /// expires.
    /// </summary>
    public bool IsNobodys => Contention(Rule, UniqueSeen) is not null;

    /// <summary>Why an identifier belongs to nobody; null when it may belong to somebody.</summary>
    /// <param name="rule">Its namespace.</param>
    /// <param name="uniqueSeen">With how many values of one unique namespace, at most, it was seen.</param>
    public static SuppressionReason? Contention(NamespaceRule rule, int uniqueSeen)
    {
        if (rule.IsUnique) { return null; }
        if (rule.SharedAfter > 0 && uniqueSeen >= rule.SharedAfter) { return SuppressionReason.Shared; }
        return rule.OnConflict == ConflictPolicy.Quarantine && uniqueSeen >= 2 ? SuppressionReason.Quarantine : null;
    }

    public override string ToString() => Key.Namespace;
}
