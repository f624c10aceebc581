using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class PersonNameTests
{
    public static TheoryData<string, string[]> Spellings { get; } = CleaningTables.Rows("person_names.csv", ';');

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_name_in_one_field_is_taken_apart(string text, string[] expected) =>
        Assert.Equal(expected, Cells(PersonName.Read(text)));

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Reading_the_parts_of_a_name_gives_that_name(string text, string[] expected)
    {
        PersonName name = PersonName.Read(text);
        Assert.Equal(expected[..^1], Cells(PersonName.Read(name.Parts))[..^1]);
    }

    [Theory]
    [InlineData("A. v.d. Berg", "A. van der Berg")]
    [InlineData("A. Vandenberghe", "A. Van den Berghe")]
    [InlineData("A. Vandenberghe", "A. van den Berghe")]
    [InlineData("A. VanderElst", "A. Vander Elst")]
    [InlineData("P. D'Hondt", "P. Dhondt")]
    [InlineData("P. d’Hondt", "P. D'HONDT")]
    [InlineData("A. 't Hart", "A. ’t Hart")]
    [InlineData("A. 's-Gravesande", "A. 's Gravesande")]
    [InlineData("B. Müller", "B. Muller")]
    [InlineData("B. Weiß", "B. Weiss")]
    [InlineData("B. DE GROOT", "B. de Groot")]
    [InlineData("B. Ĳzerman", "B. IJzerman")]
    public void Spellings_of_one_family_name_compare_equal_without_spaces(string one, string other) =>
        Assert.Equal(PersonName.Read(one).CompactFamily, PersonName.Read(other).CompactFamily);

    [Theory]
    [InlineData("Aleksandr Petrov", "Aleksandr Реtrov")]
    [InlineData("Anna", "Аnna")]
    [InlineData("A. Jansen", "A. Jаnsen")]
    [InlineData("A. Jansen", "A. Ｊansen")]
    [InlineData("A. Omega", "A. Οmega")]
    public void Look_alike_characters_do_not_compare_equal(string one, string other)
    {
        PersonName a = PersonName.Read(one);
        PersonName b = PersonName.Read(other);
        Assert.NotEqual(a.FoldedGiven + a.CompactFamily, b.FoldedGiven + b.CompactFamily);
    }

    [Fact]
    public void Forms_for_comparing_are_folded()
    {
        PersonName name = PersonName.Read("Mw. Zoë Chloé (Zo) van der Hëyden-d'Ancona");
        Assert.Equal("zoe chloe", name.FoldedGiven);
        Assert.Equal("zo", name.FoldedFirst);
        Assert.Equal("zc", name.FoldedInitials);
        Assert.Equal("heyden", name.FoldedFamily);
        Assert.Equal("van der heyden", name.FoldedFullFamily);
        Assert.Equal("vanderheyden", name.CompactFamily);
        Assert.Equal("ancona", name.FoldedSecondFamily);
        Assert.Equal("dancona", name.CompactSecondFamily);
        Assert.Equal(Gender.Female, name.Gender);
    }

    [Theory]
    [InlineData("van der", "Berg", "van der", "Berg")]
    [InlineData("v.d.", "Berg", "van der", "Berg")]
    [InlineData("VAN DER", "BERG", "van der", "Berg")]
    [InlineData("van der", "van der Berg", "van der", "Berg")]
    [InlineData("", "van der Berg", "van der", "Berg")]
    [InlineData(null, "Berg, van der", "van der", "Berg")]
    [InlineData("", "Berg van der", "", "Berg van der")]
    [InlineData("van", "de Velde", "van de", "Velde")]
    [InlineData("", "Vries", "", "Vries")]
    [InlineData("di", "Stefano", "di", "Stefano")]
    [InlineData("onzin", "Vries", "onzin", "Vries")]
    public void A_prefix_is_read_from_its_field_or_the_family_name(
        string? prefix, string family, string expectedPrefix, string expectedFamily)
    {
        PersonName name = PersonName.Read(new NameParts { Prefix = prefix, Family = family });
        Assert.Equal(expectedPrefix, name.Prefix);
        Assert.Equal(expectedFamily, name.Family);
    }

    [Theory]
    [InlineData("J.P.", "J.P.")]
    [InlineData("JP", "J.P.")]
    [InlineData("j p", "J.P.")]
    [InlineData("J. P.", "J.P.")]
    [InlineData("j.p", "J.P.")]
    [InlineData("J-P", "J.P.")]
    [InlineData("Th.M.", "Th.M.")]
    [InlineData("IJ.", "IJ.")]
    [InlineData("J.P.M.H.A.", "J.P.M.H.A.")]
    [InlineData("É.", "É.")]
    [InlineData("1", "")]
    public void Initials_have_one_spelling(string given, string expected) =>
        Assert.Equal(expected, PersonName.Read(new NameParts { Initials = given, Family = "Jansen" }).Initials);

    [Theory]
    [InlineData("Johannes", "", "Johannes", "")]
    [InlineData("J.", "", "", "J.")]
    [InlineData("J.P.", "", "", "J.P.")]
    [InlineData("Jan P.", "", "Jan", "J.P.")]
    [InlineData("", "Johannes", "Johannes", "")]
    [InlineData("Johannes (Jan)", "J.", "Johannes", "J.")]
    [InlineData("Dhr. Jan", "", "Jan", "")]
    [InlineData("JAN", "", "Jan", "")]
    public void Given_names_and_initials_are_told_apart(
        string given, string initials, string expectedGiven, string expectedInitials)
    {
        PersonName name = PersonName.Read(new NameParts { Given = given, Initials = initials });
        Assert.Equal(expectedGiven, name.Given);
        Assert.Equal(expectedInitials, name.Initials);
    }

    [Fact]
    public void Nothing_is_a_name_of_nobody()
    {
        Assert.Equal(PersonName.Empty, PersonName.Read(""));
        Assert.Equal(PersonName.Empty, PersonName.Read(new NameParts()));
        Assert.Equal(PersonName.Empty, PersonName.Read(new NameParts { Given = " ", Family = "\t" }));
        Assert.True(PersonName.Read(" \u200b ").IsEmpty);
    }

    internal static string[] Cells(PersonName name) =>
    [
        name.Titles, name.Initials, name.Given, name.CallName, name.Prefix, name.Family, name.SecondPrefix,
        name.SecondFamily, name.Suffix, CleaningTables.Remarks(name.Remarks),
    ];
}
