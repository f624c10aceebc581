using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Identity.Client;

/// <summary>
/// One way in which a person, a device or a network is named: a namespace of the workspace and the value as the website
/// has it. Its text form never shows the value, so that it can stand in a log. Immutable.
/// </summary>
public sealed record Identifier
{
    /// <summary>The longest value, in bytes of UTF-8.</summary>
    public const int ValueBytesMax = 1024;

    /// <summary>The longest name of a namespace.</summary>
    public const int NamespaceLengthMax = 64;

    /// <param name="namespace">A namespace of the workspace, such as login; 1 to 64 characters.</param>
    /// <param name="value">The value; not blank, at most 1,024 bytes in UTF-8.</param>
    /// <param name="claimed">The visitor entered it and nobody verified it.</param>
    /// <exception cref="ArgumentException">A limit is broken. For what a visitor typed use
    /// <see cref="TryClaim"/>.</exception>
    public Identifier(string @namespace, string value, bool claimed = false)
    {
        if (string.IsNullOrWhiteSpace(@namespace) || @namespace.Length > NamespaceLengthMax)
        {
            throw new ArgumentException(
                $"The namespace of an identifier has 1 to {NamespaceLengthMax} characters.", nameof(@namespace));
        }

        if (!IsValue(value))
        {
            throw new ArgumentException(
                $"The value of an identifier has 1 to {ValueBytesMax} bytes and is not blank.", nameof(value));
        }

        (Namespace, Value, IsClaimed) = (@namespace, value, claimed);
    }

    /// <summary>The kind of identifier.</summary>
    public string Namespace { get; }

    /// <summary>The value as the website has it; the service normalises it.</summary>
    public string Value { get; }

    /// <summary>The visitor entered it and nobody verified it. A claim opens, feeds and joins nobody.</summary>
    public bool IsClaimed { get; }

    /// <summary>A first-party cookie of this browser.</summary>
    public static Identifier Cookie(string value) => new("cookie", value);

    /// <summary>An account at the website, as the website's own login has verified it.</summary>
    public static Identifier Login(string value) => new("login", value);

    /// <summary>An e-mail address that the website has verified; for a typed one see <see cref="TryClaim"/>.</summary>
    public static Identifier Email(string value) => new("email", value);

    /// <summary>Makes a claim of what a visitor typed into a form.</summary>
    /// <returns>False when nothing usable was typed.</returns>
    public static bool TryClaim(
        string @namespace, string? typed, [NotNullWhen(true)] out Identifier? identifier)
    {
        identifier = IsValue(typed) ? new Identifier(@namespace, typed, claimed: true) : null;
        return identifier is not null;
    }

    /// <summary>The namespace alone.</summary>
    public override string ToString() => IsClaimed ? $"{Namespace} (claimed)" : Namespace;

    internal static Identifier? Of(V1.Identifier? wire) =>
        wire is null || !IsValue(wire.Value) || wire.Namespace.Length is 0 or > NamespaceLengthMax
            ? null : new Identifier(wire.Namespace, wire.Value, wire.Claimed);

    internal V1.Identifier ToWire() => new() { Namespace = Namespace, Value = Value, Claimed = IsClaimed };

    private static bool IsValue([NotNullWhen(true)] string? value) =>
        !string.IsNullOrWhiteSpace(value) && Encoding.UTF8.GetByteCount(value) <= ValueBytesMax;
}
