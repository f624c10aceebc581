using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Identity.Api.Mapping;
using Identity.Core;
using Xunit;

namespace Identity.Api.Tests.Mapping;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"Nora\"")]
    [InlineData("\"\\u00E9 \\u0022quoted\\u0022 \\\\ \\n\"")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("42.5")]
    [InlineData("1E+21")]
    [InlineData("5E-324")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1,\"two\",[null,{\"a\":true}]]")]
    [InlineData("{\"A\":1,\"a\":2,\"b\":{\"c\":[3]}}")]
    public void Canonical_text_survives_the_way_through_a_value(string json)
    {
        Assert.Null(ValueText.TryWrite(ValueText.Read(json), 1, out string again));
        Assert.Equal(json, again);
    }

    [Fact]
    public void Random_values_survive_the_way_through_text_and_over_the_wire()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int run = 0; run < 2_000; run++)
        {
            Value value = Value.Parser.ParseFrom(RandomValue(random, 4).ToByteArray());
            Assert.Null(ValueText.TryWrite(value, 1, out string json));
            Assert.Equal(value, ValueText.Read(json));
            using JsonDocument document = JsonDocument.Parse(json);
            Assert.Equal(JsonText.Canonical(document.RootElement), json);
        }
    }

    [Fact]
    public void Members_are_sorted_so_that_equal_values_give_equal_texts()
    {
        var one = new Struct { Fields = { ["b"] = Value.ForNumber(1), ["a"] = Value.ForNull() } };
        var other = new Struct { Fields = { ["a"] = Value.ForNull(), ["b"] = Value.ForNumber(1) } };
        ValueText.TryWrite(Value.ForStruct(one), 1, out string first);
        ValueText.TryWrite(Value.ForStruct(other), 1, out string second);
        Assert.Equal((first, first), (second, "{\"a\":null,\"b\":1}"));
    }

    [Fact]
    public void A_value_that_says_nothing_is_null()
    {
        Assert.Null(ValueText.TryWrite(new Value(), 1, out string json));
        Assert.Equal("null", json);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_json_cannot_say_is_refused_wherever_it_stands(double number)
    {
        Value value = Value.ForNumber(number);
        Assert.Equal(ValueProblems.NotFinite, ValueText.TryWrite(value, 1, out _));
        Assert.Equal(ValueProblems.NotFinite, ValueText.TryWrite(Value.ForList(value), 1, out _));
        var inside = new Struct { Fields = { ["x"] = value } };
        Assert.Equal(ValueProblems.NotFinite, ValueText.TryWrite(Value.ForStruct(inside), 1, out _));
    }

    [Fact]
    public void Nesting_is_taken_up_to_its_limit()
    {
        Value value = Value.ForNumber(1);
        for (int depth = 0; depth < ValueText.DepthMax; depth++) { value = Value.ForList(value); }
        Assert.Null(ValueText.TryWrite(value, 1, out _));
        Assert.Equal(ValueProblems.TooDeep, ValueText.TryWrite(value, 2, out _));
    }

    private static Value RandomValue(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => Value.ForString(RandomText(random)),
        1 => Value.ForNumber(random.Next(-1_000, 1_000)),
        2 => Value.ForNumber((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300))),
        3 => Value.ForBool(random.Next(2) == 0),
        4 => Value.ForNull(),
        5 => Value.ForList([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth - 1))]),
        _ => RandomStruct(random, depth),
    };

    private static Value RandomStruct(Random random, int depth)
    {
        var members = new Struct();
        for (int count = random.Next(4); count > 0; count--)
        {
            members.Fields[RandomText(random)] = RandomValue(random, depth - 1);
        }

        return Value.ForStruct(members);
    }

    private static string RandomText(Random random)
    {
        string[] pieces = ["a", "Z", "\"", "\\", "\n", "é", "😈", "\u0000", "<", "\u2028", " "];
        return string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }
}
