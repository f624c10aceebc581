using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class NameVariantsTests
{
    [Theory]
    [InlineData("Cornelis", "Kees")]
    [InlineData("Kees", "Cornelis")]
    [InlineData("KEES", "Cees")]
    [InlineData("Kees", "Cor")]
    [InlineData("Wilhelmus", "Wim")]
    [InlineData("Wim", "Willem")]
    [InlineData("Elisabeth", "Liesbeth")]
    [InlineData("Geertruida", "Truus")]
    [InlineData("André", "Andries")]
    [InlineData("William", "Bill")]
    [InlineData("Robert", "Bob")]
    [InlineData("Jan", "jan")]
    [InlineData("Onbekend", "onbekend")]
    public void Names_of_one_person_are_variants(string one, string other)
    {
        Assert.True(NameVariants.AreVariants(one, other));
        Assert.True(NameVariants.AreVariants(other, one));
    }

    [Theory]
    [InlineData("Cornelis", "Cornelia")]
    [InlineData("Jan", "Piet")]
    [InlineData("Kees", "Кees")]
    [InlineData("", "Jan")]
    [InlineData("Johannes", "Johanna")]
    public void Other_names_are_not(string one, string other) => Assert.False(NameVariants.AreVariants(one, other));

    [Fact]
    public void Forms_are_symmetric_and_hold_no_name_itself()
    {
        foreach (string name in new[] { "kees", "cornelis", "bill", "truus", "jan" })
        {
            Assert.NotEmpty(NameVariants.FormsOf(name));
            Assert.DoesNotContain(name, NameVariants.FormsOf(name));
            Assert.All(NameVariants.FormsOf(name), form => Assert.Contains(name, NameVariants.FormsOf(form)));
        }

        Assert.Empty(NameVariants.FormsOf("onbekend"));
        Assert.Empty(NameVariants.FormsOf(""));
    }
}
