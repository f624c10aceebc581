using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;

namespace Identity.Core.Profiles;

/// <summary>Summaries as JSON text, the form in which stores keep them. Times are microseconds since 1970.</summary>
public static class SummaryText
{
    /// <summary>Compact JSON; equal summaries give equal texts.</summary>
    public static string Write(Summary summary)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteTraits(writer, summary);
            WriteEvents(writer, summary);
            WriteConsents(writer, summary);
            WriteGrants(writer, summary);
            if (summary.LastAt > DateTimeOffset.MinValue)
            {
                writer.WriteNumber("last_at", Microseconds.Of(summary.LastAt));
            }
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The summary that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static Summary Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement root = document.RootElement;
        Summary summary = Summary.Empty with
        {
            Traits = Read(root, "traits", Summary.Empty.Traits, ReadCandidates),
            Events = Read(root, "events", Summary.Empty.Events, ReadEvent),
            LastAt = root.TryGetProperty("last_at", out JsonElement last)
                ? Microseconds.ToMoment(last.GetInt64()) : DateTimeOffset.MinValue,
        };
        if (root.TryGetProperty("consents", out JsonElement consents))
        {
            foreach (JsonElement item in consents.EnumerateArray()) { summary = summary.With(ReadConsent(item)); }
        }

        if (root.TryGetProperty("claimed_grants", out JsonElement grants))
        {
            foreach (JsonElement item in grants.EnumerateArray()) { summary = summary.With(ReadGrant(item)); }
        }

        return summary;
    }

    private static void WriteTraits(Utf8JsonWriter writer, Summary summary)
    {
        if (summary.Traits.Count == 0) { return; }
        writer.WriteStartObject("traits");
        foreach ((string name, ImmutableArray<TraitCandidate> candidates) in summary.Traits)
        {
            writer.WriteStartArray(name);
            foreach (TraitCandidate candidate in candidates)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("value");
                writer.WriteRawValue(candidate.Json, skipInputValidation: true);
                writer.WriteString("source", candidate.Source);
                writer.WriteNumber("level", (int)candidate.Level);
                writer.WriteNumber("observed_at", Microseconds.Of(candidate.ObservedAt));
                if (candidate.Count != 1) { writer.WriteNumber("count", candidate.Count); }
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteEvents(Utf8JsonWriter writer, Summary summary)
    {
        if (summary.Events.Count == 0) { return; }
        writer.WriteStartObject("events");
        foreach ((string name, EventActivity activity) in summary.Events)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("count", activity.Count);
            writer.WriteNumber("first_at", Microseconds.Of(activity.FirstAt));
            writer.WriteNumber("last_at", Microseconds.Of(activity.LastAt));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteConsents(Utf8JsonWriter writer, Summary summary)
    {
        if (summary.Consents.Count == 0) { return; }
        writer.WriteStartArray("consents");
        foreach (ConsentStatement consent in summary.Consents.Values) { WriteConsent(writer, consent, null); }
        writer.WriteEndArray();
    }

    private static void WriteGrants(Utf8JsonWriter writer, Summary summary)
    {
        if (summary.ClaimedGrants.Length == 0) { return; }
        writer.WriteStartArray("claimed_grants");
        foreach (ClaimedGrant grant in summary.ClaimedGrants) { WriteConsent(writer, grant.Statement, grant.Claimed); }
        writer.WriteEndArray();
    }

    private static void WriteConsent(Utf8JsonWriter writer, ConsentStatement consent, IdentifierKey? claimed)
    {
        writer.WriteStartObject();
        if (claimed is { } key)
        {
            writer.WriteString("namespace", key.Namespace);
            writer.WriteString("value", key.Value);
            writer.WriteNumber("epoch", key.Epoch);
        }

        writer.WriteString("channel", consent.Channel);
        writer.WriteString("purpose", consent.Purpose);
        writer.WriteBoolean("granted", consent.Granted);
        writer.WriteNumber("stated_at", Microseconds.Of(consent.StatedAt));
        writer.WriteString("source", consent.Source);
        if (consent.Proof.Length > 0) { writer.WriteString("proof", consent.Proof); }
        writer.WriteEndObject();
    }

    private static ImmutableSortedDictionary<string, T> Read<T>(
        JsonElement root, string name, ImmutableSortedDictionary<string, T> empty, Func<JsonElement, T> read)
    {
        if (!root.TryGetProperty(name, out JsonElement members)) { return empty; }
        ImmutableSortedDictionary<string, T>.Builder builder = empty.ToBuilder();
        foreach (JsonProperty member in members.EnumerateObject()) { builder.Add(member.Name, read(member.Value)); }
        return builder.ToImmutable();
    }

    private static ImmutableArray<TraitCandidate> ReadCandidates(JsonElement element)
    {
        ImmutableArray<TraitCandidate>.Builder builder =
            ImmutableArray.CreateBuilder<TraitCandidate>(element.GetArrayLength());
        foreach (JsonElement item in element.EnumerateArray())
        {
            builder.Add(new TraitCandidate(
                item.GetProperty("value").GetRawText(),
                Text(item, "source"),
                (RecognitionLevel)item.GetProperty("level").GetInt32(),
                Moment(item, "observed_at"),
                item.TryGetProperty("count", out JsonElement count) ? count.GetInt32() : 1));
        }

        return builder.MoveToImmutable();
    }

    private static EventActivity ReadEvent(JsonElement element) => new(
        element.GetProperty("count").GetInt64(), Moment(element, "first_at"), Moment(element, "last_at"));

    private static ConsentStatement ReadConsent(JsonElement element) => new(
        Text(element, "channel"),
        Text(element, "purpose"),
        element.GetProperty("granted").GetBoolean(),
        Moment(element, "stated_at"),
        Text(element, "source"),
        element.TryGetProperty("proof", out JsonElement proof) ? proof.GetString() ?? "" : "");

    private static ClaimedGrant ReadGrant(JsonElement element) => new(
        new IdentifierKey(Text(element, "namespace"), Text(element, "value"), element.GetProperty("epoch").GetInt64()),
        ReadConsent(element));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static DateTimeOffset Moment(JsonElement element, string name) =>
        Microseconds.ToMoment(element.GetProperty(name).GetInt64());
}
