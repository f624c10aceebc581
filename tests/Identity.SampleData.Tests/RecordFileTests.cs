using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>The same options give the same files, which hold what they promise.</summary>
public sealed class RecordFileTests(ITestOutputHelper output)
{
    [Fact]
    public void Same_options_give_the_same_bytes()
    {
        (RecordGenerator one, RecordGenerator other) = (Export.Generator(3000, 7), Export.Generator(3000, 7));

        Assert.Equal(Export.Text(one.Records()), Export.Text(other.Records()));
        Assert.Equal(Export.Text(one.Doubles()), Export.Text(other.Doubles()));
    }

    [Fact]
    public void Another_seed_gives_other_bytes() => Assert.NotEqual(
        Export.Text(Export.Generator(300, 7).Records()), Export.Text(Export.Generator(300, 8).Records()));

    // Written down, so that another machine, another runtime or a careless edit cannot change the records unnoticed.
    // A deliberate change of the tables or the rules changes these hashes with it; the new ones are in the output.
    [Fact]
    public void Two_thousand_records_have_the_known_bytes()
    {
        string records = Export.Hash(Export.Text(Export.Generator(2000, 42).Records()));
        string doubles = Export.Hash(Export.Text(Export.Generator(2000, 42).Doubles()));

        output.WriteLine($"{records} {doubles}");
        Assert.Equal("532377bb12ef966939f984a1a326396178776c7153bb4f591c6a23d9c0266aba", records);
        Assert.Equal("32dbc5b3c42c5cf2592a5b18fd24b6ec85ef158fd1adb5490c2c6ef287fcadfe", doubles);
    }

    [Fact]
    public void A_second_enumeration_starts_anew()
    {
        RecordGenerator generator = Export.Generator(500);

        Assert.Equal(Export.Text(generator.Records()), Export.Text(generator.Records()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(137)]
    [InlineData(25_000)]
    public void There_are_as_many_records_as_asked_for_numbered_from_one(int count)
    {
        SampleRecord[] records = [.. Export.Generator(count).Records()];

        Assert.Equal(Enumerable.Range(1, count).Select(n => $"R{n}"), records.Select(record => record.RecordId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RecordOptions.CountMax + 1)]
    public void Counts_out_of_bounds_are_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Export.Generator(count));

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public void Rates_out_of_bounds_are_refused(int rate) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Export.Generator(10, rates: new RecordRates { Typing = rate }));

    [Fact]
    public void Memory_does_not_grow_with_the_file()
    {
        // Five million are asked for, and only the first are taken: nothing but the shuffled ones is made ahead.
        SampleRecord[] first = [.. Export.Generator(RecordOptions.CountMax).Records().Take(10)];

        Assert.DoesNotContain(first, record => record.Person > 20_000);
    }

    [Fact]
    public void Neighbours_in_the_file_are_seldom_one_person()
    {
        int neighbours = Export.Records.Zip(Export.Records.Skip(1)).Count(two => two.First.Person == two.Second.Person);
        output.WriteLine($"neighbours that are one person: {neighbours}");

        Assert.InRange(neighbours, 0, 20);
    }

    [Fact]
    public void Columns_are_those_that_are_promised()
    {
        string[] lines = Export.Text(Export.Records.Take(50)).Split('\n');

        Assert.Equal(
            "record_id,source,initials,first_name,prefix,last_name,gender,birth_date,email,phone,street,house_number,"
                + "addition,postcode,city,country,truth_person,truth_household",
            lines[0]);
        Assert.Equal("", lines[^1]);
        Assert.Equal(52, lines.Length);
    }

    [Fact]
    public void A_comma_or_a_quote_in_a_value_is_quoted()
    {
        SampleRecord record = Export.Records[0] with { LastName = "Vries, de", City = "\"Den Haag\"" };

        string line = Export.Text([record]).Split('\n')[1];

        Assert.Contains(",\"Vries, de\",", line, StringComparison.Ordinal);
        Assert.Contains(",\"\"\"Den Haag\"\"\",", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_are_written_by_number_and_kind() => Assert.Equal(
        "person_a,person_b,kind\n3,4,father_son\n",
        Export.Text([new PersonPair(3, 4, DoubleKind.FatherSon)]));

    // The people stay who they are when the rates change, so that two files differ in nothing but what went wrong.
    [Fact]
    public void Other_rates_give_other_records_of_the_same_people()
    {
        SampleRecord[] usual = [.. Export.Generator(2000).Records()];
        SampleRecord[] clean = [.. Export.Generator(2000, rates: RecordRates.None).Records()];

        Assert.Equal(usual.Select(r => (r.Person, r.Household)), clean.Select(r => (r.Person, r.Household)));
        Assert.NotEqual(Export.Text(usual), Export.Text(clean));
        Assert.Equal(
            Export.Text(Export.Generator(2000).Doubles()),
            Export.Text(Export.Generator(2000, rates: RecordRates.None).Doubles()));
    }
}
