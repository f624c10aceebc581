using Identity.Core.Matching;
using Xunit;
using static Identity.Core.Matching.AgreementLevel;
using static Identity.Core.Matching.FieldKind;

namespace Identity.Core.Tests.Matching.Comparing;

/// <summary>Two values of a field that is no name, and how far they agree.</summary>
public sealed class FieldComparisonTests
{
    [Theory]
    [InlineData("1980-03-05", "05-03-1980", Exact)]
    [InlineData("5 maart 1980", "19800305", Exact)]
    [InlineData("1980-03-05", "1980-05-03", Variant)]
    [InlineData("1980-03-05", "1980-03-06", Near)]
    [InlineData("1980-03-05", "1908-03-05", Near)]
    [InlineData("1980-03-05", "1980-03-17", Part)]
    [InlineData("1980-03-05", "1980-12-05", Part)]
    [InlineData("1980-03-05", "1962-03-05", Part)]
    [InlineData("1980-03-05", "1980-11-25", Remote)]
    [InlineData("1980-03-05", "1981-11-25", Remote)]
    [InlineData("1980-03-05", "1990-04-27", Remote)]
    [InlineData("1980-03-05", "1962-11-25", Different)]
    [InlineData("1980-03-05", "1900-01-01", Missing)]
    [InlineData("1980-03-05", "onbekend", Missing)]
    [InlineData("1980-03-05", "", Missing)]
    public void Birth_dates(string left, string right, AgreementLevel level) => Both(BirthDate, left, right, level);

    [Theory]
    [InlineData("kees.jansen@example.nl", "Kees.Jansen@Example.NL", Exact)]
    [InlineData("kees.jansen@example.nl", "kees.jansen@voorbeeld.example", Variant)]
    [InlineData("kees.jansen@example.nl", "kees.jansn@example.nl", Near)]
    [InlineData("kees.jansen@example.nl", "kees.jansen@exmaple.nl", Near)]
    [InlineData("info@example.nl", "info@voorbeeld.example", Part)]
    [InlineData("kees.jansen@example.nl", "kees.janssens@voorbeeld.example", Part)]
    [InlineData("kjansen@example.nl", "k.a.jansen@example.nl", Similar)]
    [InlineData("kees.jansen@example.nl", "marie@example.nl", Remote)]
    [InlineData("kees.jansen@example.nl", "marie@voorbeeld.example", Different)]
    [InlineData("kees.jansen@example.nl", "geen", Missing)]
    public void Emails(string left, string right, AgreementLevel level) => Both(Email, left, right, level);

    [Theory]
    [InlineData("06-12345678", "+31 6 12 34 56 78", Exact)]
    [InlineData("0031612345678", "(06) 1234 5678", Exact)]
    [InlineData("06-12345678", "06-12345679", Near)]
    [InlineData("06-12345678", "06-12345687", Near)]
    [InlineData("06-12345678", "030-7654321", Different)]
    [InlineData("06-12345678", "geen", Missing)]
    [InlineData("06-12345678", "112", Missing)]
    public void Phones(string left, string right, AgreementLevel level) => Both(Phone, left, right, level);

    [Theory]
    [InlineData("12", "012", Exact)]
    [InlineData("12 A", "12a", Exact)]
    [InlineData("12-bis", "12 bis", Exact)]
    [InlineData("12", "12 A", Part)]
    [InlineData("12 A", "12 B", Part)]
    [InlineData("12", "13", Near)]
    [InlineData("112", "12", Near)]
    [InlineData("12", "48", Different)]
    public void House_numbers(string left, string right, AgreementLevel level) => Both(HouseNumber, left, right, level);

    [Theory]
    [InlineData("1234 AB", "1234ab", Exact)]
    [InlineData("1234 AB", "1234 BA", Near)]
    [InlineData("1234 AB", "1243 AB", Near)]
    [InlineData("1234 AB", "1234 XY", Remote)]
    [InlineData("1234 AB", "1239 XY", Remote)]
    [InlineData("1234 AB", "9871 KP", Different)]
    [InlineData("2000", "2001", Similar)]
    [InlineData("2000", "2098", Remote)]
    [InlineData("2000", "9000", Similar)]
    [InlineData("2000", "9100", Different)]
    public void Postcodes(string left, string right, AgreementLevel level) => Both(Postcode, left, right, level);

    [Theory]
    [InlineData("Kerkstraat", "kerkstr.", Exact)]
    [InlineData("Burgemeester de Vlugtlaan", "Burg. de Vlugtlaan", Exact)]
    [InlineData("Kerkstraat", "Kerkstraal", Near)]
    [InlineData("Prinses Beatrixlaan", "Beatrixlaan", Similar)]
    [InlineData("Oude Haagweg", "Oude Delftweg", Part)]
    [InlineData("Laan van Nieuw Oost-Indie", "Laan Indie", Similar)]
    [InlineData("Kerkstraat", "Molenweg", Different)]
    public void Streets(string left, string right, AgreementLevel level) => Both(Street, left, right, level);

    [Theory]
    [InlineData("Den Haag", "'s-Gravenhage", Exact)]
    [InlineData("Utrecht", "UTRECHT", Exact)]
    [InlineData("Utrecht", "Utrehct", Near)]
    [InlineData("Bergen op Zoom", "Bergen", Similar)]
    [InlineData("Utrecht", "Zwolle", Different)]
    public void Towns(string left, string right, AgreementLevel level) => Both(City, left, right, level);

    [Theory]
    [InlineData("M", "man", Exact)]
    [InlineData("vrouw", "female", Exact)]
    [InlineData("M", "V", Different)]
    [InlineData("M", "onbekend", Missing)]
    public void Genders(string left, string right, AgreementLevel level) => Both(Gender, left, right, level);

    [Theory]
    [InlineData("politician", "Politician", Exact)]
    [InlineData("politician", "politicain", Near)]
    [InlineData("politician", "writer", Different)]
    public void Others(string left, string right, AgreementLevel level) => Both(Other, left, right, level);

    private static void Both(FieldKind kind, string left, string right, AgreementLevel level)
    {
        Assert.Equal(level, Records.Compare(kind, left, right));
        Assert.Equal(level, Records.Compare(kind, right, left));
    }
}
