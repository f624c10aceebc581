namespace Identity.Core.Resolution;

/// <summary>What was seen of a pair of identifiers at one level. The default is: never.</summary>
/// <param name="First">When it was first seen.</param>
/// <param name="Last">When it was last seen.</param>
/// <param name="Count">In how many observations.</param>
public readonly record struct LinkEvidence(DateTimeOffset First, DateTimeOffset Last, int Count)
{
    public bool IsNone => Count == 0;

    /// <summary>This evidence and one observation more.</summary>
    public LinkEvidence With(DateTimeOffset seen) => With(new LinkEvidence(seen, seen, 1));

    /// <summary>Both together; the order does not matter.</summary>
    public LinkEvidence With(LinkEvidence other)
    {
        if (IsNone) { return other; }
        if (other.IsNone) { return this; }
        return new LinkEvidence(
            First < other.First ? First : other.First, Last > other.Last ? Last : other.Last, Count + other.Count);
    }
}
