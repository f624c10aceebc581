using Identity.Core;

namespace Identity.Application.Resolving;

/// <summary>What of an event's activity is asked.</summary>
internal enum ActivityPart
{
    None = 0,
    Count = 1,
    FirstAt = 2,
    LastAt = 3,
}

/// <summary>A field that a website asks for. Immutable.</summary>
/// <param name="Text">As asked.</param>
/// <param name="Name">The trait, or the event.</param>
/// <param name="Part">What of the event; none for a trait.</param>
internal sealed record FieldPath(string Text, string Name, ActivityPart Part)
{
    public static FieldPath OfTrait(string name) => new(name, name, ActivityPart.None);

    /// <summary>Reads `NAME`, `traits.NAME` or `activity.EVENT.PART`; null when it is none of these.</summary>
    public static FieldPath? TryParse(string text)
    {
        if (!text.Contains('.', StringComparison.Ordinal))
        {
            return Names.IsSnakeCase(text) ? OfTrait(text) : null;
        }

        return text.Split('.') switch
        {
            ["traits", var name] when Names.IsSnakeCase(name) => new FieldPath(text, name, ActivityPart.None),
            ["activity", var name, var part] when Names.IsSnakeCase(name) && PartOf(part) != ActivityPart.None =>
                new FieldPath(text, name, PartOf(part)),
            _ => null,
        };
    }

    private static ActivityPart PartOf(string text) => text switch
    {
        "count" => ActivityPart.Count,
        "first_at" => ActivityPart.FirstAt,
        "last_at" => ActivityPart.LastAt,
        _ => ActivityPart.None,
    };
}
