using Identity.Core;
using Identity.Core.Resolution;

namespace Identity.Stores;

/// <summary>The evidence that ties two identifiers, as it is stored. Immutable, compared by value.</summary>
public sealed record LinkRecord
{
    /// <summary>The smaller identifier id.</summary>
    public required long A { get; init; }

    /// <summary>The larger identifier id.</summary>
    public required long B { get; init; }

    /// <summary>Seen together at level 2.</summary>
    public LinkEvidence Device { get; init; }

    /// <summary>Seen together at level 3.</summary>
    public LinkEvidence Remembered { get; init; }

    /// <summary>Seen together at level 4.</summary>
    public LinkEvidence Authenticated { get; init; }

    /// <summary>The sources of the evidence at level 3 and 4.</summary>
    public SourceSet Sources { get; init; } = SourceSet.Empty;

    /// <summary>
    /// The cluster that the link holds together and is loaded with; 0 when it holds none, because it takes no part, or
    /// is of level 2 and touches an established person.
    /// </summary>
    public long ClusterId { get; init; }

    /// <summary>
    /// Why it was held back when its clusters were last resolved, as text (`UNIQUE(login)`); null when kept.
    /// </summary>
    public string? Suppressed { get; init; }
}
