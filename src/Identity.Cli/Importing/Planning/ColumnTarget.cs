using Identity.Core;

namespace Identity.Cli.Importing.Planning;

/// <summary>What a column of a table is.</summary>
internal enum ColumnKind
{
    Identifier = 1,
    Trait = 2,
    Property = 3,
    Consent = 4,
    MessageId = 5,
    OccurredAt = 6,
    EventName = 7,
    Ignored = 8,
}

/// <summary>Where the values of a column go.</summary>
/// <param name="Kind">What the column is.</param>
/// <param name="Name">The namespace, trait, property or channel; empty for the others.</param>
/// <param name="Purpose">The purpose of a consent; empty for the others.</param>
internal sealed record ColumnTarget(ColumnKind Kind, string Name = "", string Purpose = "")
{
    /// <summary>What a mapping may say.</summary>
    public const string Forms =
        "identifier:NAMESPACE, trait:NAME, property:NAME, consent:CHANNEL.PURPOSE, message_id, occurred_at, event "
        + "or ignore";

    /// <summary>Nowhere.</summary>
    public static readonly ColumnTarget Ignore = new(ColumnKind.Ignored);

    /// <summary>Two columns can go to the same place only where a row can hold several of a kind.</summary>
    public bool CanRepeat => Kind is ColumnKind.Identifier or ColumnKind.Ignored;

    /// <summary>The target that a mapping names; null when it names none.</summary>
    public static ColumnTarget? Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = text[(colon + 1)..];
        return (colon < 0 ? text : text[..colon]) switch
        {
            "identifier" when colon > 0 && Names.IsSnakeCase(name) => new(ColumnKind.Identifier, name),
            "trait" when colon > 0 && Names.IsSnakeCase(name) => new(ColumnKind.Trait, name),
            "property" when colon > 0 && Names.IsSnakeCase(name) => new(ColumnKind.Property, name),
            "consent" when colon > 0 => Consent(name),
            _ => Word(text),
        };
    }

    /// <summary>The target that a header names in so many words; null when it names none.</summary>
    public static ColumnTarget? Named(string header, IReadOnlySet<string> namespaces)
    {
        if (header.StartsWith("consent.", StringComparison.Ordinal)) { return Consent(header["consent.".Length..]); }
        if (header.StartsWith("property.", StringComparison.Ordinal))
        {
            return Names.ToSnakeCase(header["property.".Length..]) is { } property
                ? new ColumnTarget(ColumnKind.Property, property) : null;
        }

        if (Names.ToSnakeCase(header) is not { } name) { return null; }
        if (namespaces.Contains(name)) { return new ColumnTarget(ColumnKind.Identifier, name); }
        // Only a mapping leaves a column out; a header of that name is one like any other.
        return name == "ignore" ? null : Word(name);
    }

    /// <summary>As a mapping says it.</summary>
    public override string ToString() => Kind switch
    {
        ColumnKind.Identifier => $"identifier:{Name}",
        ColumnKind.Trait => $"trait:{Name}",
        ColumnKind.Property => $"property:{Name}",
        ColumnKind.Consent => $"consent:{Name}.{Purpose}",
        ColumnKind.MessageId => "message_id",
        ColumnKind.OccurredAt => "occurred_at",
        ColumnKind.EventName => "event",
        _ => "ignore",
    };

    private static ColumnTarget? Word(string text) => text switch
    {
        "message_id" => new(ColumnKind.MessageId),
        "occurred_at" => new(ColumnKind.OccurredAt),
        "event" => new(ColumnKind.EventName),
        "ignore" => Ignore,
        _ => null,
    };

    private static ColumnTarget? Consent(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 2 && Names.IsChannel(parts[0]) && Names.IsChannel(parts[1])
            ? new ColumnTarget(ColumnKind.Consent, parts[0], parts[1]) : null;
    }
}
