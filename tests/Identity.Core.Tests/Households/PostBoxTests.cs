using Identity.Core.Households;
using Xunit;

namespace Identity.Core.Tests.Households;

public sealed class PostBoxTests
{
    [Theory]
    [InlineData("Postbus 123, 1000 AA Amsterdam")]
    [InlineData("postbus 9")]
    [InlineData("POSTBUS 9")]
    [InlineData("nl:1000aa:postbus:123")]
    [InlineData("Antwoordnummer 1234")]
    [InlineData("Postfach 12 34 56, Berlin")]
    [InlineData("P.O. Box 7")]
    [InlineData("PO Box 7")]
    [InlineData("POBox 7")]
    [InlineData("Post box 7")]
    [InlineData("Boîte postale 12")]
    [InlineData("Boite Postale 12")]
    [InlineData("12 Rue de la Gare, BP 90")]
    public void A_box_is_no_home(string address) => Assert.True(PostBox.IsNamedBy(address));

    [Theory]
    [InlineData("")]
    [InlineData("1234ab:12:a")]
    [InlineData("nl:1234ab:12:a")]
    [InlineData("Postbusstraat 3, Groningen")]
    [InlineData("Boxtelseweg 12, Boxtel")]
    [InlineData("Po 3, Pau")]
    [InlineData("Postweg 3")]
    [InlineData("Boite 3, Rue Postale")]
    [InlineData("BP Tankstation, A2")]
    [InlineData("Post 7, Boxmeer")]
    public void A_street_that_reads_alike_is_a_home(string address) => Assert.False(PostBox.IsNamedBy(address));
}
