using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Identity.Core.Observations;

/// <summary>
/// Observations as JSON text, exactly as they were sent: the form in which stores keep them and files hold them, one to
/// a line. Members that say nothing are left out.
/// </summary>
public static class ObservationText
{
    /// <summary>Compact JSON; equal observations give equal texts.</summary>
    public static string Write(RawObservation raw)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("message_id", raw.MessageId);
            writer.WriteString("source", raw.Source);
            if (raw.OccurredAt is { } occurredAt) { writer.WriteString("occurred_at", Text(occurredAt)); }
            if (raw.Level != 0) { writer.WriteNumber("level", raw.Level); }
            WriteIdentifiers(writer, raw);
            if (raw.Traits.Count > 0) { WriteValues(writer, "traits", raw.Traits); }
            WriteEvent(writer, raw.Event);
            WriteConsents(writer, raw);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The observation that a text holds.</summary>
    /// <exception cref="FormatException">The text is no observation; the message names the member.</exception>
    public static RawObservation Parse(string text) => ObservationReader.Parse(text);

    internal static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    private static void WriteIdentifiers(Utf8JsonWriter writer, RawObservation raw)
    {
        writer.WriteStartArray("identifiers");
        foreach (RawIdentifier identifier in raw.Identifiers)
        {
            writer.WriteStartObject();
            writer.WriteString("namespace", identifier.Namespace);
            writer.WriteString("value", identifier.Value);
            if (identifier.Claimed) { writer.WriteBoolean("claimed", true); }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter writer, string member, IReadOnlyList<Trait> values)
    {
        writer.WriteStartObject(member);
        foreach (Trait value in values)
        {
            writer.WritePropertyName(value.Name);
            writer.WriteRawValue(value.Json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter writer, RawEvent? raw)
    {
        if (raw is null) { return; }
        writer.WriteStartObject("event");
        writer.WriteString("name", raw.Name);
        if (raw.Properties.Count > 0) { WriteValues(writer, "properties", raw.Properties); }
        writer.WriteEndObject();
    }

    private static void WriteConsents(Utf8JsonWriter writer, RawObservation raw)
    {
        if (raw.Consents.Count == 0) { return; }
        writer.WriteStartArray("consents");
        foreach (RawConsent consent in raw.Consents)
        {
            writer.WriteStartObject();
            writer.WriteString("channel", consent.Channel);
            writer.WriteString("purpose", consent.Purpose);
            if (consent.Granted is { } granted) { writer.WriteString("state", granted ? "granted" : "denied"); }
            if (consent.StatedAt is { } statedAt) { writer.WriteString("stated_at", Text(statedAt)); }
            if (consent.Proof.Length > 0) { writer.WriteString("proof", consent.Proof); }
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
