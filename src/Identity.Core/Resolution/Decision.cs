using Identity.Core.Identifiers;

namespace Identity.Core.Resolution;

/// <summary>What a steward decided about two identifiers.</summary>
public enum Verdict
{
    /// <summary>They are one person's.</summary>
    Together = 1,

    /// <summary>They are never one person's.</summary>
    Apart = 2,
}

/// <summary>A steward's decision on two identifiers.</summary>
/// <param name="Id">Names the decision; unique in the workspace.</param>
/// <param name="A">One identifier.</param>
/// <param name="B">The other.</param>
/// <param name="Verdict">What was decided.</param>
/// <param name="DecidedAt">When.</param>
public sealed record Decision(string Id, IdentifierKey A, IdentifierKey B, Verdict Verdict, DateTimeOffset DecidedAt);
