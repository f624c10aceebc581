namespace Identity.Core.Rules;

/// <summary>Whether records are compared, and what may come of it. Immutable, compared by value.</summary>
public sealed record MatchingRule
{
    /// <summary>How many records that share a key are compared by it, where a workspace says nothing.</summary>
    public const int BlockLimitDefault = 1_000;

    /// <summary>The largest limit.</summary>
    public const int BlockLimitMax = 10_000;

    /// <summary>
    /// What a workspace has that says nothing: all on. Without a system of record there is nothing to link.
    /// </summary>
    public static MatchingRule Default { get; } = new();

    /// <summary>Records are compared, and what looks like one person is put before a steward.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>
    /// Records of sources that are systems of record are joined by themselves where the score is high enough.
    /// </summary>
    public bool Links { get; init; } = true;

    /// <summary>
    /// How many records that share a key are compared by it; 2 to <see cref="BlockLimitMax"/>. The first in an order
    /// that does not depend on arrival: systems of record, then other statements about persons, then what was typed on
    /// devices, and within each by a number that is drawn from the identifier.
    /// </summary>
    public int BlockLimit { get; init; } = BlockLimitDefault;
}
