using Identity.Core.Observations;

namespace Identity.Core.Recognition;

/// <summary>An identifier that was presented, and what is known of it.</summary>
/// <param name="Index">Its place in the request.</param>
/// <param name="Item">The cleaned identifier.</param>
/// <param name="Known">What is known of it in its latest epoch; null when it was never seen.</param>
public sealed record Presented(int Index, Mentioned Item, KnownIdentifier? Known);

/// <summary>What is known of an identifier when a visitor is recognised.</summary>
public sealed record KnownIdentifier
{
    /// <summary>Its person; null when it cannot have one.</summary>
    public required Guid? PersonId { get; init; }

    /// <summary>
    /// The part of its person that it belongs to without fuzzy links; 0 when the person has no others.
    /// </summary>
    public long FirmId { get; init; }

    /// <summary>Its person holds a named identifier.</summary>
    public required bool IsEstablished { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    public required SourceSet Sources { get; init; }

    /// <summary>
    /// When the device was last tied to its person at level 3 or 4 by a kept link; null when it is not.
    /// </summary>
    public DateTimeOffset? RememberedAt { get; init; }

    /// <summary>Who said so.</summary>
    public SourceSet RememberedBy { get; init; } = SourceSet.Empty;
}

/// <summary>What the caller vouches for.</summary>
public enum Vouching
{
    /// <summary>Nothing: person-role identifiers are claims.</summary>
    None = 0,

    /// <summary>The visitor landed through a personal link.</summary>
    PersonalLink = 1,

    /// <summary>The visitor is logged in.</summary>
    Authenticated = 2,
}

/// <summary>Who a visitor is, and how sure we are.</summary>
public sealed record Recognised
{
    public required RecognitionLevel Level { get; init; }

    /// <summary>Null when nobody is known.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The presented identifier that decided; null at level 1.</summary>
    public Presented? Evidence { get; init; }

    /// <summary>When the deciding identifier was tied to the person, or last seen; null when it is new.</summary>
    public DateTimeOffset? LinkedAt { get; init; }

    /// <summary>Who said so.</summary>
    public SourceSet Sources { get; init; } = SourceSet.Empty;

    /// <summary>Presented identifiers that belong to somebody else.</summary>
    public IReadOnlyList<Presented> Conflicts { get; init; } = [];

    /// <summary>Presented person-role identifiers that nobody vouched for.</summary>
    public IReadOnlyList<Presented> Claims { get; init; } = [];
}
