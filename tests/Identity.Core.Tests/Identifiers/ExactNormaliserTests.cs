using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

public sealed class ExactNormaliserTests
{
    [Theory]
    [InlineData("GA1.2.1234567890.1700000000")]
    [InlineData("4b1f7c6e-0d4a-4e0f-9d2a-6f1f0f7f2b11")]
    [InlineData("  leading and trailing  ")]
    [InlineData("CaSe")]
    [InlineData("e\u0301")]
    [InlineData("zero\u200bwidth")]
    [InlineData("💩")]
    [InlineData("'; DROP TABLE links; --")]
    [InlineData("=cmd|'/c calc'!A1")]
    public void Exact_values_stay_byte_for_byte(string raw) =>
        Assert.Equal(NormalisedValueOf(raw), With("exact", raw));

    [Theory]
    [InlineData("a", "A")]
    [InlineData("a", "a ")]
    [InlineData("\u00e9", "e\u0301")]
    [InlineData("a", "\u0430")]
    public void Exact_values_that_differ_in_a_byte_stay_apart(string left, string right) =>
        Assert.NotEqual(Key("exact", left), Key("exact", right));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\tb")]
    [InlineData("a\r\nX-Injected: 1")]
    [InlineData("\u001b[31m")]
    [InlineData("a\u0085b")]
    [InlineData("a\ud800b")]
    [InlineData("\udc00")]
    [InlineData("M\ufffdller")]
    [InlineData("a\ufffe")]
    [InlineData("\ufdd0")]
    public void Characters_that_cannot_be_kept_faithfully_are_refused(string raw)
    {
        foreach (string name in Normaliser.Names.Where(name => name is not ("text" or "address")
            && !name.StartsWith("phone", StringComparison.Ordinal)))
        {
            Assert.Equal(NormaliserProblems.InvalidCharacters, Problem(name, raw));
        }
    }

    [Fact]
    public void Nothing_is_refused_by_every_normaliser() =>
        Assert.All(Normaliser.Names, name => Assert.Equal(NormaliserProblems.Empty, Problem(name, string.Empty)));

    [Fact]
    public void White_space_alone_is_nothing_except_where_bytes_count()
    {
        Assert.Equal("   ", Key("exact", "   "));
        Assert.All(
            Normaliser.Names.Except(["exact"]),
            name => Assert.Equal(NormaliserProblems.Empty, Problem(name, " \t\u00a0\r\n\u3000 ")));
    }

    [Fact]
    public void A_value_may_have_1024_bytes_of_utf8_and_no_more()
    {
        Assert.Equal(1024, Normaliser.ValueBytesMax);
        Assert.Equal(1024, Key("exact", new string('a', 1024)).Length);
        Assert.Equal(512, Key("exact", new string('é', 512)).Length);

        string[] tooLong = [new('a', 1025), new('é', 513), new('a', 1_000_000), new(' ', 1_000_000)];
        Assert.All(
            tooLong,
            raw => Assert.All(Normaliser.Names, name => Assert.Equal(NormaliserProblems.TooLong, Problem(name, raw))));
    }

    [Fact]
    public void Normalisers_are_found_by_their_exact_name()
    {
        string[] first = ["exact", "text", "lower", "email", "phone", "ip", "address"];
        string[] countries =
        [
            "at", "be", "bg", "ch", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gb", "gr", "hr", "hu", "ie", "is",
            "it", "lt", "lu", "lv", "mt", "nl", "no", "pl", "pt", "ro", "se", "si", "sk",
        ];
        Assert.Equal([.. first, .. countries.Select(country => "phone_" + country)], Normaliser.Names);
        Assert.All(Normaliser.Names, name =>
        {
            Assert.True(Normaliser.TryGet(name, out Normaliser? normaliser));
            Assert.Equal(name, normaliser.Name);
        });
        Assert.False(Normaliser.TryGet("Email", out _));
        Assert.False(Normaliser.TryGet(string.Empty, out _));
        Assert.Equal("exact", Normaliser.Exact.Name);
    }

    private static NormalisedValue NormalisedValueOf(string key) => new(key, null, null);
}
