using System.Text.RegularExpressions;
using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>What goes wrong with records goes wrong as often as it should, and in the fields where it should.</summary>
public sealed class RecordSlipTests(ITestOutputHelper output)
{
    // In per mille of all records. Where a rate is of each field, several fields share in it.
    [Theory]
    [InlineData(RecordSlips.Typing, 30, 80)]
    [InlineData(RecordSlips.Scanning, 3, 15)]
    [InlineData(RecordSlips.Hearing, 15, 45)]
    [InlineData(RecordSlips.NamesSwapped, 3, 12)]
    [InlineData(RecordSlips.DayMonthSwapped, 2, 12)]
    [InlineData(RecordSlips.DateDigit, 3, 14)]
    [InlineData(RecordSlips.DateDefault, 1, 8)]
    [InlineData(RecordSlips.Postcode, 6, 20)]
    [InlineData(RecordSlips.AdditionLost, 4, 20)]
    [InlineData(RecordSlips.Prefix, 15, 60)]
    [InlineData(RecordSlips.AccentsLost, 1, 20)]
    [InlineData(RecordSlips.Capitals, 25, 60)]
    [InlineData(RecordSlips.FieldMissing, 15, 40)]
    [InlineData(RecordSlips.PhoneDigit, 2, 10)]
    [InlineData(RecordSlips.EmailDefault, 0, 4)]
    [InlineData(RecordSlips.Borrowed, 3, 15)]
    [InlineData(RecordSlips.GenderWrong, 1, 8)]
    public void Each_slip_is_as_frequent_as_its_rate_says(RecordSlips slip, int perMilleMin, int perMilleMax)
    {
        int records = Export.Records.Count(record => record.Slips.HasFlag(slip));
        output.WriteLine($"{slip}: {records} of {Export.Records.Count}");

        Assert.InRange(
            records, Math.Max(1, Export.Records.Count / 1000 * perMilleMin), Export.Records.Count / 1000 * perMilleMax);
    }

    [Fact]
    public void Initials_are_left_ambiguous_only_here_and_there() =>
        Assert.InRange(Export.Records.Count(record => record.Slips.HasFlag(RecordSlips.Ambiguous)), 1, 25);

    [Fact]
    public void Many_records_are_without_fault_and_few_have_many()
    {
        int none = Export.Records.Count(record => record.Slips == RecordSlips.None);
        int many = Export.Records.Count(record => int.PopCount((int)record.Slips) > 3);
        output.WriteLine($"without fault: {none}, with more than three: {many} of {Export.Records.Count}");

        Assert.InRange(none * 100 / Export.Records.Count, 60, 85);
        Assert.InRange(many * 1000 / Export.Records.Count, 0, 5);
    }

    [Fact]
    public void Without_rates_nothing_goes_wrong() => Assert.DoesNotContain(
        Export.Generator(5000, rates: RecordRates.None).Records(), r => r.Slips != RecordSlips.None);

    [Fact]
    public void Twice_the_rates_give_about_twice_the_slips()
    {
        int usual = Export.Generator(10_000).Records().Count(r => r.Slips.HasFlag(RecordSlips.Typing));
        int twice = Export.Generator(10_000, rates: new RecordRates().Times(200)).Records()
            .Count(r => r.Slips.HasFlag(RecordSlips.Typing));
        output.WriteLine($"{usual} and {twice}");

        Assert.InRange(twice, usual * 3 / 2, usual * 5 / 2);
    }

    [Fact]
    public void A_slip_changes_its_own_field()
    {
        Assert.All(With(RecordSlips.DateDefault), r => Assert.Contains(
            Export.BornOf(r), new DateOnly?[] { new DateOnly(1900, 1, 1), new DateOnly(1970, 1, 1) }));
        Assert.All(With(RecordSlips.EmailDefault), r => Assert.Matches("^(?i)(geen@geen|onbekend@winkel)", r.Email));
        Assert.All(With(RecordSlips.Capitals), r => Assert.Equal(r.LastName.ToUpperInvariant(), r.LastName));
        Assert.All(With(RecordSlips.AdditionLost), r => Assert.Matches("^[0-9]*$", r.HouseNumber + r.Addition));
    }

    [Fact]
    public void A_source_fills_the_fields_that_it_asks_for()
    {
        Assert.InRange(Filled("webshop", r => r.Email), 100, 100);
        Assert.InRange(Filled("crm", r => r.BirthDate), 85, 97);
        Assert.InRange(Filled("webshop", r => r.BirthDate), 30, 60);
        Assert.InRange(Filled("till", r => r.BirthDate), 30, 60);
        Assert.InRange(Filled("till", r => r.Email), 30, 55);
        Assert.InRange(Filled("till", r => r.City), 25, 50);
        Assert.InRange(Filled("till", r => r.Country), 0, 0);
        Assert.InRange(Filled("crm", r => r.Gender), 90, 99);
    }

    [Fact]
    public void Prefixes_are_written_in_many_ways()
    {
        HashSet<string> prefixes = [.. Export.Records.Select(record => record.Prefix)];

        Assert.Superset(new HashSet<string> { "van de", "van der", "v.d.", "vd", "v/d", "Van", "DE" }, prefixes);
        Assert.Contains(Export.Records, r => r.LastName.EndsWith(", de", StringComparison.Ordinal));
        Assert.Contains(Export.Records, r => r.LastName.StartsWith("van der ", StringComparison.Ordinal));
    }

    [Fact]
    public void House_numbers_are_written_with_their_additions_in_many_ways()
    {
        string[] numbers = [.. Export.Records.Select(record => record.HouseNumber)];

        Assert.All(
            new[]
            {
                "^[0-9]+a$", "^[0-9]+ A$", "^[0-9]+-[a-zA-Z]$", "^[0-9]+ hs$", "^[0-9]+-[0-9]$", "^[0-9]+ bus [0-9]+$",
            },
            way => Assert.Contains(numbers, number => Regex.IsMatch(number, way)));
    }

    [Fact]
    public void Telephone_numbers_are_written_in_many_ways() => Assert.All(
        new[]
        {
            "^06-[0-9]{8}$", "^06[0-9]{8}$", @"^\+316[0-9]{8}$", "^00316", "^06( [0-9]{2}){4}$", "^020-1[0-9]{6}$",
            "^6[0-9]{8}$",
        },
        way => Assert.Contains(Export.Records, r => Regex.IsMatch(r.Phone, way)));

    private static SampleRecord[] With(RecordSlips slip)
    {
        SampleRecord[] records = [.. Export.Records.Where(record => record.Slips.HasFlag(slip))];
        Assert.NotEmpty(records);
        return records;
    }

    private static int Filled(string source, Func<SampleRecord, string> field)
    {
        SampleRecord[] records = [.. Export.Records.Where(record => record.Source == source)];
        return records.Count(record => field(record).Length > 0) * 100 / records.Length;
    }
}
