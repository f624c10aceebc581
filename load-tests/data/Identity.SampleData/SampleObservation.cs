namespace Identity.SampleData;

/// <summary>One observation as a source would send it, within the limits of the service.</summary>
/// <param name="MessageId">Unique within the source.</param>
/// <param name="Source">One of <c>crm</c>, <c>webshop</c>, <c>pos</c>, <c>esp</c>, <c>site</c>.</param>
/// <param name="OccurredAt">When it happened, UTC, to the whole second.</param>
/// <param name="Level">2 (a device was seen), 3 (possession was shown) or 4 (logged in, or a system of record).</param>
/// <param name="Identifiers">At least one, none twice.</param>
/// <param name="Traits">Texts by trait name; empty when nothing is said about the person.</param>
/// <param name="Event">What happened, if anything.</param>
/// <param name="Consents">What the person said about being addressed; mostly empty.</param>
/// <remarks>
/// Values of traits and properties are <see cref="string"/>, <see cref="bool"/>, <see cref="double"/>, or a list
/// (<see cref="IReadOnlyList{T}"/> of <see cref="object"/>) or map (<see cref="IReadOnlyDictionary{TKey, TValue}"/>
/// from <see cref="string"/> to <see cref="object"/>) of these: what a protobuf <c>Value</c> can hold.
/// Immutable, so safe for any number of threads.
/// </remarks>
public sealed record SampleObservation(
    string MessageId,
    string Source,
    DateTimeOffset OccurredAt,
    int Level,
    IReadOnlyList<SampleIdentifier> Identifiers,
    IReadOnlyDictionary<string, object?> Traits,
    SampleEvent? Event,
    IReadOnlyList<SampleConsent> Consents)
{
    /// <summary>
    /// The number of the person whom this is really about, from 1. For measuring only; it is never sent, and no
    /// rule may use it.
    /// </summary>
    public required int Truth { get; init; }
}

/// <summary>One way to name a person, a device or an address.</summary>
/// <param name="Namespace">A namespace of the default rules, such as <c>email</c> or <c>cookie</c>.</param>
/// <param name="Value">As the source writes it; not yet normalised.</param>
/// <param name="Claimed">Entered by the visitor and verified by nobody.</param>
public sealed record SampleIdentifier(string Namespace, string Value, bool Claimed);

/// <summary>Something that happened.</summary>
/// <param name="Name">In snake_case, such as <c>order_completed</c>.</param>
/// <param name="Properties">By name; empty when there is nothing to tell.</param>
public sealed record SampleEvent(string Name, IReadOnlyDictionary<string, object?> Properties);

/// <summary>What a person said about being addressed through a channel for a purpose.</summary>
/// <param name="Channel"><c>email</c>, <c>sms</c>, <c>phone</c>, <c>post</c> or <c>site</c>.</param>
/// <param name="Purpose"><c>marketing</c> or <c>personalization</c>.</param>
/// <param name="Granted">True for yes, false for no.</param>
/// <param name="StatedAt">When it was said, UTC; never after the observation.</param>
/// <param name="Proof">Where the statement can be found.</param>
public sealed record SampleConsent(
    string Channel, string Purpose, bool Granted, DateTimeOffset StatedAt, string Proof);
