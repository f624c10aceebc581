using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;

namespace Identity.Core.Observations;

/// <summary>A cleaned observation: what the rule and the profiles are made from. Immutable.</summary>
public sealed class Observation
{
    /// <summary>The event that, with the property `forget`, ends what was known of the observation's devices.</summary>
    public const string LogoutEvent = "logout";

    public required string MessageId { get; init; }

    public required string Source { get; init; }

    /// <summary>When it was made, in whole microseconds.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Device, Remembered or Authenticated.</summary>
    public required RecognitionLevel Level { get; init; }

    /// <summary>Distinct by namespace and value; blocked and malformed ones are left out.</summary>
    public required IReadOnlyList<Mentioned> Identifiers { get; init; }

    public IReadOnlyList<Trait> Traits { get; init; } = [];

    /// <summary>The event's name; null when nothing happened.</summary>
    public string? Event { get; init; }

    public IReadOnlyList<ConsentStatement> Consents { get; init; } = [];

    /// <summary>From here on the devices of this observation are strangers.</summary>
    public bool Forgets { get; init; }

    /// <summary>It carries something for a profile.</summary>
    public bool HasPayload => Traits.Count > 0 || Event is not null || Consents.Count > 0;

    /// <summary>
    /// Whose traits, consents and event these are: the strongest unclaimed identifier, else the strongest device; null
    /// when there is neither, and the payload then feeds nobody.
    /// </summary>
    public Mentioned? Subject => Strongest(claimed: false, null) ?? Strongest(claimed: null, NamespaceRole.Device);

    /// <summary>
    /// What it grants was granted through a claim on a device: it is nobody's consent until possession is shown.
    /// </summary>
    public bool GrantsWait =>
        Subject is { Rule.IsDevice: true } && Identifiers.Any(item => item.Claimed && item.Rule.IsPerson);

    /// <summary>
    /// Who was authenticated on the observation's devices: the strongest unclaimed person, from level 3.
    /// </summary>
    public Mentioned? Authenticated =>
        Level >= RecognitionLevel.Remembered ? Strongest(claimed: false, NamespaceRole.Person) : null;

    /// <summary>
    /// The level at which two of its identifiers were seen together: a claim is worth no more than level 2.
    /// </summary>
    public RecognitionLevel PairLevel(Mentioned a, Mentioned b) =>
        a.Claimed || b.Claimed ? RecognitionLevel.Device : Level;

    private Mentioned? Strongest(bool? claimed, NamespaceRole? role)
    {
        Mentioned? strongest = null;
        foreach (Mentioned candidate in Identifiers)
        {
            if (!candidate.Rule.Links || (claimed is { } wanted && candidate.Claimed != wanted)) { continue; }
            if (role is not null && candidate.Rule.Role != role) { continue; }
            if (strongest is null || candidate.IsStrongerThan(strongest)) { strongest = candidate; }
        }

        return strongest;
    }
}

/// <summary>An identifier as one observation mentions it. Which epoch it means depends on when that was.</summary>
/// <param name="Rule">Its namespace.</param>
/// <param name="Value">The value in the form in which it is compared.</param>
/// <param name="Shown">As it was given, where that differs; else null.</param>
/// <param name="Claimed">Entered by the visitor, verified by nobody.</param>
public sealed record Mentioned(NamespaceRule Rule, string Value, string? Shown, bool Claimed)
{
    internal bool IsStrongerThan(Mentioned other) => Rule.Rank != other.Rule.Rank
        ? Rule.Rank < other.Rule.Rank
        : Utf8Order.Compare(Value, other.Value) < 0;
}
