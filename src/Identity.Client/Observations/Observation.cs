using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Identity.Client;

/// <summary>
/// What the website saw at one moment: identifiers that belong together, and what was learned. Immutable. It has its
/// message id from the moment it is made, so that sending it again, by whomever, counts once; a copy made with
/// <c>with</c> has the same id, and needs a new one if it is to be another observation.
/// </summary>
public sealed record Observation
{
    /// <summary>The website's own id of this observation, 1 to 256 bytes. Made up when it is not given.</summary>
    public string MessageId { get; init; } = Guid.CreateVersion7().ToString();

    /// <summary>Which system saw it; null when the key has exactly one source.</summary>
    public string? Source { get; init; }

    /// <summary>When it was seen; null means when it is handed to the client.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How the identifiers came together: Device, Remembered or Authenticated.</summary>
    public RecognitionLevel Level { get; init; } = RecognitionLevel.Device;

    /// <summary>1 to 20 identifiers that were seen together.</summary>
    public ImmutableArray<Identifier> Identifiers { get; init; } = [];

    /// <summary>What was learned of the subject, by name in snake_case; at most 100.</summary>
    public ImmutableDictionary<string, FieldValue> Traits { get; init; } =
        ImmutableDictionary<string, FieldValue>.Empty;

    /// <summary>What happened; null when nothing did.</summary>
    public string? EventName { get; init; }

    /// <summary>What belongs to the event; at most 100 properties.</summary>
    public ImmutableDictionary<string, FieldValue> EventProperties { get; init; } =
        ImmutableDictionary<string, FieldValue>.Empty;

    /// <summary>What was agreed to or refused; at most 20.</summary>
    public ImmutableArray<ConsentStatement> Consents { get; init; } = [];

    /// <summary>
    /// A page was viewed on a device. The path without its query: that can hold tokens and addresses.
    /// </summary>
    /// <param name="device">The device that is presented.</param>
    /// <param name="path">The path of the page; what follows a question mark or number sign is left out.</param>
    public static Observation PageViewed(Identifier device, string path) =>
        Happened(device, "page_viewed") with
        {
            EventProperties = ImmutableDictionary<string, FieldValue>.Empty.Add("path", PathOnly(path)),
        };

    /// <summary>Something happened on a device.</summary>
    public static Observation Happened(Identifier device, string eventName) =>
        new() { Identifiers = [device], EventName = eventName };

    /// <summary>
    /// A visitor has just logged in. Ties the device, when one is named, to the person: name none on a computer that
    /// others use too.
    /// </summary>
    /// <param name="person">What the login has verified, at least one, none of them claimed.</param>
    /// <param name="device">The device to remember the person by; null for none.</param>
    public static Observation LoggedIn(IEnumerable<Identifier> person, Identifier? device) =>
        Vouched(person, device) with { EventName = "login" };

    /// <summary>A visitor has logged out. The device, if it was to be remembered, is remembered still.</summary>
    /// <param name="person">What the login had verified, at least one, none of them claimed.</param>
    public static Observation LoggedOut(IEnumerable<Identifier> person) =>
        Vouched(person, null) with { EventName = "logout" };

    /// <summary>
    /// Ends what was known of a device: whoever comes next on it is a stranger. For computers that others use too.
    /// </summary>
    public static Observation Forgotten(Identifier device) => Happened(device, "logout") with
    {
        EventProperties = ImmutableDictionary<string, FieldValue>.Empty.Add("forget", true),
    };

    /// <summary>
    /// A visitor asked for a newsletter with an address that nobody has verified yet. The grant waits until possession
    /// of the address is shown (double opt-in).
    /// </summary>
    /// <param name="claim">The address as a claim, from <see cref="Identifier.TryClaim"/>.</param>
    /// <param name="device">The device that the form was filled in on; null for none.</param>
    /// <param name="proof">Where the proof of the consent is, such as a form's version; at most 1,024 bytes.</param>
    public static Observation NewsletterRequested(Identifier claim, Identifier? device, string? proof = null)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (!claim.IsClaimed) { throw new ArgumentException("What was typed into a form is a claim.", nameof(claim)); }
        return new Observation
        {
            Identifiers = device is null ? [claim] : [claim, device],
            EventName = "newsletter_requested",
            Consents = [new ConsentStatement("email", "marketing", IsGranted: true) { Proof = proof }],
        };
    }

    /// <summary>Something was agreed to or refused.</summary>
    /// <param name="subject">Who said so.</param>
    /// <param name="consents">What was said.</param>
    public static Observation ConsentStated(Identifier subject, params IEnumerable<ConsentStatement> consents) =>
        new() { Identifiers = [subject], Consents = [.. consents] };

    /// <summary>The message id alone.</summary>
    public override string ToString() => $"Observation {MessageId}";

    internal V1.Observation ToWire()
    {
        var observation = new V1.Observation
        {
            MessageId = MessageId,
            Source = Source ?? "",
            OccurredAt = OccurredAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            Level = (V1.RecognitionLevel)Level,
        };
        observation.Identifiers.AddRange(Identifiers.Select(identifier => identifier.ToWire()));
        foreach ((string name, FieldValue value) in Traits) { observation.Traits[name] = value.ToWire(); }
        observation.Consents.AddRange(Consents.Select(consent => consent.ToWire()));
        if (EventName is null) { return observation; }
        observation.Event = new V1.Event { Name = EventName };
        foreach ((string name, FieldValue value) in EventProperties)
        {
            observation.Event.Properties[name] = value.ToWire();
        }

        return observation;
    }

    private static Observation Vouched(IEnumerable<Identifier> person, Identifier? device)
    {
        ImmutableArray<Identifier> verified = [.. person];
        if (verified.IsEmpty || verified.Any(identifier => identifier.IsClaimed))
        {
            throw new ArgumentException("Who is logged in has at least one identifier, and none is claimed.",
                nameof(person));
        }

        return new Observation
        {
            Level = RecognitionLevel.Authenticated,
            Identifiers = device is null ? verified : verified.Add(device),
        };
    }

    private static string PathOnly(string path)
    {
        int end = path.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? path : path[..end];
    }
}

/// <summary>What a person said about being addressed through a channel for a purpose.</summary>
/// <param name="Channel">For instance email, phone, post, site; 1 to 64 characters of a-z, 0-9, '_', '-'.</param>
/// <param name="Purpose">For instance marketing, analytics; likewise.</param>
/// <param name="IsGranted">Agreed to, or refused.</param>
public sealed record ConsentStatement(string Channel, string Purpose, bool IsGranted)
{
    /// <summary>Where the proof is; at most 1,024 bytes.</summary>
    public string? Proof { get; init; }

    internal V1.ConsentStatement ToWire() => new()
    {
        Channel = Channel,
        Purpose = Purpose,
        State = IsGranted ? V1.ConsentState.Granted : V1.ConsentState.Denied,
        Proof = Proof ?? "",
    };
}
