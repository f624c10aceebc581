namespace Identity.Core.Resolution;

/// <summary>Why evidence was not allowed to join two groups.</summary>
public enum SuppressionReason
{
    /// <summary>An end was unseen for longer than its namespace allows.</summary>
    Expired = 1,

    /// <summary>An end was seen with many values of a unique namespace, and belongs to nobody.</summary>
    Shared = 2,

    /// <summary>
    /// An end was seen with two values of a unique namespace, and its namespace then gives it to nobody.
    /// </summary>
    Quarantine = 3,

    /// <summary>The stronger end has many links to this namespace that come first.</summary>
    Bound = 4,

    /// <summary>The person would hold more values of a namespace than one person can have.</summary>
    Unique = 5,

    /// <summary>A steward said that the two are apart.</summary>
    Apart = 6,

    /// <summary>Nobody has shown possession, and one of the two is an established person's.</summary>
    Claim = 7,

    /// <summary>An identifier that only attaches would have joined two persons.</summary>
    Bridge = 8,

    /// <summary>A fuzzy link would have joined two persons whose records contradict each other.</summary>
    Conflict = 9,
}

/// <summary>Why a link was held back.</summary>
/// <param name="Reason">The first reason that applies.</param>
/// <param name="Detail">For Unique the namespace, for Apart the decision's id; else null.</param>
public readonly record struct Suppression(SuppressionReason Reason, string? Detail = null)
{
    /// <summary>The reason as it is stored and shown: `UNIQUE(login)`, `BRIDGE`.</summary>
    public override string ToString()
    {
        string name = Reason.ToString().ToUpperInvariant();
        return Detail is null ? name : $"{name}({Detail})";
    }
}
