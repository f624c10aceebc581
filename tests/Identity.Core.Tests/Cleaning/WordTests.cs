using Identity.Core.Cleaning;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

public sealed class WordTests
{
    [Theory]
    [InlineData("NL", "Nederland|nederland|NEDERLAND|Holland|NL|nl|NLD|528|The Netherlands|Pays-Bas|Niederlande")]
    [InlineData("BE", "België|Belgie|Belgique|Belgium|Belgien|BE|be|BEL|056")]
    [InlineData("DE", "Duitsland|Germany|Deutschland|Allemagne|DE|DEU|276|BRD")]
    [InlineData("FR", "Frankrijk|France|FRANCE|Frankreich|FR|FRA|250")]
    [InlineData("GB", "UK|U.K.|United Kingdom|Verenigd Koninkrijk|Groot-Brittannië|Engeland|England|GB|GBR|Scotland")]
    [InlineData("US", "VS|V.S.|USA|U.S.A.|US|Verenigde Staten|United States|United States of America|Amerika")]
    [InlineData("CZ", "Tsjechië|Czech Republic|Czechia|CZ")]
    [InlineData("CI", "Ivoorkust|Côte d'Ivoire|Cote d’Ivoire")]
    [InlineData("CW", "Curaçao|Curacao")]
    [InlineData("SR", "Suriname")]
    [InlineData("TR", "Turkije|Turkey|Türkiye")]
    public void A_country_is_read_in_its_spellings(string code, string spellings)
    {
        foreach (string spelling in spellings.Split('|'))
        {
            Assert.True(CountryName.TryRead(spelling, out string? read), spelling);
            Assert.Equal(code, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Onbekend")]
    [InlineData("XX")]
    [InlineData("ZZZ")]
    [InlineData("999")]
    [InlineData("Nеderland")]
    [InlineData("Utrecht")]
    public void What_is_no_country_is_not_read(string text) => Assert.False(CountryName.TryRead(text, out _));

    [Theory]
    [InlineData(Gender.Male, "m|M|man|Man|male|MALE|mannelijk|dhr|Dhr.|de heer|De Heer|mr|Mr.|Herr|Monsieur|1|h")]
    [InlineData(Gender.Female, "v|V|vrouw|female|F|w|vrouwelijk|mevr|Mevr.|mevrouw|mw|Mw.|mrs|Ms|Frau|Mme|2")]
    [InlineData(Gender.Other, "x|X|other|anders|divers|non-binary|non-binair|genderneutraal|Mx")]
    [InlineData(Gender.Unknown, "o|onbekend|Unknown|n.v.t.|niet opgegeven|0|9")]
    public void A_word_for_a_gender_is_read(Gender gender, string words)
    {
        foreach (string word in words.Split('|'))
        {
            Assert.True(GenderWord.TryRead(word, out Gender read), word);
            Assert.Equal(gender, read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ja")]
    [InlineData("м")]
    [InlineData("mannetjesputter")]
    public void Other_words_are_not_read(string word) => Assert.False(GenderWord.TryRead(word, out _));

    [Fact]
    public void The_stored_words_are_read_as_what_they_say() => Assert.All(
        new[] { Gender.Male, Gender.Female, Gender.Other },
        gender => Assert.True(GenderWord.TryRead(GenderWord.Text(gender), out Gender read) && read == gender));
}
