namespace Identity.Core.Households;

/// <summary>
/// The address that an identifier was named with last. The latest of two, in any order and any number of times, is the
/// same: so neither order nor repetition of observations matters, and what moves with an identifier when persons merge
/// or split needs no thought. Immutable, compared by value.
/// </summary>
/// <param name="HouseholdId">The household at the address: the id with which the address was born.</param>
/// <param name="LastSeen">When the two were last named together.</param>
public sealed record Residence(Guid HouseholdId, DateTimeOffset LastSeen)
{
    /// <summary>
    /// The later one; of two at the same moment the one with the smaller id, so that everybody who was named with both
    /// at once lives at the same one.
    /// </summary>
    public static Residence? Latest(Residence? left, Residence? right)
    {
        if (left is null || right is null) { return left ?? right; }
        if (left.LastSeen != right.LastSeen) { return left.LastSeen > right.LastSeen ? left : right; }
        return left.HouseholdId.CompareTo(right.HouseholdId) <= 0 ? left : right;
    }
}
