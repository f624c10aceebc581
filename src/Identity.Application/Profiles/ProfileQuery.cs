using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Matching;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;

namespace Identity.Application.Profiles;

/// <summary>Whose profile, and which parts.</summary>
public sealed record ProfileQuery
{
    /// <summary>Empty when <see cref="Identifier"/> says who.</summary>
    public string PersonId { get; init; } = "";

    /// <summary>Null when <see cref="PersonId"/> says who.</summary>
    public RawIdentifier? Identifier { get; init; }

    /// <summary>Paths of the profile (`traits.first_name`); empty means all.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Empty means service.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>Empty when any state will do.</summary>
    public string AtLeastRevision { get; init; } = "";

    /// <summary>What was known then is answered; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>
/// All that is known of a person, as far as the caller may see it. Parts that were not asked are empty.
/// </summary>
public sealed record ProfileAnswer
{
    public required Guid PersonId { get; init; }

    public IReadOnlyList<Guid> FormerIds { get; init; } = [];

    public IReadOnlyList<ProfileIdentifier> Identifiers { get; init; } = [];

    /// <summary>By name, the values, the surviving one first.</summary>
    public IReadOnlyList<KeyValuePair<string, ImmutableArray<TraitCandidate>>> Traits { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, EventActivity>> Events { get; init; } = [];

    public IReadOnlyList<ConsentStatement> Consents { get; init; } = [];

    /// <summary>What ties the parts of the person that nothing else ties; empty for nearly everybody.</summary>
    public IReadOnlyList<FuzzyEvidence> FuzzyLinks { get; init; } = [];

    /// <summary>Null when it lives nowhere that is known, or with too many.</summary>
    public Guid? HouseholdId { get; init; }

    public required string Revision { get; init; }
}

/// <summary>An identifier of a person.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Value">As it was given; null when the caller may not see it.</param>
/// <param name="FirstSeen">When it was first seen, claims apart.</param>
/// <param name="LastSeen">When it was last seen, claims apart.</param>
/// <param name="Level">The highest level at which it was seen unclaimed; Unknown when it was only claimed.</param>
/// <param name="Sources">Who sent it.</param>
public sealed record ProfileIdentifier(
    string Namespace, string? Value, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, RecognitionLevel Level,
    IReadOnlyList<string> Sources)
{
    /// <summary>The part of the person that it belongs to without fuzzy links, from 1; 0 when there are none.</summary>
    public int Part { get; init; }
}

/// <summary>A kept fuzzy link of a person.</summary>
/// <param name="A">The one identifier; its value is null when the caller may not see it.</param>
/// <param name="B">The other.</param>
/// <param name="SourceA">Whose record of the one was compared.</param>
/// <param name="SourceB">Whose record of the other was compared.</param>
/// <param name="Explanation">Field by field.</param>
public sealed record FuzzyEvidence(
    (string Namespace, string? Value) A, (string Namespace, string? Value) B, string SourceA, string SourceB,
    MatchExplanation Explanation);
