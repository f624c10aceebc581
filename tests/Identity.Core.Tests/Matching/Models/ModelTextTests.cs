using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Core.Cleaning;
using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Tests.Matching.Accuracy;
using Xunit;

namespace Identity.Core.Tests.Matching.Models;

/// <summary>Models as files.</summary>
public sealed class ModelTextTests
{
    private const int Online = 1_200;

    [Fact]
    public void A_model_is_read_as_it_was_written()
    {
        MatchModel model = Records.Model;
        byte[] json = model.Write();
        MatchModel read = MatchModel.Read(json);
        Assert.Equal(model.Version, read.Version);
        Assert.Matches("^[0-9a-f]{16}$", model.Version);
        Assert.Equal(json, read.Write());
        Assert.Equal((model.LinkBits, model.ReviewBits), (read.LinkBits, read.ReviewBits));
        Assert.Equal(model.Reference, read.Reference);
        for (int index = 1; index < 1_000; index++)
        {
            double score = model.Score(Prepare(model, index), Prepare(model, index - 1));
            Assert.Equal(score, read.Score(Prepare(read, index), Prepare(read, index - 1)), 0.001);
        }
    }

    [Fact]
    public void Another_model_has_another_version() =>
        Assert.NotEqual(Records.Model.Version, Records.EnglishModel.Version);

    [Theory]
    [InlineData("")]
    [InlineData("no model")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\": 1}")]
    [InlineData("{\"format\": \"1\"}")]
    [InlineData("{\"format\": 1.5}")]
    [InlineData("{\"format\": 1, \"keys\": [7]}")]
    public void What_is_no_model_is_refused_in_words(string json)
    {
        FormatException failure = Assert.Throws<FormatException>(() => MatchModel.Read(Encoding.UTF8.GetBytes(json)));
        Assert.StartsWith("This is no model file: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_cut_off_is_refused()
    {
        byte[] json = Records.EnglishModel.Write();
        for (int length = 0; length < json.Length - 1; length += json.Length / 20)
        {
            Assert.Throws<FormatException>(() => MatchModel.Read(json.AsMemory(0, length)));
        }
    }

    [Fact]
    public void A_model_of_another_format_is_refused_and_both_are_named()
    {
        FormatException failure = Refused(json => json["format"] = 2);
        Assert.Contains("format 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("reads 1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_cannot_be_are_refused()
    {
        Refused(json => json["match_share"] = 0);
        Refused(json => json["match_share"] = 1);
        Refused(json => json["reference"] = "today");
        Refused(json => json["keys"] = new JsonArray("NNNN"));
        Refused(json => json["common_keys"] = new JsonArray("not a hash"));
        Refused(json => json["fields"]?.AsObject().Remove("email"));
        Refused(json => json["fields"]?["email"]?["m"]?.AsArray().RemoveAt(0));
        Refused(json => Set(json, "m", 1.1));
        Refused(json => Set(json, "u", -0.1));
    }

    /// <summary>JSON has numbers that no computer holds: they become infinite, and so would scores.</summary>
    [Theory]
    [InlineData("\"rarity\": ")]
    [InlineData("\"link_bits\": ")]
    [InlineData("\"review_bits\": ")]
    public void Numbers_without_bounds_are_refused(string name)
    {
        string json = Encoding.UTF8.GetString(Records.EnglishModel.Write());
        int at = json.IndexOf(name, StringComparison.Ordinal) + name.Length;
        string broken = json[..at] + "1e999" + json[json.IndexOf(',', at)..];
        FormatException failure =
            Assert.Throws<FormatException>(() => MatchModel.Read(Encoding.UTF8.GetBytes(broken)));
        Assert.Contains("between -200 and 200", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobodys_value_is_in_a_model()
    {
        using JsonDocument document = JsonDocument.Parse(LabelledSets.Fake.Result.Model.Write());
        string[] texts = [.. Texts(document.RootElement).Distinct()];
        string[] values = [.. LabelledSets.Fake.Records.SelectMany(record => record.Fields)
            .SelectMany(field => new[] { field.Value, FoldedText.Words(field.Value), FoldedText.Compact(field.Value) })
            .Where(value => value.Length > 0).Distinct()];
        Assert.InRange(values.Length, 1_000, 10_000);
        var hexadecimal = texts.Where(text => text.Length == 16).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(hexadecimal); // Control: hashes are there.
        Assert.Empty(values.Intersect(texts, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(values.Where(value => value.Length > 6), value => texts.Any(
            text => text.Contains(value, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void A_batch_with_a_model_finds_what_records_one_by_one_find()
    {
        MatchModel model = Records.Model;
        DedupeResult batch = Records.Batch(Records.DutchRecords.Take(Online), model).Run(progress: null);
        Assert.Equal(0, batch.TooCommonKeys);
        Assert.Same(model, batch.Model);
        var records = Records.DutchRecords.Take(Online).ToDictionary(
            record => record.Id, record => model.Prepare(record.Fields), StringComparer.Ordinal);
        MatchRecord[] sorted = [.. batch.Ids.Select(id => records[id])];
        ILookup<ulong, int> index = sorted.SelectMany((record, place) => model.BlockingKeys(record)
            .Select(key => (key, place))).ToLookup(item => item.key, item => item.place);
        var scored = new SortedDictionary<(int, int), double>();
        for (int place = 0; place < sorted.Length; place++)
        {
            foreach (int other in model.BlockingKeys(sorted[place]).SelectMany(key => index[key]))
            {
                if (other < place) { scored[(other, place)] = model.Score(sorted[other], sorted[place]); }
            }
        }

        Assert.Equal(scored.Count, batch.CandidateCount);
        Assert.Equal(scored.Keys, batch.Candidates.Order());
        (int, int)[] expected = [.. scored.Where(pair => pair.Value >= 0).Select(pair => pair.Key)];
        Assert.InRange(expected.Length, 30, 10_000);
        Assert.Equal(expected, batch.Pairs.Select(pair => (pair.Left, pair.Right)).Order());
        Assert.All(batch.Pairs, pair => Assert.Equal(scored[(pair.Left, pair.Right)], pair.Bits, 0.0001));
    }

    private static MatchRecord Prepare(MatchModel model, int index) =>
        model.Prepare(Records.DutchRecords[index].Fields);

    private static FormatException Refused(Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(Records.EnglishModel.Write()) ?? throw new InvalidOperationException();
        change(json);
        byte[] changed = Encoding.UTF8.GetBytes(json.ToJsonString());
        FormatException failure = Assert.Throws<FormatException>(() => MatchModel.Read(changed));
        Assert.Contains("model", failure.Message, StringComparison.Ordinal);
        return failure;
    }

    private static void Set(JsonNode json, string name, double value)
    {
        if (json["fields"]?["email"]?[name] is JsonArray levels) { levels[0] = value; }
    }

    // Everything in quotes, and numbers as they are written.
    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(item => Texts(item.Value).Prepend(item.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString() ?? ""],
        _ => [],
    };
}
