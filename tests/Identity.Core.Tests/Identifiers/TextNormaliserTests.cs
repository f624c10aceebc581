using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

public sealed class TextNormaliserTests
{
    [Theory]
    [InlineData("NL-1234", "NL-1234")]
    [InlineData("  NL-1234\r\n", "NL-1234")]
    [InlineData("NL  1234", "NL 1234")]
    [InlineData("NL\t\n 1234", "NL 1234")]
    [InlineData("NL\u00a0\u30001234", "NL 1234")]
    [InlineData("NL\u2003\u20281234", "NL 1234")]
    [InlineData("Rene\u0301", "René")]
    [InlineData("\u212bngstro\u0308m", "Ångström")]
    [InlineData("\u212a", "K")]
    [InlineData("\u0649\u200c\u0645", "\u0649\u200c\u0645")]
    [InlineData("ﬁets", "ﬁets")]
    [InlineData("１２", "１２")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    public void Text_is_trimmed_composed_and_single_spaced(string raw, string key) =>
        Assert.Equal(key, Key("text", raw));

    [Theory]
    [InlineData("Jansen", "jansen")]
    [InlineData("\u0430", "a")]
    [InlineData("１", "1")]
    [InlineData("ß", "ss")]
    [InlineData("ﬁ", "fi")]
    public void Text_that_only_looks_alike_stays_apart(string left, string right) =>
        Assert.NotEqual(Key("text", left), Key("text", right));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u0007b")]
    [InlineData("a\ud83d")]
    [InlineData("M\ufffdller")]
    [InlineData("a\ufffe")]
    public void Text_with_control_characters_is_refused(string raw) =>
        Assert.Equal(NormaliserProblems.InvalidCharacters, Problem("text", raw));

    [Fact]
    public void Text_that_composition_makes_too_long_is_refused()
    {
        // This Devanagari letter has three bytes, and six in NFC.
        Assert.Equal(NormaliserProblems.TooLong, Problem("text", new string('\u0958', 300)));
        Assert.Equal(NormaliserProblems.TooLong, Problem("lower", new string('\u0958', 300)));
    }

    [Fact]
    public void Lower_case_that_is_longer_than_its_upper_case_is_refused_past_the_limit()
    {
        // Two bytes in upper case, three in lower case.
        Assert.Equal(NormaliserProblems.TooLong, Problem("lower", new string('\u023a', 400)));
        Assert.Equal(300, Key("lower", new string('\u023a', 300)).Length);
    }

    [Fact]
    public void What_is_shown_has_the_limit_of_a_value_too()
    {
        // Composition lengthens the first letter, lower case shortens the second: only what is shown is too long.
        string raw = new string('\u0958', 100) + new string('ẞ', 180);
        Assert.Equal(NormaliserProblems.TooLong, Problem("lower", raw));
    }

    [Theory]
    [InlineData("Kees.DeVries", "kees.devries", "Kees.DeVries")]
    [InlineData("  kees ", "kees", null)]
    [InlineData("RENE\u0301E", "renée", "RENÉE")]
    [InlineData("H\u0331", "\u1e96", "H\u0331")]
    [InlineData("J\u030c", "\u01f0", "J\u030c")]
    [InlineData("ISTANBUL", "istanbul", "ISTANBUL")]
    [InlineData("İstanbul", "İstanbul", null)]
    [InlineData("ısı", "ısı", null)]
    [InlineData("STRAẞE", "straße", "STRAẞE")]
    [InlineData("ΣΟΦΟΣ", "σοφοσ", "ΣΟΦΟΣ")]
    [InlineData("\u212a9", "k9", "K9")]
    [InlineData("\U00010400", "\U00010428", "\U00010400")]
    public void Lower_folds_case_and_shows_it(string raw, string key, string? shown) =>
        Assert.Equal(new NormalisedValue(key, shown, null), With("lower", raw));

    [Theory]
    [InlineData("istanbul", "İstanbul")]
    [InlineData("isi", "ısı")]
    [InlineData("strasse", "straße")]
    [InlineData("paypal", "p\u0430yp\u0430l")]
    public void Lower_joins_no_letters_that_merely_look_alike(string left, string right) =>
        Assert.NotEqual(Key("lower", left), Key("lower", right));
}
