using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Identity.Client;

/// <summary>
/// Who the visitor is, how sure the service is, and what may be shown. Immutable; holds personal data that was released
/// for this visitor alone, so it must not outlive the request. Its text form shows the level only.
/// </summary>
public sealed class Recognition
{
    private Recognition()
    {
    }

    /// <summary>A visitor of whom nothing is known.</summary>
    public static Recognition Unknown { get; } = new();

    /// <summary>False when the service did not answer; then nothing is known, whatever the visitor is.</summary>
    public bool IsAvailable => Failure is null;

    /// <summary>Why there is no answer; null when there is one.</summary>
    public IdentityException? Failure { get; private init; }

    /// <summary>How sure the service is.</summary>
    public RecognitionLevel Level { get; private init; } = RecognitionLevel.Unknown;

    /// <summary>The person; null when nobody is known.</summary>
    public Guid? PersonId { get; private init; }

    /// <summary>
    /// The person's household: those whose current address is the same. Null below level 3, and where none may be told.
    /// </summary>
    public Guid? HouseholdId { get; private init; }

    /// <summary>The released fields, under the path by which they were asked.</summary>
    public ImmutableDictionary<string, FieldValue> Fields { get; private init; } =
        ImmutableDictionary<string, FieldValue>.Empty;

    /// <summary>What was asked and not released, with the reason.</summary>
    public FrozenDictionary<string, WithheldReason> Withheld { get; private init; } =
        FrozenDictionary<string, WithheldReason>.Empty;

    /// <summary>What may be done.</summary>
    public Permissions Permissions { get; private init; }

    /// <summary>What the level rests on; null when it rests on nothing that was presented.</summary>
    public Evidence? Evidence { get; private init; }

    /// <summary>Presented identifiers that belong to somebody else than the person of the answer.</summary>
    public ImmutableArray<Identifier> Conflicts { get; private init; } = [];

    /// <summary>Presented identifiers of persons that were not vouched for.</summary>
    public ImmutableArray<Identifier> Claims { get; private init; } = [];

    /// <summary>A person was created by this call.</summary>
    public bool IsCreated { get; private init; }

    /// <summary>The revision that the answer has seen; empty when there is none.</summary>
    public string Revision { get; private init; } = "";

    /// <summary>A text field; null when it was not released, is unknown, or is no text.</summary>
    public string? Text(string field) => Fields.GetValueOrDefault(field)?.Text;

    /// <summary>A numeric field; null when it was not released, is unknown, or is no number.</summary>
    public double? Number(string field) => Fields.GetValueOrDefault(field)?.Number;

    /// <summary>A whole number, such as activity.order_completed.count; null as in <see cref="Number"/>.</summary>
    public long? Count(string field) => Fields.GetValueOrDefault(field)?.Count;

    /// <summary>A field that is true or false; null when it was not released, is unknown, or is neither.</summary>
    public bool? Flag(string field) => Fields.GetValueOrDefault(field)?.Flag;

    /// <summary>A moment in UTC; null when it was not released, is unknown, or is no moment.</summary>
    public DateTimeOffset? Instant(string field) => Fields.GetValueOrDefault(field)?.Instant;

    /// <summary>The texts of a list; empty when it was not released, is unknown, or is no list.</summary>
    public IEnumerable<string> Texts(string field) =>
        Fields.GetValueOrDefault(field)?.Items.Select(item => item.Text).OfType<string>() ?? [];

    /// <summary>The level alone.</summary>
    public override string ToString() => IsAvailable ? $"level {(int)Level}" : "not available";

    /// <summary>What a page knows when the service did not answer: nothing.</summary>
    internal static Recognition Unavailable(IdentityException failure) => new() { Failure = failure };

    internal static Recognition Of(V1.ResolveResponse wire) => new()
    {
        Level = LevelOf(wire.Level),
        PersonId = Guid.TryParse(wire.PersonId, out Guid id) ? id : null,
        HouseholdId = Guid.TryParse(wire.HouseholdId, out Guid household) ? household : null,
        Fields = FieldValue.Named(wire.Fields),
        Withheld = wire.Withheld
            .DistinctBy(field => field.Field, StringComparer.Ordinal)
            .ToFrozenDictionary(field => field.Field, field => ReasonOf(field.Reason), StringComparer.Ordinal),
        Permissions = Permissions.Of(wire.Permissions),
        Evidence = Evidence.Of(wire.Evidence),
        Conflicts = [.. wire.Conflicts.Select(Identifier.Of).OfType<Identifier>()],
        Claims = [.. wire.Claims.Select(Identifier.Of).OfType<Identifier>()],
        IsCreated = wire.Created,
        Revision = wire.Revision,
    };

    // A level that this client does not know yet is treated as the least.
    internal static RecognitionLevel LevelOf(V1.RecognitionLevel wire) =>
        Enum.IsDefined((RecognitionLevel)wire) ? (RecognitionLevel)wire : RecognitionLevel.Unknown;

    private static WithheldReason ReasonOf(V1.WithheldReason wire) =>
        Enum.IsDefined((WithheldReason)wire) ? (WithheldReason)wire : WithheldReason.Other;
}

/// <summary>Why a field was not released.</summary>
public enum WithheldReason
{
    /// <summary>A reason that this client does not know.</summary>
    Other = 0,

    /// <summary>The level is too low for this field.</summary>
    Level = 1,

    /// <summary>The key lacks the scope profiles.pii.</summary>
    Scope = 2,

    /// <summary>The field may not be used for this purpose.</summary>
    Purpose = 3,

    /// <summary>The person refused this purpose, or never agreed where an agreement is needed.</summary>
    Consent = 4,

    /// <summary>Nothing is known under this name.</summary>
    NoValue = 5,
}

/// <summary>What may be done with this visitor. The default value allows nothing.</summary>
/// <param name="PersonalizeSite">The site may be personalised: level 2 and up.</param>
/// <param name="ShowName">A name may be shown: level 3 and up.</param>
/// <param name="RetargetEmail">E-mail retargeting: level 3 and up, and a valid opt-in.</param>
/// <param name="ChangeAccount">Account data may be changed: level 4.</param>
public readonly record struct Permissions(
    bool PersonalizeSite, bool ShowName, bool RetargetEmail, bool ChangeAccount)
{
    internal static Permissions Of(V1.Permissions? wire) => wire is null ? default : new Permissions(
        wire.PersonalizeSite, wire.ShowName, wire.RetargetEmail, wire.ChangeAccount);
}

/// <summary>What a level rests on.</summary>
/// <param name="Identifier">The presented identifier that decided.</param>
/// <param name="LinkedAt">When it was last tied to the person (level 3 by a device) or last seen (level 2), in UTC;
/// null when the service does not say.</param>
/// <param name="Sources">The sources that said so.</param>
public sealed record Evidence(Identifier Identifier, DateTimeOffset? LinkedAt, ImmutableArray<string> Sources)
{
    internal static Evidence? Of(V1.Evidence? wire) => Identifier.Of(wire?.Identifier) is { } identifier && wire != null
        ? new Evidence(identifier, wire.LinkedAt?.ToDateTimeOffset(), [.. wire.Sources]) : null;
}
