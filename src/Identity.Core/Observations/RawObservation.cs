namespace Identity.Core.Observations;

/// <summary>An observation as a source sent it, before cleaning.</summary>
public sealed record RawObservation
{
    public required string MessageId { get; init; }

    public required string Source { get; init; }

    /// <summary>Null means: when it arrived.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>2 to 4; 0 means 2.</summary>
    public int Level { get; init; }

    public IReadOnlyList<RawIdentifier> Identifiers { get; init; } = [];

    public IReadOnlyList<Trait> Traits { get; init; } = [];

    public RawEvent? Event { get; init; }

    public IReadOnlyList<RawConsent> Consents { get; init; } = [];
}

/// <summary>An identifier as a source sent it.</summary>
public sealed record RawIdentifier(string Namespace, string Value, bool Claimed = false);

/// <summary>A named value. <paramref name="Json"/> is the value as compact JSON text, with sorted members.</summary>
public sealed record Trait(string Name, string Json);

/// <summary>An event as a source sent it.</summary>
public sealed record RawEvent(string Name, IReadOnlyList<Trait> Properties);

/// <summary>A consent as a source sent it.</summary>
/// <param name="Channel">For instance email.</param>
/// <param name="Purpose">For instance marketing.</param>
/// <param name="Granted">True granted, false denied, null not stated.</param>
/// <param name="StatedAt">Null means: when the observation was made.</param>
/// <param name="Proof">Where the proof is; may be empty.</param>
public sealed record RawConsent(string Channel, string Purpose, bool? Granted, DateTimeOffset? StatedAt, string Proof);
