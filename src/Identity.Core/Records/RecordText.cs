using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Identity.Core.Matching;

namespace Identity.Core.Records;

/// <summary>The fields of a record as JSON text, the form in which stores keep them: an array of pairs.</summary>
public static class RecordText
{
    /// <summary>Compact JSON; equal fields give equal texts.</summary>
    public static string Write(ImmutableArray<RecordField> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (RecordField field in fields)
            {
                writer.WriteNumberValue((int)field.Kind);
                writer.WriteStringValue(field.Value);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The fields that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ImmutableArray<RecordField> Parse(ReadOnlySpan<byte> text)
    {
        ImmutableArray<RecordField>.Builder fields = ImmutableArray.CreateBuilder<RecordField>();
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("It is no record.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            var kind = (FieldKind)reader.GetInt32();
            reader.Read();
            fields.Add(new RecordField(kind, reader.GetString() ?? throw new JsonException("It is no record.")));
        }

        return fields.DrainToImmutable();
    }
}
