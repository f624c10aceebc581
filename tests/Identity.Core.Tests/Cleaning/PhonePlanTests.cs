using Identity.Core.Identifiers;
using Identity.Core.Tests.Identifiers;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class PhonePlanTests
{
    public static TheoryData<string, string[]> Spellings { get; } = CleaningTables.Rows("phones.csv", ';');

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_number_is_read_by_the_plan_of_its_country(string spelling, string[] expected)
    {
        NormalisedValue value = Normalising.With("phone_" + expected[0].ToLowerInvariant(), spelling);
        Assert.Equal(expected[1], value.Key);
        Assert.Equal(expected[1].Length == 0 ? NormaliserProblems.MalformedPhone : null, value.Problem);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_key_is_a_number_in_every_country(string spelling, string[] expected)
    {
        Assert.NotEmpty(spelling);
        if (expected[1].Length == 0) { return; }

        Assert.All(Normaliser.Names.Where(name => name.StartsWith("phone", StringComparison.Ordinal)),
            name => Assert.Equal(expected[1], Normalising.Key(name, expected[1])));
    }

    [Fact]
    public void An_extension_is_kept_in_every_plan() =>
        Assert.Equal("+493012345678;ext=12", Normalising.Key("phone_de", "030 12345678 Durchwahl 12"
            .Replace("Durchwahl", "ext.", StringComparison.Ordinal)));
}
