using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Identity.Core;

namespace Identity.Api.Mapping;

/// <summary>Values of the contract, which are messages, and of the application, which are JSON text.</summary>
internal static class ValueText
{
    /// <summary>The deepest nesting of an observation's JSON form, the observation itself counted as 1.</summary>
    public const int DepthMax = 32;

    /// <summary>The canonical JSON text of a value. One that says nothing at all is null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="depth">How deep it lies in the observation.</param>
    /// <param name="json">The text; empty when there is a problem.</param>
    /// <returns>Null, or the code of <see cref="ValueProblems"/> for which it is refused.</returns>
    public static string? TryWrite(Value value, int depth, out string json)
    {
        json = "";
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                json = JsonText.OfText(value.StringValue);
                return null;
            case Value.KindOneofCase.BoolValue:
                json = value.BoolValue ? "true" : "false";
                return null;
            case Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue):
                json = value.NumberValue.ToString("R", CultureInfo.InvariantCulture);
                return null;
            case Value.KindOneofCase.NumberValue:
                return ValueProblems.NotFinite;
            case Value.KindOneofCase.StructValue or Value.KindOneofCase.ListValue:
                return TryWriteNested(value, depth, out json);
            default:
                json = "null";
                return null;
        }
    }

    /// <summary>The value that a JSON text holds.</summary>
    /// <exception cref="JsonException">The text is no JSON: a bug, for only checked text is stored.</exception>
    public static Value Read(string json)
    {
        // Most values are short texts without an escape; they need no parser.
        if (json.Length >= 2 && json[0] == '"' && !json.Contains('\\', StringComparison.Ordinal))
        {
            return Value.ForString(json[1..^1]);
        }

        using JsonDocument document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    private static Value Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Value.ForString(element.GetString());
            case JsonValueKind.Number:
                return Value.ForNumber(element.GetDouble());
            case JsonValueKind.True or JsonValueKind.False:
                return Value.ForBool(element.GetBoolean());
            case JsonValueKind.Array:
                var list = new ListValue();
                foreach (JsonElement item in element.EnumerateArray()) { list.Values.Add(Read(item)); }
                return new Value { ListValue = list };
            case JsonValueKind.Object:
                var members = new Struct();
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    members.Fields[member.Name] = Read(member.Value);
                }

                return Value.ForStruct(members);
            default:
                return Value.ForNull();
        }
    }

    private static string? TryWriteNested(Value value, int depth, out string json)
    {
        json = "";
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            string? problem = Write(writer, value, depth);
            if (problem is not null) { return problem; }
        }

        json = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return null;
    }

    // Ends at the first problem; the writer's half text is thrown away then.
    private static string? Write(Utf8JsonWriter writer, Value value, int depth)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                return null;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                return null;
            case Value.KindOneofCase.NumberValue:
                if (!double.IsFinite(value.NumberValue)) { return ValueProblems.NotFinite; }
                writer.WriteNumberValue(value.NumberValue);
                return null;
            case Value.KindOneofCase.StructValue:
                return depth > DepthMax ? ValueProblems.TooDeep : Write(writer, value.StructValue.Fields, depth);
            case Value.KindOneofCase.ListValue:
                return depth > DepthMax ? ValueProblems.TooDeep : Write(writer, value.ListValue.Values, depth);
            default:
                writer.WriteNullValue();
                return null;
        }
    }

    private static string? Write(Utf8JsonWriter writer, MapField<string, Value> members, int depth)
    {
        writer.WriteStartObject();
        foreach (KeyValuePair<string, Value> member in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(member.Key);
            string? problem = Write(writer, member.Value, depth + 1);
            if (problem is not null) { return problem; }
        }

        writer.WriteEndObject();
        return null;
    }

    private static string? Write(Utf8JsonWriter writer, RepeatedField<Value> items, int depth)
    {
        writer.WriteStartArray();
        foreach (Value item in items)
        {
            string? problem = Write(writer, item, depth + 1);
            if (problem is not null) { return problem; }
        }

        writer.WriteEndArray();
        return null;
    }
}
