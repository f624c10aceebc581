using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Identity.Client;

/// <summary>
/// A value of a trait, a field or an event's property: a text, a number, true or false, a list, or named values. Its
/// text form never shows the value, so that it can stand in a log. Immutable.
/// </summary>
public sealed class FieldValue
{
    private FieldValue()
    {
    }

    /// <summary>The text; null when it is none.</summary>
    public string? Text { get; private init; }

    /// <summary>The number; null when it is none.</summary>
    public double? Number { get; private init; }

    /// <summary>
    /// The whole number, such as a count; null when it is none, or past what a double counts exactly.
    /// </summary>
    public long? Count => Number is { } number && double.IsInteger(number) && Math.Abs(number) <= 1L << 53
        ? (long)number : null;

    /// <summary>Whether; null when it is neither true nor false.</summary>
    public bool? Flag { get; private init; }

    /// <summary>The moment in UTC that a text in the form of RFC 3339 states; null when it is none.</summary>
    public DateTimeOffset? Instant => Text is { Length: >= 20 } text && DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out DateTimeOffset instant) ? instant : null;

    /// <summary>The values of a list; empty when it is none.</summary>
    public ImmutableArray<FieldValue> Items { get; private init; } = [];

    /// <summary>Values by name; empty when it has none.</summary>
    public ImmutableDictionary<string, FieldValue> Members { get; private init; } =
        ImmutableDictionary<string, FieldValue>.Empty;

    public static implicit operator FieldValue(string text) => FromText(text);

    public static implicit operator FieldValue(double number) => FromNumber(number);

    public static implicit operator FieldValue(bool flag) => FromFlag(flag);

    public static implicit operator FieldValue(DateTimeOffset instant) => FromInstant(instant);

    /// <summary>A text.</summary>
    public static FieldValue FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new FieldValue { Text = text };
    }

    /// <summary>A number, finite.</summary>
    public static FieldValue FromNumber(double number) => double.IsFinite(number)
        ? new FieldValue { Number = number }
        : throw new ArgumentException("A number of a value is finite.", nameof(number));

    /// <summary>True or false.</summary>
    public static FieldValue FromFlag(bool flag) => new() { Flag = flag };

    /// <summary>A moment, as a text in the form of RFC 3339, in UTC.</summary>
    public static FieldValue FromInstant(DateTimeOffset instant) =>
        FromText(instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>A list.</summary>
    public static FieldValue FromItems(IEnumerable<FieldValue> items) => new() { Items = [.. items] };

    /// <summary>The kind of value alone.</summary>
    public override string ToString() =>
        Text is not null ? "text" : Number is not null ? "number" : Flag is not null ? "flag"
        : Items.Length > 0 ? "list" : "members";

    internal static FieldValue? Of(Value wire) => wire.KindCase switch
    {
        Value.KindOneofCase.StringValue => FromText(wire.StringValue),
        Value.KindOneofCase.NumberValue => new FieldValue { Number = wire.NumberValue },
        Value.KindOneofCase.BoolValue => FromFlag(wire.BoolValue),
        Value.KindOneofCase.ListValue => FromItems(wire.ListValue.Values.Select(Of).OfType<FieldValue>()),
        Value.KindOneofCase.StructValue => new FieldValue { Members = Named(wire.StructValue.Fields) },
        _ => null,
    };

    /// <summary>By name, without those that state nothing.</summary>
    internal static ImmutableDictionary<string, FieldValue> Named(IEnumerable<KeyValuePair<string, Value>> wire)
    {
        ImmutableDictionary<string, FieldValue>.Builder named =
            ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach ((string name, Value value) in wire)
        {
            if (Of(value) is { } known) { named[name] = known; }
        }

        return named.ToImmutable();
    }

    internal Value ToWire()
    {
        if (Text is { } text) { return Value.ForString(text); }
        if (Number is { } number) { return Value.ForNumber(number); }
        if (Flag is { } flag) { return Value.ForBool(flag); }
        if (Members.IsEmpty) { return Value.ForList([.. Items.Select(item => item.ToWire())]); }
        var members = new Struct();
        foreach ((string name, FieldValue member) in Members) { members.Fields[name] = member.ToWire(); }
        return Value.ForStruct(members);
    }
}
