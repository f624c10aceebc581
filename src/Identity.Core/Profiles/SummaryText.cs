using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;

namespace Identity.Core.Profiles;

/// <summary>
/// Summaries as JSON text, the form in which stores keep them. Times are microseconds since 1970. What comes often is
/// written as an array instead of an object: a profile is half as long so, and is read with every answer.
/// </summary>
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
        return Read(document.RootElement);
    }

    /// <summary>The same of the text as UTF-8.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static Summary Parse(ReadOnlyMemory<byte> text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return Read(document.RootElement);
    }

    private static Summary Read(JsonElement root)
    {
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
                writer.WriteStartArray();
                writer.WriteRawValue(candidate.Json, skipInputValidation: true);
                writer.WriteStringValue(candidate.Source);
                writer.WriteNumberValue((int)candidate.Level);
                writer.WriteNumberValue(Microseconds.Of(candidate.ObservedAt));
                if (candidate.Count != 1) { writer.WriteNumberValue(candidate.Count); }
                writer.WriteEndArray();
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
            writer.WriteStartArray(name);
            writer.WriteNumberValue(activity.Count);
            writer.WriteNumberValue(Microseconds.Of(activity.FirstAt));
            writer.WriteNumberValue(Microseconds.Of(activity.LastAt));
            writer.WriteEndArray();
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
                item[0].GetRawText(),
                item[1].GetString() ?? "",
                (RecognitionLevel)item[2].GetInt32(),
                Microseconds.ToMoment(item[3].GetInt64()),
                item.GetArrayLength() > 4 ? item[4].GetInt32() : 1));
        }

        return builder.MoveToImmutable();
    }

    private static EventActivity ReadEvent(JsonElement element) => new(
        element[0].GetInt64(),
        Microseconds.ToMoment(element[1].GetInt64()),
        Microseconds.ToMoment(element[2].GetInt64()));

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
