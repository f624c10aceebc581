using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Application.Resolving;

/// <summary>Who is there, and what is wanted.</summary>
public sealed record VisitorQuery
{
    public IReadOnlyList<RawIdentifier> Identifiers { get; init; } = [];

    public bool Authenticated { get; init; }

    public bool PersonalLink { get; init; }

    /// <summary>Empty when there is none.</summary>
    public string LinkToken { get; init; } = "";

    /// <summary>The paths that are wanted; empty means all traits.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Empty means service.</summary>
    public string Purpose { get; init; } = "";

    public bool CreateIfUnknown { get; init; }

    /// <summary>Empty when any state will do.</summary>
    public string AtLeastRevision { get; init; } = "";

    /// <summary>What was known then is answered; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>Who it is, and what may be shown.</summary>
public sealed record VisitorAnswer
{
    public Guid? PersonId { get; init; }

    public required RecognitionLevel Level { get; init; }

    /// <summary>The household of the person; null below level 3, and when it has none that may be told.</summary>
    public Guid? HouseholdId { get; init; }

    /// <summary>By the path that was asked, the value as JSON text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, WithheldReason>> Withheld { get; init; } = [];

    public required Permissions Permissions { get; init; }

    /// <summary>The presented identifier that decided; null at level 1.</summary>
    public RawIdentifier? EvidenceIdentifier { get; init; }

    public DateTimeOffset? EvidenceLinkedAt { get; init; }

    public IReadOnlyList<string> EvidenceSources { get; init; } = [];

    /// <summary>As presented.</summary>
    public IReadOnlyList<RawIdentifier> Conflicts { get; init; } = [];

    /// <summary>As presented.</summary>
    public IReadOnlyList<RawIdentifier> Claims { get; init; } = [];

    public bool Created { get; init; }

    public required string Revision { get; init; }
}
