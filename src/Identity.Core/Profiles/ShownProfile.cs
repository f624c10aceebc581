using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Identity.Core.Consents;

namespace Identity.Core.Profiles;

/// <summary>
/// What of a summary can be shown while a page renders: the surviving value of each trait, activity, and the consents
/// in force. Made straight from the stored text, without the values that lost. Immutable, thread-safe.
/// </summary>
public sealed class ShownProfile
{
    // What an object, a reference in an array and a moment take, roughly; texts are counted by their characters.
    private const int EntryBytes = 96;

    private readonly ImmutableArray<KeyValuePair<string, string>> _traits;
    private readonly ImmutableArray<KeyValuePair<string, EventActivity>> _events;

    private ShownProfile(
        ImmutableArray<KeyValuePair<string, string>> traits,
        ImmutableArray<KeyValuePair<string, EventActivity>> events,
        ImmutableArray<ConsentStatement> consents) =>
        (_traits, _events, Consents) = (traits, events, consents);

    public static ShownProfile Empty { get; } = new([], [], []);

    /// <summary>By trait, the surviving value as JSON text; in the order of their names as UTF-16.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Traits => _traits;

    /// <summary>The statement in force for each channel and purpose.</summary>
    public ImmutableArray<ConsentStatement> Consents { get; }

    /// <summary>About how much memory it takes, in bytes.</summary>
    public int SizeBytes
    {
        get
        {
            int size = EntryBytes * (1 + _traits.Length + _events.Length + Consents.Length);
            foreach ((string name, string json) in _traits) { size += 2 * (name.Length + json.Length); }
            foreach ((string name, _) in _events) { size += 2 * name.Length; }
            foreach (ConsentStatement consent in Consents)
            {
                size += 2 * (consent.Channel.Length + consent.Purpose.Length + consent.Source.Length
                    + consent.Proof.Length);
            }

            return size;
        }
    }

    /// <summary>What can be shown of a summary.</summary>
    public static ShownProfile Of(Summary summary) => new(
        [.. summary.Traits.Select(trait => KeyValuePair.Create(trait.Key, trait.Value[0].Json))],
        [.. summary.Events],
        [.. summary.Consents.Values]);

    /// <summary>What can be shown of the summary that <see cref="SummaryText.Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static ShownProfile Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        ImmutableArray<KeyValuePair<string, string>> traits = [];
        ImmutableArray<KeyValuePair<string, EventActivity>> events = [];
        ImmutableArray<ConsentStatement> consents = [];
        Require(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("traits"u8)) { traits = ReadTraits(ref reader, text); }
            else if (reader.ValueTextEquals("events"u8)) { events = ReadEvents(ref reader); }
            else if (reader.ValueTextEquals("consents"u8)) { consents = ReadConsents(ref reader); }
            else { reader.Skip(); }
        }

        return new ShownProfile(traits, events, consents);
    }

    /// <summary>The surviving value of a trait as JSON text; null when there is none.</summary>
    public string? TraitOf(string name) => Find(_traits, name, out string? json) ? json : null;

    /// <summary>What is known of an event; null when it never happened.</summary>
    public EventActivity? ActivityOf(string name) =>
        Find(_events, name, out EventActivity? activity) ? activity : null;

    private static bool Find<T>(ImmutableArray<KeyValuePair<string, T>> sorted, string name, out T? value)
    {
        int low = 0;
        int high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(sorted[middle].Key, name);
            if (order == 0)
            {
                value = sorted[middle].Value;
                return true;
            }

            if (order < 0) { low = middle + 1; } else { high = middle - 1; }
        }

        value = default;
        return false;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadTraits(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        ImmutableArray<KeyValuePair<string, string>>.Builder traits =
            ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        Require(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader);
            Require(ref reader, JsonTokenType.StartArray);
            int depth = reader.CurrentDepth;
            // The survivor is the first candidate, and the value comes first in it.
            Require(ref reader, JsonTokenType.StartArray);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            traits.Add(KeyValuePair.Create(
                name, Encoding.UTF8.GetString(text[start..(int)reader.BytesConsumed])));
            SkipTo(ref reader, depth);
        }

        return traits.DrainToImmutable();
    }

    private static ImmutableArray<KeyValuePair<string, EventActivity>> ReadEvents(ref Utf8JsonReader reader)
    {
        ImmutableArray<KeyValuePair<string, EventActivity>>.Builder events =
            ImmutableArray.CreateBuilder<KeyValuePair<string, EventActivity>>();
        Require(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader);
            Require(ref reader, JsonTokenType.StartArray);
            var activity = new EventActivity(
                Number(ref reader),
                Microseconds.ToMoment(Number(ref reader)),
                Microseconds.ToMoment(Number(ref reader)));
            Require(ref reader, JsonTokenType.EndArray);
            events.Add(KeyValuePair.Create(name, activity));
        }

        return events.DrainToImmutable();
    }

    private static ImmutableArray<ConsentStatement> ReadConsents(ref Utf8JsonReader reader)
    {
        ImmutableArray<ConsentStatement>.Builder consents = ImmutableArray.CreateBuilder<ConsentStatement>();
        Require(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var consent = new ConsentStatement("", "", false, default, "", "");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                consent = ReadMember(ref reader, consent);
            }

            consents.Add(consent);
        }

        return consents.DrainToImmutable();
    }

    private static ConsentStatement ReadMember(ref Utf8JsonReader reader, ConsentStatement consent)
    {
        if (reader.ValueTextEquals("channel"u8)) { return consent with { Channel = NextText(ref reader) }; }
        if (reader.ValueTextEquals("purpose"u8)) { return consent with { Purpose = NextText(ref reader) }; }
        if (reader.ValueTextEquals("source"u8)) { return consent with { Source = NextText(ref reader) }; }
        if (reader.ValueTextEquals("proof"u8)) { return consent with { Proof = NextText(ref reader) }; }
        if (reader.ValueTextEquals("stated_at"u8))
        {
            return consent with { StatedAt = Microseconds.ToMoment(Number(ref reader)) };
        }

        bool isGranted = reader.ValueTextEquals("granted"u8);
        reader.Read();
        if (isGranted) { return consent with { Granted = reader.GetBoolean() }; }
        reader.Skip();
        return consent;
    }

    // To the end of the array that was entered at a depth.
    private static void SkipTo(ref Utf8JsonReader reader, int depth)
    {
        while (reader.CurrentDepth > depth || reader.TokenType != JsonTokenType.EndArray)
        {
            if (!reader.Read()) { throw new JsonException("A summary ends in the middle."); }
        }
    }

    private static void Require(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        if (!reader.Read() || reader.TokenType != wanted) { throw new JsonException("It is no summary."); }
    }

    private static string Text(ref Utf8JsonReader reader) => reader.GetString() ?? "";

    private static string NextText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Text(ref reader);
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
