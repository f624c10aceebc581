using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class TestValuesTests
{
    [Theory]
    [InlineData("test")]
    [InlineData("TEST")]
    [InlineData("Test 1")]
    [InlineData("test123")]
    [InlineData("asdf")]
    [InlineData("qwerty")]
    [InlineData("qwertz")]
    [InlineData("azerty")]
    [InlineData("aaa")]
    [InlineData("xxx")]
    [InlineData("Xxxxxx")]
    [InlineData("12345")]
    [InlineData("123456")]
    [InlineData("654321")]
    [InlineData("000")]
    [InlineData("Voornaam")]
    [InlineData("dummy")]
    [InlineData("Teststraat")]
    [InlineData("foobar")]
    [InlineData("Lorem ipsum")]
    public void A_try_is_known(string text) => Assert.True(TestValues.IsText(text));

    [Theory]
    [InlineData("Jansen")]
    [InlineData("Testa")]
    [InlineData("Tester-Jansen")]
    [InlineData("Jan")]
    [InlineData("Jo")]
    [InlineData("Foo")]
    [InlineData("1980")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData("tеst")]
    [InlineData("Wert")]
    public void A_value_is_no_try(string text) => Assert.False(TestValues.IsText(text));

    [Theory]
    [InlineData("Donald Duck", true)]
    [InlineData("Duck, Donald", true)]
    [InlineData("D. Duck", false)]
    [InlineData("Jan Test", true)]
    [InlineData("test test", true)]
    [InlineData("Pietje Puk", true)]
    [InlineData("Jan Modaal", true)]
    [InlineData("John Doe", true)]
    [InlineData("Jan Jansen", false)]
    [InlineData("J. de Vries", false)]
    [InlineData("Mickey Mouse", true)]
    [InlineData("Jan met de Pet", true)]
    public void Nobodies_are_known_by_name(string name, bool expected) =>
        Assert.Equal(expected, TestValues.IsName(PersonName.Read(name)));

    [Theory]
    [InlineData("test@test.nl", true)]
    [InlineData("test@gmail.com", true)]
    [InlineData("test123@gmail.com", true)]
    [InlineData("asdf@asdf.nl", true)]
    [InlineData("jan@example.com", false)]
    [InlineData("a@a.nl", true)]
    [InlineData("jan@voorbeeld.example", false)]
    [InlineData("jan@x.nl", false)]
    [InlineData("xx@XX.com", true)]
    [InlineData("jan@jansen.nl", false)]
    [InlineData("contest@gmail.com", false)]
    [InlineData("jan.tester@gmail.com", false)]
    [InlineData("kees@gmail.com", false)]
    [InlineData("naam@gmail.com", false)]
    [InlineData("test", false)]
    [InlineData("@", false)]
    [InlineData("", false)]
    public void Addresses_that_nobody_has_are_known(string address, bool expected) =>
        Assert.Equal(expected, TestValues.IsEmail(address));

    [Theory]
    [InlineData("+31612345678", true)]
    [InlineData("+31611111111", true)]
    [InlineData("+31201234567", true)]
    [InlineData("+31687654321", true)]
    [InlineData("+31201234567;ext=12", true)]
    [InlineData("+31623456781", false)]
    [InlineData("+31613572468", false)]
    [InlineData("+31", false)]
    [InlineData("", false)]
    public void Numbers_that_nobody_has_are_known(string number, bool expected) =>
        Assert.Equal(expected, TestValues.IsPhone(number));

    [Theory]
    [InlineData("Dorpsstraat 1, 1234 AB Utrecht", true)]
    [InlineData("Teststraat 1, 3511 AB Utrecht", true)]
    [InlineData("Dorpsstraat 1, 3511 AB Utrecht", false)]
    [InlineData("1234 AB 1", true)]
    public void Addresses_that_are_made_up_are_known(string address, bool expected) =>
        Assert.Equal(expected, TestValues.IsAddress(PostalAddress.Read(address)));

    [Theory]
    [InlineData("-", true)]
    [InlineData("n.v.t.", true)]
    [InlineData("N/A", true)]
    [InlineData("onbekend", true)]
    [InlineData("null", true)]
    [InlineData("", true)]
    [InlineData("?", true)]
    [InlineData("Jan", false)]
    [InlineData("0", false)]
    public void Words_for_nothing_are_known(string text, bool expected) =>
        Assert.Equal(expected, TestValues.StatesNothing(text));
}
