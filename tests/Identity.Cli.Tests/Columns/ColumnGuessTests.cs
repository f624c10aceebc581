using Identity.Cli.Columns;
using Xunit;

namespace Identity.Cli.Tests.Columns;

public sealed class ColumnGuessTests
{
    [Theory]
    [InlineData("klantnummer", "CustomerId")]
    [InlineData("Klant-ID", "CustomerId")]
    [InlineData("Kundennummer", "CustomerId")]
    [InlineData("customer_id", "CustomerId")]
    [InlineData("e-mailadres", "Email")]
    [InlineData("E-Mail", "Email")]
    [InlineData("contact.email", "Email")]
    [InlineData("tel", "Phone")]
    [InlineData("Mobiel", "Phone")]
    [InlineData("Tel. privé", "Phone")]
    [InlineData("telefoonnummer 2", "Phone")]
    [InlineData("voornaam", "GivenName")]
    [InlineData("Prénom", "GivenName")]
    [InlineData("firstName", "GivenName")]
    [InlineData("Achternaam", "FamilyName")]
    [InlineData("Nachname", "FamilyName")]
    [InlineData("tussenvoegsel", "FamilyPrefix")]
    [InlineData("voorvoegsels", "FamilyPrefix")]
    [InlineData("initialen", "Initials")]
    [InlineData("Voorletters", "Initials")]
    [InlineData("Geboortedatum", "BirthDate")]
    [InlineData("gebdat", "BirthDate")]
    [InlineData("date de naissance", "BirthDate")]
    [InlineData("Geslacht", "Gender")]
    [InlineData("straat", "Street")]
    [InlineData("Straße", "Street")]
    [InlineData("huisnummer", "HouseNumber")]
    [InlineData("Huisnr.", "HouseNumber")]
    [InlineData("toevoeging", "HouseNumberAddition")]
    [InlineData("Huisnummer toevoeging", "HouseNumberAddition")]
    [InlineData("POSTCODE", "Postcode")]
    [InlineData("PLZ", "Postcode")]
    [InlineData("Code postal", "Postcode")]
    [InlineData("plaats", "City")]
    [InlineData("Woonplaats", "City")]
    [InlineData("land", "Country")]
    [InlineData("Pays", "Country")]
    [InlineData("klantenkaart", "LoyaltyCard")]
    [InlineData("bestelnummer", "Order")]
    [InlineData("order", "Order")]
    [InlineData("Straat en huisnummer", "AddressLine")]
    [InlineData("BSN", "NationalNumber")]
    [InlineData("Aanhef", "Title")]
    [InlineData("meisjesnaam", "MaidenName")]
    [InlineData("provincie", "Region")]
    [InlineData("beroep", "Other")]
    [InlineData("Geboorteplaats", "Other")]
    [InlineData("favourite colour", "Other")]
    [InlineData("", "Ignored")]
    public void A_header_is_known_in_the_usual_languages(string header, string concept) =>
        Assert.Equal(concept, Assert.Single(ColumnGuesser.Guess([header], [])).Concept.ToString());

    [Theory]
    [InlineData("Nieuwsbrief", "ja,nee,ja,J", "email.marketing")]
    [InlineData("sms opt-in", "1,0,1", "sms.marketing")]
    [InlineData("toestemming_telefonisch", "Y,N,N", "phone.marketing")]
    [InlineData("newsletter", "", "email.marketing")]
    public void A_consent_has_a_channel_and_a_purpose(string header, string values, string expected)
    {
        ColumnGuess guess = One(header, values.Split(','));
        Assert.Equal(ColumnConcept.Consent, guess.Concept);
        Assert.Equal(expected, $"{guess.Channel}.{guess.Purpose}");
    }

    // A yes that means no must never be taken for a consent.
    [Theory]
    [InlineData("uitgeschreven nieuwsbrief", "ja,nee,ja")]
    [InlineData("newsletter opt-out", "1,0,0")]
    [InlineData("nieuwsbrief", "weekly,monthly,never")]
    [InlineData("optin_datum", "2024-01-01,2024-01-02,2024-01-03")]
    public void What_is_no_consent_is_not_taken_for_one(string header, string values) =>
        Assert.NotEqual(ColumnConcept.Consent, One(header, values.Split(',')).Concept);

    [Theory]
    [InlineData("kolom7", "ida@shop.example,jan@mail.example,p.q@r.example", "Email")]
    [InlineData("x", "1234 AB,2345CD,9876 zz", "Postcode")]
    [InlineData("bereikbaar", "+31 6 12345678,06-12345678,0201234567", "Phone")]
    [InlineData("telefoon", "ida@shop.example,jan@mail.example,p@r.example", "Email")]
    [InlineData("straat", "Dorpsstraat 1,Kerkweg 22a,Plein 3", "AddressLine")]
    [InlineData("titel", "Manager,Verkoper binnendienst,Hoofd inkoop", "Other")]
    public void Values_speak_where_the_header_does_not(string header, string values, string concept) =>
        Assert.Equal(concept, One(header, values.Split(',')).Concept.ToString());

    [Fact]
    public void A_header_that_its_values_contradict_is_not_sure()
    {
        Assert.Equal(GuessConfidence.Sure, One("email", "a@b.example", "c@d.example", "e@f.example").Confidence);
        ColumnGuess guess = One("email", "yes", "no", "yes");
        Assert.Equal(GuessConfidence.Unsure, guess.Confidence);
        Assert.Contains("look different", guess.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("naam", "FullName")]
    [InlineData("voornaam,naam", "GivenName FamilyName")]
    [InlineData("voorletters,tussenvoegsel,naam", "Initials FamilyPrefix FamilyName")]
    [InlineData("voornaam,achternaam,naam", "GivenName FamilyName FullName")]
    [InlineData("adres", "AddressLine")]
    [InlineData("adres,huisnummer", "Street HouseNumber")]
    [InlineData("straat,nr", "Street HouseNumber")]
    [InlineData("nr,omschrijving", "Other Other")]
    [InlineData("id,record id", "RecordId Other")]
    public void What_a_column_is_can_depend_on_the_others(string headers, string concepts) =>
        Assert.Equal(concepts, Text(ColumnGuesser.Guess(headers.Split(','), [])));

    [Fact]
    public void No_reason_repeats_a_value()
    {
        string[] headers = ["email", "x", "titel", "nieuwsbrief"];
        string[][] rows = [.. Enumerable.Range(0, 5).Select(_ =>
            new[] { "secret-one", "secret@two.example", "secret three", "secret four" })];
        Assert.All(
            ColumnGuesser.Guess(headers, rows),
            guess => Assert.DoesNotContain("secret", guess.Reason, StringComparison.Ordinal));
    }

    // Random input: any header and any values give one guess for each column, the same each time.
    [Fact]
    public void Guessing_is_total_and_repeatable()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("IDENTITY_SEED"), out int given)
            ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"IDENTITY_SEED={seed}");
        var random = new Random(seed);
        for (int round = 0; round < 300; round++)
        {
            string[] headers = [.. Enumerable.Range(0, random.Next(6)).Select(_ => Noise(random))];
            string[][] rows = [.. Enumerable.Range(0, random.Next(8)).Select(_ =>
                Enumerable.Range(0, random.Next(7)).Select(_ => Noise(random)).ToArray())];
            IReadOnlyList<ColumnGuess> guesses = ColumnGuesser.Guess(headers, rows);
            Assert.Equal(headers.Length, guesses.Count);
            Assert.Equal(guesses, ColumnGuesser.Guess(headers, rows));
        }
    }

    private static string Noise(Random random)
    {
        const string Units = "aéß @.+-/0 19_\"\u0000\ud800\u202e\tZİ";
        return new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => Units[random.Next(Units.Length)])]);
    }

    private static ColumnGuess One(string header, params string[] values) =>
        Assert.Single(ColumnGuesser.Guess([header], [.. values.Select(value => new[] { value })]));

    private static string Text(IEnumerable<ColumnGuess> guesses) =>
        string.Join(' ', guesses.Select(guess => guess.Concept));
}
