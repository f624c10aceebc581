using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Kinds.V1;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>The JSON form of messages: what is read and written, and how what cannot be read is refused.</summary>
public sealed class JsonTests(EchoHost host) : IClassFixture<EchoHost>
{
    private const string Canary = "canary@example.org";

    private static readonly Dictionary<string, string> Broken = new()
    {
        ["nothing"] = "",
        ["blank"] = "  \n",
        ["no JSON"] = Canary,
        ["cut off"] = "{\"text\":\"" + Canary,
        ["two objects"] = "{}{}",
        ["a name twice"] = $"{{\"text\":\"{Canary}\",\"text\":\"\"}}",
        ["a name twice, once escaped"] = "{\"text\":\"\",\"te\\u0078t\":\"\"}",
        ["a key of a map twice"] = $"{{\"named\":{{\"{Canary}\":{{}},\"{Canary}\":{{}}}}}}",
        ["a name twice in what is skipped"] = "{\"unknown\":{\"a\":1,\"a\":2}}",
        ["NaN"] = "{\"fine\":NaN}",
        ["an infinity"] = "{\"anything\":-Infinity}",
        ["a comment"] = "{/* */}",
        ["a comma too many"] = "{\"text\":\"\",}",
        ["a byte order mark"] = "\uFEFF{}",
        ["10,000 arrays"] = "{\"anything\":" + new string('[', 10_000) + new string(']', 10_000) + "}",
        ["10,000 objects"] = string.Concat(Enumerable.Repeat("{\"inner\":", 10_000)) + "{}" + new string('}', 10_000),
        ["10,000 arrays that are skipped"] = "{\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}",
        ["half a surrogate pair in what is skipped"] = "{\"unknown\":\"\\ud800\"}",
        ["half a surrogate pair in a name"] = "{\"\\ud800\":1}",
        ["half a surrogate pair in one of two names"] = "{\"\\ud800\":1,\"text\":\"\"}",
    };

    private static readonly Dictionary<string, (string Json, string Field)> Misfits = new()
    {
        ["no object"] = ("null", ""),
        ["an array"] = ("[]", ""),
        ["a text"] = ($"\"{Canary}\"", ""),
        ["a number for a text"] = ("{\"text\":1}", "text"),
        ["a text for a truth"] = ($"{{\"truth\":\"{Canary}\"}}", "truth"),
        ["an object for a text"] = ($"{{\"text\":{{\"{Canary}\":1}}}}", "text"),
        ["a text for an array"] = ($"{{\"many\":\"{Canary}\"}}", "many"),
        ["an array for a map"] = ("{\"named\":[]}", "named"),
        ["a number that is too large"] = ("{\"smallNumber\":2147483648}", "small_number"),
        ["a number that is not whole"] = ("{\"smallNumber\":1.5}", "small_number"),
        ["a negative count"] = ("{\"smallCount\":-1}", "small_count"),
        ["a number past any range"] = ("{\"fine\":1e999}", "fine"),
        ["a text that is no number"] = ($"{{\"largeNumber\":\"{Canary}\"}}", "large_number"),
        ["bytes that are no base64"] = ($"{{\"blob\":\"{Canary}\"}}", "blob"),
        ["an unknown value of an enum"] = ($"{{\"colour\":\"{Canary}\"}}", "colour"),
        ["an unknown value in a list"] = ($"{{\"colours\":[\"COLOUR_GREEN\",\"{Canary}\"]}}", "colours[1]"),
        ["a null in a list"] = ("{\"many\":[{},null]}", "many[1]"),
        ["deep inside"] =
            ($"{{\"many\":[{{}},{{\"inner\":{{\"text\":\"a\",\"at\":\"{Canary}\"}}}}]}}", "many[1].inner.at"),
        ["in proto names"] = ("{\"many\":[{\"small_number\":\"x\"}]}", "many[0].small_number"),
        ["in a map"] = ($"{{\"named\":{{\"{Canary}\":{{\"truth\":1}}}}}}", "named"),
        ["a key that is no number"] = ($"{{\"numbered\":{{\"{Canary}\":\"\"}}}}", "numbered"),
        ["a time"] = ($"{{\"at\":\"{Canary}\"}}", "at"),
        ["a day that there is not"] = ("{\"at\":\"2026-02-30T00:00:00Z\"}", "at"),
        ["a duration"] = ($"{{\"lasting\":\"{Canary}\"}}", "lasting"),
        ["fields in snake case"] = ("{\"fields\":\"first_name\"}", "fields"),
        ["something packed without a type"] = ("{\"packed\":{}}", "packed"),
        ["something packed of an unknown type"] = ($"{{\"packed\":{{\"@type\":\"x/{Canary}\"}}}}", "packed"),
        ["both of a choice"] = ("{\"leftSide\":\"a\",\"rightSide\":1}", "right_side"),
        ["half a surrogate pair"] = ("{\"text\":\"\\ud800\"}", "text"),
        ["the other half"] = ("{\"many\":[{\"text\":\"a\\udc00\"}]}", "many[0].text"),
    };

    public static TheoryData<string> BrokenNames => [.. Broken.Keys];

    public static TheoryData<string> MisfitNames => [.. Misfits.Keys];

    [Theory]
    [MemberData(nameof(BrokenNames))]
    public async Task What_is_no_JSON_is_refused(string name)
    {
        Answer answer = (await host.Client.JsonAsync(EchoHost.Show, Broken[name])).Fails(400, "invalid_argument");
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(MisfitNames))]
    public async Task What_does_not_fit_is_refused_with_its_field(string name)
    {
        (string json, string field) = Misfits[name];
        Answer answer = (await host.Client.JsonAsync(EchoHost.Show, json)).Fails(400, "invalid_argument");
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
        Assert.Contains("kinds.v1.Kinds at line 1, byte ", answer.Message, StringComparison.Ordinal);
        Assert.Equal(field, FieldOf(answer));
    }

    [Fact]
    public async Task A_fault_is_told_by_line_and_byte()
    {
        Answer misfit = await host.Client.JsonAsync(EchoHost.Show, "{\n  \"text\": \"é\",\n  \"truth\": 1\n}");
        Assert.Contains("at line 3, byte 12.", misfit.Message, StringComparison.Ordinal);
        Answer broken = await host.Client.JsonAsync(EchoHost.Show, "{\n  \"text\": nothing\n}");
        Assert.Contains("at line 2, byte 12:", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_is_refused()
    {
        foreach (byte[] json in new byte[][]
        {
            [.. "{\"text\":\""u8, 0xC3, .. "\"}"u8], [.. "{\"x\":\""u8, 0xFF, .. "\"}"u8],
            [.. "{\""u8, 0xC0, 0x80, .. "\":1,\"text\":\"\"}"u8], [.. "{\"text\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8],
        })
        {
            (await host.Client.BytesAsync(EchoHost.Show, json, "application/json")).Fails(400, "invalid_argument");
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_protobuf_are_refused()
    {
        Answer answer = await host.Client.BytesAsync(EchoHost.Show, "canary"u8.ToArray(), "application/proto");
        Assert.DoesNotContain("canary", answer.Fails(400, "invalid_argument").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_500_KB_comes_back()
    {
        string text = string.Concat(Enumerable.Repeat("é😈\\\"", 100_000));
        Answer answer = await host.Client.JsonAsync(EchoHost.Show, JsonSerializer.Serialize(new { text }));
        Assert.Equal(text, answer.Succeeds().Json.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Every_kind_of_field_has_its_JSON_form()
    {
        Kinds.V1.Kinds all = OneOfEach();
        Answer json = (await host.Client.JsonAsync(EchoHost.Show, JsonFormatter.Default.Format(all))).Succeeds();
        Assert.Equal(all, JsonParser.Default.Parse<Kinds.V1.Kinds>(json.Text));
        Assert.Equal("9007199254740993", json.Json.GetProperty("largeNumber").GetString());
        Assert.Equal("COLOUR_GREEN", json.Json.GetProperty("colour").GetString());
        Assert.Equal("firstName,activity.orderCompleted.count", json.Json.GetProperty("fields").GetString());
    }

    // Cuts, doubles and changes bytes of a good request: whatever comes of it is an answer, or the sender's fault.
    [Fact]
    public async Task Spoiled_JSON_is_never_our_fault()
    {
        string? chosen = Environment.GetEnvironmentVariable("IDENTITY_SEED");
        int seed = int.TryParse(chosen, out int set) ? set : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"IDENTITY_SEED={seed}");
        var random = new Random(seed);
        byte[] good = Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(OneOfEach()));
        byte[] telling = "{}[]\",:\\\0 -+.eE0159tfnuxX\u00e9\u00ff"u8.ToArray();
        int refused = 0;
        for (int round = 0; round < 1_500; round++)
        {
            List<byte> spoiled = [.. good];
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                int at = random.Next(spoiled.Count);
                int length = Math.Min(random.Next(1, 20), spoiled.Count - at);
                switch (random.Next(4))
                {
                    case 0: spoiled[at] = telling[random.Next(telling.Length)]; break;
                    case 1: spoiled.RemoveRange(at, length); break;
                    case 2: spoiled.InsertRange(random.Next(spoiled.Count), spoiled.GetRange(at, length)); break;
                    default: spoiled.Insert(at, telling[random.Next(telling.Length)]); break;
                }
            }

            Answer answer = await host.Client.BytesAsync(EchoHost.Show, [.. spoiled], "application/json");
            Assert.True((int)answer.Status is 200 or 400, $"{answer.Text} for {Convert.ToBase64String([.. spoiled])}");
            if ((int)answer.Status == 400) { refused++; }
        }

        // The control: most of it was spoiled.
        Assert.InRange(refused, 500, 1_500);
    }

    private static string FieldOf(Answer answer)
    {
        if (!answer.Json.TryGetProperty("details", out JsonElement details)) { return ""; }
        string value = Assert.Single(details.EnumerateArray()).GetProperty("value").GetString()!;
        BadRequest request = BadRequest.Parser.ParseFrom(Calls.FromUnpadded(value));
        return Assert.Single(request.FieldViolations).Field;
    }

    private static Kinds.V1.Kinds OneOfEach() => new()
    {
        Truth = true,
        SmallNumber = -1,
        LargeNumber = 9_007_199_254_740_993,
        SmallCount = uint.MaxValue,
        LargeCount = ulong.MaxValue,
        Rough = 1.5f,
        Fine = double.NegativeInfinity,
        Text = "é \u2028 😈 \0",
        Blob = ByteString.CopyFrom(0, 255),
        Colour = Colour.Green,
        Colours = { Colour.Unspecified, (Colour)7 },
        Inner = new Kinds.V1.Kinds { Inner = new Kinds.V1.Kinds() },
        Many = { new Kinds.V1.Kinds(), new Kinds.V1.Kinds { Text = "b" } },
        Named = { ["a key"] = new Kinds.V1.Kinds { SmallNumber = 3 } },
        Numbered = { [7] = "seven" },
        At = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch.AddTicks(1)),
        Lasting = Duration.FromTimeSpan(TimeSpan.FromSeconds(-1.5)),
        Fields = new FieldMask { Paths = { "first_name", "activity.order_completed.count" } },
        Anything = Value.ForList(Value.ForNull(), Value.ForNumber(1.25), Value.ForString("x")),
        Free = new Struct { Fields = { ["fields"] = Value.ForBool(true) } },
        List = new ListValue { Values = { Value.ForString("y") } },
        PerhapsNumber = 0,
        PerhapsText = "",
        Maybe = "",
        RightSide = 0,
    };
}
