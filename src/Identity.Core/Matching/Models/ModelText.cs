using System.Globalization;
using System.Text.Json;
using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Scoring;

namespace Identity.Core.Matching.Models;

/// <summary>Models as JSON text: numbers round to six digits, so that a model is read as it was written.</summary>
internal static class ModelText
{
    private const int FileBytesMax = 64 << 20;
    private const string DateFormat = "yyyy-MM-dd";

    public static MatchModel ReadShipped(string name)
    {
        using Stream? stream = typeof(ModelText).Assembly.GetManifestResourceStream($"Models/{name}.json");
        Invariant.Check(stream is not null, "Every shipped model is embedded.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read(bytes.ToArray());
    }

    public static byte[] Write(MatchModel model)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, IndentSize = 1 }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", MatchModel.FormatVersion);
            json.WriteString("reference", model.Reference.ToString(DateFormat, CultureInfo.InvariantCulture));
            Write(json, "match_share", model.Weights.MatchShare);
            Write(json, "link_bits", model.LinkBits);
            Write(json, "review_bits", model.ReviewBits);
            WriteStrings(json, "keys", model.Plan.Templates);
            WriteStrings(json, "common_keys", model.Plan.Common.Order().Select(Hex));
            json.WriteStartObject("fields");
            for (int slot = 0; slot < Slots.Count; slot++) { WriteField(json, slot, model); }
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    public static MatchModel Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > FileBytesMax) { throw Malformed($"it has more than {FileBytesMax >> 20} MiB."); }
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("This is no model file: it is not JSON, or lacks a part.", failure);
        }
    }

    private static MatchModel Read(JsonElement root)
    {
        if (!root.GetProperty("format").TryGetInt32(out int format)) { throw Malformed("format is no whole number."); }
        if (format != MatchModel.FormatVersion)
        {
            throw new FormatException(
                $"The model has format {format}; this program reads {MatchModel.FormatVersion}. Train it anew.");
        }

        string[] templates = [.. Strings(root, "keys")];
        if (!Array.TrueForAll(templates, BlockingPlan.IsTemplate)) { throw Malformed("a key is unknown."); }
        var weights = new Weights { MatchShare = Share(root.GetProperty("match_share")) };
        var rarities = new RarityTable[Slots.Count];
        JsonElement fields = root.GetProperty("fields");
        for (int slot = 0; slot < Slots.Count; slot++)
        {
            rarities[slot] = ReadField(fields.GetProperty(Slots.NameOf(slot)), slot, weights);
        }

        weights.Refresh();
        return new MatchModel(
            weights, rarities, new BlockingPlan(templates, Strings(root, "common_keys").Select(Hash)),
            new ModelThresholds(Bits(root.GetProperty("link_bits")), Bits(root.GetProperty("review_bits"))),
            Reference(root.GetProperty("reference").GetString()));
    }

    private static void WriteField(Utf8JsonWriter json, int slot, MatchModel model)
    {
        json.WriteStartObject(Slots.NameOf(slot));
        WriteLevels(json, "m", slot, model.Weights.M);
        WriteLevels(json, "u", slot, model.Weights.U);
        RarityTable table = model.Rarities[slot];
        Write(json, "rarity", table.Otherwise);
        json.WriteStartObject("rarities");
        foreach ((ulong hash, double bits) in table.Bits.OrderBy(entry => entry.Key)) { Write(json, Hex(hash), bits); }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // One row for each context; the levels in their order, without the one for missing values.
    private static void WriteLevels(Utf8JsonWriter json, string name, int slot, double[] values)
    {
        json.WriteStartArray(name);
        for (int context = 0; context < RecordComparison.Contexts; context++)
        {
            for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
            {
                json.WriteNumberValue(Rounded(values[Weights.Index(slot, context, level)]));
            }
        }

        json.WriteEndArray();
    }

    private static RarityTable ReadField(JsonElement field, int slot, Weights weights)
    {
        ReadLevels(field.GetProperty("m"), slot, weights.M);
        ReadLevels(field.GetProperty("u"), slot, weights.U);
        var bits = new Dictionary<ulong, double>();
        foreach (JsonProperty entry in field.GetProperty("rarities").EnumerateObject())
        {
            bits[Hash(entry.Name)] = Bits(entry.Value);
        }

        return new RarityTable(Bits(field.GetProperty("rarity")), bits);
    }

    private static void ReadLevels(JsonElement levels, int slot, double[] values)
    {
        if (levels.GetArrayLength() != RecordComparison.Contexts * (Weights.Levels - 1))
        {
            throw Malformed("a field has another number of levels.");
        }

        int index = 0;
        for (int context = 0; context < RecordComparison.Contexts; context++)
        {
            for (AgreementLevel level = AgreementLevel.Exact; level <= AgreementLevel.Different; level++)
            {
                double value = levels[index++].GetDouble();
                if (value is not (>= 0 and <= 1)) { throw Malformed("a level is not between 0 and 1."); }
                values[Weights.Index(slot, context, level)] = value;
            }
        }
    }

    private static double Share(JsonElement element) => element.GetDouble() is > 0 and < 1 and var share
        ? share : throw Malformed("match_share is not between 0 and 1.");

    private static double Bits(JsonElement element) => element.GetDouble() is >= -Weights.BitsMax and <= Weights.BitsMax
        and var bits ? bits : throw Malformed($"bits are not between {-Weights.BitsMax} and {Weights.BitsMax}.");

    private static DateOnly Reference(string? text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date : throw Malformed("reference is no date.");

    private static IEnumerable<string> Strings(JsonElement root, string name) =>
        root.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? string.Empty);

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values) { json.WriteStringValue(value); }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Rounded(value));

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Hash(string hex) =>
        ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hash)
            ? hash : throw Malformed("a hash is malformed.");

    private static FormatException Malformed(string what) => new($"This is no model file: {what}");
}
