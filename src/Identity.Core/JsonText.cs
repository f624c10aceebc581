using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Identity.Core;

/// <summary>JSON values as canonical text: compact, members sorted. Equal values give equal texts.</summary>
public static class JsonText
{
    /// <summary>The canonical text of a value.</summary>
    public static string Canonical(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer)) { Write(writer, element); }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The canonical text of a text.</summary>
    public static string OfText(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 8);
        using (var writer = new Utf8JsonWriter(buffer)) { writer.WriteStringValue(text); }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The text that a JSON value is.</summary>
    /// <param name="json">A JSON value as canonical text.</param>
    /// <param name="buffer">Room for texts with escapes.</param>
    /// <param name="text">A part of <paramref name="json"/> or of the buffer.</param>
    /// <returns>False when the value is no text, or one with escapes that is longer than the buffer.</returns>
    internal static bool TryReadText(string json, Span<char> buffer, out ReadOnlySpan<char> text)
    {
        text = default;
        if (json.Length < 2 || json[0] != '"') { return false; }

        ReadOnlySpan<char> inside = json.AsSpan(1, json.Length - 2);
        if (!inside.Contains('\\'))
        {
            text = inside;
            return true;
        }

        if (inside.Length > buffer.Length * 6) { return false; }

        int length = 0;
        for (int index = 0; index < inside.Length; index++, length++)
        {
            if (length == buffer.Length) { return false; }

            buffer[length] = inside[index] == '\\' ? Unescaped(inside, ref index) : inside[index];
        }

        text = buffer[..length];
        return true;
    }

    // The canonical form was written by a writer, so that every escape is whole.
    private static char Unescaped(ReadOnlySpan<char> inside, ref int index)
    {
        char sign = inside[++index];
        if (sign == 'u')
        {
            index += 4;
            return (char)ushort.Parse(inside[(index - 3)..(index + 1)], NumberStyles.HexNumber,
                CultureInfo.InvariantCulture);
        }

        return sign switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => sign };
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject()
                    .OrderBy(item => item.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray()) { Write(writer, item); }
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
