using System.Globalization;
using System.Text.Json;

namespace Identity.Core.Observations;

/// <summary>Reads observations from JSON, and says which member it could not read.</summary>
internal static class ObservationReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static RawObservation Parse(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Options);
        }
        catch (JsonException)
        {
            // The parser's message quotes the text, which is personal data.
            throw new FormatException("It is not JSON, or a member stands twice, or it is nested too deeply.");
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) { throw new FormatException("It is not a JSON object."); }
            return new RawObservation
            {
                MessageId = TextOf(root, "message_id"),
                Source = TextOf(root, "source"),
                OccurredAt = MomentOf(root, "occurred_at"),
                Level = LevelOf(root),
                Identifiers = ListOf(root, "identifiers", ReadIdentifier),
                Traits = ValuesOf(root, "traits"),
                Event = ReadEvent(root),
                Consents = ListOf(root, "consents", ReadConsent),
            };
        }
    }

    private static RawIdentifier ReadIdentifier(JsonElement element) => new(
        TextOf(element, "namespace"),
        TextOf(element, "value"),
        element.TryGetProperty("claimed", out JsonElement claimed) && claimed.ValueKind == JsonValueKind.True);

    private static RawEvent? ReadEvent(JsonElement root)
    {
        if (!root.TryGetProperty("event", out JsonElement element)) { return null; }
        Expect(element, JsonValueKind.Object, "event");
        return new RawEvent(TextOf(element, "name"), ValuesOf(element, "properties"));
    }

    private static RawConsent ReadConsent(JsonElement element) => new(
        TextOf(element, "channel"),
        TextOf(element, "purpose"),
        TextOf(element, "state") switch
        {
            "granted" or "CONSENT_STATE_GRANTED" => true,
            "denied" or "CONSENT_STATE_DENIED" => false,
            _ => null,
        },
        MomentOf(element, "stated_at"),
        TextOf(element, "proof"));

    private static int LevelOf(JsonElement root)
    {
        if (!root.TryGetProperty("level", out JsonElement element)) { return 0; }
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int level)
            ? level : throw new FormatException("level is not a whole number.");
    }

    private static string TextOf(JsonElement element, string name)
    {
        Expect(element, JsonValueKind.Object, name);
        if (!element.TryGetProperty(name, out JsonElement member)) { return ""; }
        Expect(member, JsonValueKind.String, name);
        try
        {
            return member.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"{name} holds half a character.");
        }
    }

    private static DateTimeOffset? MomentOf(JsonElement element, string name)
    {
        string text = TextOf(element, name);
        if (text.Length == 0) { return null; }
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset moment)
            ? moment : throw new FormatException($"{name} is not a time.");
    }

    private static IReadOnlyList<T> ListOf<T>(JsonElement root, string name, Func<JsonElement, T> read)
    {
        if (!root.TryGetProperty(name, out JsonElement element)) { return []; }
        Expect(element, JsonValueKind.Array, name);
        var result = new List<T>(element.GetArrayLength());
        foreach (JsonElement item in element.EnumerateArray()) { result.Add(read(item)); }
        return result;
    }

    private static IReadOnlyList<Trait> ValuesOf(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement element)) { return []; }
        Expect(element, JsonValueKind.Object, name);
        var result = new List<Trait>();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            result.Add(new Trait(member.Name, JsonText.Canonical(member.Value)));
        }

        return result;
    }

    private static void Expect(JsonElement element, JsonValueKind kind, string name)
    {
        if (element.ValueKind != kind) { throw new FormatException($"{name} is not where or what it should be."); }
    }
}
