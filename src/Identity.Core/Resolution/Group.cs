namespace Identity.Core.Resolution;

/// <summary>Identifiers that are joined while links are walked: in the end, a person.</summary>
public sealed class Group
{
    private readonly List<Node> _members = [];

    internal Group(Node node)
    {
        _members.Add(node);
        IsEstablished = node.IsNamed;
    }

    private Group(Group other)
    {
        _members.AddRange(other._members);
        IsEstablished = other.IsEstablished;
    }

    /// <summary>In no particular order.</summary>
    public IReadOnlyList<Node> Members => _members;

    /// <summary>It holds a named identifier, so no claim can join it.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>The same as it is now, whatever joins it later.</summary>
    internal Group Copy() => new(this);

    internal void Absorb(Group other)
    {
        _members.AddRange(other._members);
        IsEstablished |= other.IsEstablished;
    }

    /// <summary>It holds person-role identifiers of a stronger rank.</summary>
    internal bool HoldsPersonStrongerThan(int rank)
    {
        foreach (Node member in _members)
        {
            if (member.Rule.IsPerson && member.Rule.Rank < rank) { return true; }
        }

        return false;
    }

    /// <summary>The strongest namespace of which both together hold more values than one person can have.</summary>
    internal string? OverfullWith(Group other)
    {
        string? overfull = null;
        int strongest = int.MaxValue;
        Group smaller = _members.Count <= other._members.Count ? this : other;
        foreach (Node member in smaller._members)
        {
            if (member.Rule.Unique == 0 || member.Rule.Rank >= strongest) { continue; }
            if (CountWith(other, member.Key.Namespace) > member.Rule.Unique)
            {
                (overfull, strongest) = (member.Key.Namespace, member.Rule.Rank);
            }
        }

        return overfull;
    }

    private int CountWith(Group other, string @namespace)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        CollectValues(@namespace, values);
        other.CollectValues(@namespace, values);
        return values.Count;
    }

    private void CollectValues(string @namespace, HashSet<string> values)
    {
        foreach (Node member in _members)
        {
            if (member.Key.Namespace == @namespace) { values.Add(member.Key.Value); }
        }
    }
}
