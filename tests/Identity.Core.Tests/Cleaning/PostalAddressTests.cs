using Identity.Core.Cleaning;
using Identity.Core.Tests.Identifiers;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class PostalAddressTests
{
    public static TheoryData<string, string[]> Spellings { get; } = CleaningTables.Rows("addresses.csv", '\t');

    [Theory]
    [MemberData(nameof(Spellings))]
    public void An_address_in_one_text_is_taken_apart(string text, string[] expected) =>
        Assert.Equal(expected, Cells(Read(text)));

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Reading_the_parts_of_an_address_gives_that_address(string text, string[] expected) =>
        Assert.Equal(expected, Cells(PostalAddress.Read(Read(text).Parts)));

    [Theory]
    [MemberData(nameof(Spellings))]
    public void The_normaliser_gives_the_key_or_the_text(string text, string[] expected)
    {
        if (text.Length > 2 && text[2] == '>') { return; }

        Assert.Equal(expected[0].Length > 0 ? expected[0] : Normalising.Key("text", text),
            Normalising.Key("address", text));
    }

    [Theory]
    [InlineData("12", "", "12", "")]
    [InlineData("12a", "", "12", "A")]
    [InlineData("12 A", "", "12", "A")]
    [InlineData("12-a", "", "12", "A")]
    [InlineData("12", "a", "12", "A")]
    [InlineData("12", "-a", "12", "A")]
    [InlineData("12a", "a", "12", "A")]
    [InlineData("12a", "3", "12", "A3")]
    [InlineData("12", "a 3", "12", "A3")]
    [InlineData("12", "A-3", "12", "A3")]
    [InlineData("1-3hoog", "", "1", "3")]
    [InlineData("1", "3hoog", "1", "3")]
    [InlineData("1", "3 hoog", "1", "3")]
    [InlineData("1", "3-hoog", "1", "3")]
    [InlineData("1", "driehoog", "1", "3")]
    [InlineData("1", "III", "1", "3")]
    [InlineData("1", "3e etage", "1", "3")]
    [InlineData("1", "hs", "1", "hs")]
    [InlineData("1", "HS", "1", "hs")]
    [InlineData("1", "huis", "1", "hs")]
    [InlineData("1", "h.s.", "1", "hs")]
    [InlineData("1", "bis", "1", "bis")]
    [InlineData("1", "BIS", "1", "bis")]
    [InlineData("1bis", "", "1", "bis")]
    [InlineData("1 bis A", "", "1", "bis-a")]
    [InlineData("1", "begane grond", "1", "bg")]
    [InlineData("1", "t/o", "1", "to")]
    [InlineData("1", "to", "1", "to")]
    [InlineData("t/o 1", "", "1", "to")]
    [InlineData("1", "bus 3", "1", "3")]
    [InlineData("1", "app. 3", "1", "3")]
    [InlineData("1", "app 03", "1", "3")]
    [InlineData("1", "woonwagen", "1", "woonwagen")]
    [InlineData("0012", "", "12", "")]
    [InlineData("nr. 12", "", "12", "")]
    [InlineData("#12", "", "12", "")]
    [InlineData("12.", "", "12", "")]
    [InlineData("12 .", "", "12", "")]
    public void House_numbers_have_one_spelling(
        string number, string addition, string expected, string expectedAddition)
    {
        var address = PostalAddress.Read(new AddressParts
        {
            Postcode = "1234ab",
            HouseNumber = number,
            Addition = addition,
        });
        Assert.Equal((expected, expectedAddition), (address.HouseNumber, address.Addition));
        string tail = expectedAddition.Length == 0 ? "" : ":" + expectedAddition.ToLowerInvariant();
        Assert.Equal($"nl:1234ab:{expected}{tail}", address.Key);
    }

    [Theory]
    [InlineData("1234AB")]
    [InlineData("1234 AB")]
    [InlineData("1234ab")]
    [InlineData("1234 ab")]
    [InlineData("1234  AB")]
    [InlineData("1234-AB")]
    [InlineData(" 1234 AB ")]
    [InlineData("NL-1234 AB")]
    [InlineData("NL 1234AB")]
    [InlineData("1234\u00a0AB")]
    [InlineData("1234.AB")]
    public void A_Dutch_postcode_has_one_spelling(string postcode) => Assert.Equal("1234 AB",
        PostalAddress.Read(new AddressParts { Postcode = postcode, HouseNumber = "1" }).Postcode);

    [Theory]
    [InlineData("0123 AB", "NL")]
    [InlineData("1234 SS", "NL")]
    [InlineData("1234 SA", "NL")]
    [InlineData("1234 SD", "NL")]
    [InlineData("1234", "NL")]
    [InlineData("1234 A", "NL")]
    [InlineData("1234 ABC", "NL")]
    [InlineData("1234 А\u0412", "NL")]
    [InlineData("123", "BE")]
    [InlineData("0100", "BE")]
    [InlineData("1234", "DE")]
    [InlineData("ABC", "GB")]
    public void What_is_no_postcode_of_its_country_stays_and_gives_no_key(string postcode, string country)
    {
        var address = PostalAddress.Read(new AddressParts
        {
            Street = "Dorpsstraat",
            HouseNumber = "1",
            Postcode = postcode,
            Country = country,
        });
        Assert.Null(address.Key);
        Assert.Equal(postcode, address.Postcode);
        Assert.Equal(AddressRemarks.PostcodeUnreadable, address.Remarks);
    }

    [Theory]
    [InlineData("Dorpsstr.", "Dorpsstraat", "NL")]
    [InlineData("Burg. Jansenstraat", "Burgemeester Jansenstr", "NL")]
    [InlineData("Prof. v.d. Bergln.", "Professor van der Bergln", "BE")]
    [InlineData("Musterstr.", "Musterstraße", "DE")]
    [InlineData("Muster Str.", "Muster Strasse", "DE")]
    [InlineData("Av. Foch", "avenue Foch", "FR")]
    [InlineData("Bd. Haussmann", "Boulevard Haussmann", "FR")]
    [InlineData("High St", "High Street", "GB")]
    public void Streets_compare_with_their_abbreviations_written_out(string one, string other, string country) =>
        Assert.Equal(Street(one, country), Street(other, country));

    [Fact]
    public void Strangers_in_a_Belgian_town_stay_apart()
    {
        string? one = PostalAddress.Read("Wetstraat 16, 1000 Brussel, België").Key;
        string? other = PostalAddress.Read("Kerkstraat 16, 1000 Brussel, België").Key;
        Assert.NotNull(one);
        Assert.NotNull(other);
        Assert.NotEqual(one, other);
        Assert.Null(PostalAddress.Read("1000 Brussel, België").Key);
    }

    private static string Street(string street, string country) =>
        PostalAddress.Read(new AddressParts { Street = street, Country = country }).FoldedStreet;

    private static PostalAddress Read(string text)
    {
        bool hasHome = text.Length > 2 && text[2] == '>';
        return hasHome ? PostalAddress.Read(text[3..], text[..2]) : PostalAddress.Read(text);
    }

    private static string[] Cells(PostalAddress address) =>
    [
        address.Key ?? "", address.Street, address.HouseNumber, address.Addition, address.Postcode, address.City,
        address.Country,
    ];
}
