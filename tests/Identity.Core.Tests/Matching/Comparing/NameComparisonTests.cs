using Identity.Core.Matching;
using Identity.Core.Matching.Comparing;
using Identity.Core.Matching.Preparing;
using Xunit;
using static Identity.Core.Matching.AgreementLevel;

namespace Identity.Core.Tests.Matching.Comparing;

/// <summary>Two names, and how far their parts agree.</summary>
public sealed class NameComparisonTests
{
    [Theory]
    [InlineData("Maria", "MARIA", Exact)]
    [InlineData("José", "Jose", Exact)]
    [InlineData("Wilhelmus", "Wim", Variant)]
    [InlineData("Johannes", "Jan", Variant)]
    [InlineData("Elizabeth", "Liz", Variant)]
    [InlineData("Kees", "Cees", Variant)]
    [InlineData("Cornelis", "Kees", Variant)]
    [InlineData("Wilhlemus", "Wilhelmus", Near)]
    [InlineData("Mariaa", "Maria", Near)]
    [InlineData("Jan Willem", "Jan", Variant)]
    [InlineData("J.", "Jan", Part)]
    [InlineData("J.P.", "Jan", Part)]
    [InlineData("J.P.", "J.", Part)]
    [InlineData("J.", "J.", Part)]
    [InlineData("J.P.", "J.K.", Similar)]
    [InlineData("J.", "P.", Different)]
    [InlineData("J.", "Piet", Different)]
    [InlineData("Eva", "Evi", Similar)]
    [InlineData("Jan", "Piet", Different)]
    [InlineData("Cornelis", "Cornelia", Different)]
    [InlineData("Jan", "", Missing)]
    public void Given_names(string left, string right, AgreementLevel level) =>
        Both(Slot.Given, FieldKind.GivenName, left, right, level);

    [Theory]
    [InlineData("Jansen", "JANSEN", Exact)]
    [InlineData("van der Berg", "v.d. Berg", Exact)]
    [InlineData("van den Berg", "Berg", Exact)]
    [InlineData("Berg, van den", "van den Berg", Exact)]
    [InlineData("d'Hondt", "dHondt", Near)]
    [InlineData("van den Berg", "Vandenberg", Part)]
    [InlineData("Jansen", "Janssen", Near)]
    [InlineData("Jansen", "Jasnen", Near)]
    [InlineData("de Vries-Jansen", "de Vries", Exact)]
    [InlineData("de Vries-Jansen", "Jansen", Part)]
    [InlineData("Jansen", "J", Part)]
    [InlineData("Meijer", "Meyer", Similar)]
    [InlineData("Schmidt", "Smit", Similar)]
    [InlineData("Jansen", "Bakker", Different)]
    [InlineData("Jansen", "", Missing)]
    public void Family_names(string left, string right, AgreementLevel level) =>
        Both(Slot.Family, FieldKind.FamilyName, left, right, level);

    [Fact]
    public void A_prefix_may_stand_in_a_column_of_its_own()
    {
        MatchRecord apart = Records.Of((FieldKind.FamilyPrefix, "van der"), (FieldKind.FamilyName, "Meer"));
        MatchRecord within = Records.Of((FieldKind.FamilyName, "v/d Meer"));
        MatchRecord without = Records.Of((FieldKind.FamilyName, "Meer"));
        Assert.Equal(Exact, Records.Compare(Slot.Family, apart, within));
        Assert.Equal(Exact, Records.Compare(Slot.Family, apart, without));
        Assert.Equal(Exact, Records.Compare(Slot.Family, without, within));
    }

    [Fact]
    public void A_whole_name_is_compared_with_its_parts()
    {
        MatchRecord whole = Records.Of((FieldKind.FullName, "dhr. Jan van der Meer"));
        MatchRecord parts = Records.Of((FieldKind.GivenName, "Jan"), (FieldKind.FamilyName, "van der Meer"));
        Assert.Equal(Exact, Records.Compare(Slot.Given, whole, parts));
        Assert.Equal(Exact, Records.Compare(Slot.Family, whole, parts));
    }

    [Fact]
    public void Names_in_each_others_place_are_found()
    {
        AssertNames(Crossed, Crossed, Name("Jan", "Pietersma"), Name("Pietersma", "Jan"));
        AssertNames(Crossed, Crossed, Name("Jan", "Pietersma"), Name("Pietersna", "Jan"));
        AssertNames(Remote, Different, Name("Jan", "Pietersma"), Name("Bakker", "Jan"));
        AssertNames(Crossed, Missing, Name("Pietersma", ""), Name("Jan", "Pietersma"));
    }

    [Fact]
    public void Names_that_agree_where_they_are_do_not_cross() =>
        AssertNames(Exact, Exact, Name("Willem", "Willem"), Name("Willem", "Willem"));

    [Fact]
    public void A_name_at_birth_is_found_beside_the_one_by_marriage()
    {
        MatchRecord married = Name("Anna", "Jansen-Bakker");
        MatchRecord before = Name("Anna", "Bakker");
        MatchRecord other = Name("Anna", "Visser");
        Assert.Equal(Part, Records.Compare(Slot.Family, married, before));
        Assert.Equal(Different, Records.Compare(Slot.Family, married, other));
    }

    /// <summary>Letters of other scripts that look like Latin ones are other letters.</summary>
    [Theory]
    [InlineData("Anna", "Аnna")] // The second begins with a Cyrillic letter.
    [InlineData("Jansen", "Jаnsеn")]
    [InlineData("Piet", "Ρiet")] // A Greek one.
    [InlineData("Вера", "Bepa")]
    public void Look_alikes_never_agree(string left, string right)
    {
        foreach (FieldKind kind in new[]
        {
            FieldKind.GivenName, FieldKind.FamilyName, FieldKind.City, FieldKind.Street, FieldKind.Other,
        })
        {
            Assert.NotEqual(Exact, Records.Compare(kind, left, right));
            Assert.NotEqual(Variant, Records.Compare(kind, left, right));
        }

        Assert.NotEqual(Exact, Records.Compare(FieldKind.Email, $"{left}@example.nl", $"{right}@example.nl"));
    }

    private static MatchRecord Name(string given, string family) =>
        Records.Of((FieldKind.GivenName, given), (FieldKind.FamilyName, family));

    private static void AssertNames(AgreementLevel given, AgreementLevel family, MatchRecord left, MatchRecord right)
    {
        Pattern pattern = RecordComparison.Compare(left, right);
        Assert.Equal((given, family), (pattern[(int)Slot.Given], pattern[(int)Slot.Family]));
    }

    private static void Both(Slot slot, FieldKind kind, string left, string right, AgreementLevel level)
    {
        Assert.Equal(level, Records.Compare(slot, Records.Of((kind, left)), Records.Of((kind, right))));
        Assert.Equal(level, Records.Compare(slot, Records.Of((kind, right)), Records.Of((kind, left))));
    }
}
