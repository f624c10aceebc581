using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

/// <summary>What becomes of the traits of an observation, and what is told about it.</summary>
public sealed class TraitCleaningTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string[]> Traits { get; } = CleaningTables.Rows("traits.csv", ';');

    [Theory]
    [MemberData(nameof(Traits))]
    public void A_trait_is_cleaned_flagged_or_left_out(string name, string[] row)
    {
        CleaningResult result = Clean(Row(), Text(name, row[0]));
        Trait? trait = result.Observation?.Traits.SingleOrDefault(item => item.Name == name);
        Assert.Equal(row[1] == "(left out)" ? null : row[1] == "(same)" ? row[0] : row[1], TextOf(trait));
        Assert.Equal(row[2], string.Join('+', result.Problems.Select(problem => problem.Code)
            .Where(code => code != ProblemCodes.AddressAdded)));
        Assert.All(result.Problems, problem =>
            Assert.StartsWith("traits." + name, problem.Field, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Traits))]
    public void What_was_cleaned_is_clean(string name, string[] row)
    {
        if (row[1] is "(left out)" or "(same)") { return; }

        CleaningResult result = Clean(Row(), Text(name, row[1]));
        Assert.DoesNotContain(result.Problems, problem => problem.Kind == ProblemKind.Changed);
    }

    [Fact]
    public void Values_that_are_clean_are_kept_as_the_objects_that_they_are()
    {
        Trait[] traits =
        [
            Text("first_name", "Zoë"), Text("last_name", "d'Hondt"), Text("birth_date", "1980-12-31"),
            Text("postcode", "3511 AB"), Text("country", "NL"), Text("phone", "+31623456781"),
            Text("email", "zoe@bedrijf.nl"), Text("gender", "female"), Text("house_number", "12"),
            Text("street", "Dorpsstraat"), Text("shoe_size", "38"), new Trait("vip", "true"),
        ];
        CleaningResult result = Clean(Row() with { Level = 2 }, traits);
        Assert.Empty(result.Problems);
        Assert.True(traits.SequenceEqual(result.Observation?.Traits ?? [], ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public void Traits_of_other_names_and_kinds_are_not_touched()
    {
        Trait[] traits =
        [
            Text("slogan", "  TEST "), new Trait("name", "{\"first\":\"test\"}"), new Trait("birth_date", "true"),
            new Trait("email", "[\"test@test.nl\"]"), new Trait("phone", "null"),
        ];
        CleaningResult result = Clean(Row(), traits);
        Assert.Empty(result.Problems);
        Assert.True(traits.SkipLast(1).SequenceEqual(
            result.Observation?.Traits ?? [], ReferenceEqualityComparer.Instance));
    }

    [Theory]
    [InlineData("12a", null, "12", "A")]
    [InlineData("12-3hoog", null, "12", "3")]
    [InlineData("12a", "a", "12", "a")]
    [InlineData("12a", "3", "12", "A3")]
    [InlineData("12", "a", "12", "a")]
    [InlineData("tegenover de kerk", "a", "tegenover de kerk", "a")]
    public void A_house_number_is_split(string number, string? addition, string expected, string expectedAddition)
    {
        Trait[] traits = [Text("house_number", number)];
        if (addition is not null) { traits = [.. traits, Text("house_number_addition", addition)]; }

        IReadOnlyList<Trait> cleaned = Clean(Row(), traits).Observation?.Traits ?? [];
        Assert.Equal(expected, TextOf(cleaned.Single(trait => trait.Name == "house_number")));
        Assert.Equal(expectedAddition, TextOf(cleaned.Single(trait => trait.Name == "house_number_addition")));
    }

    [Theory]
    [InlineData("0470 12 34 56", "België", "+32470123456")]
    [InlineData("0470 12 34 56", "BE", "+32470123456")]
    [InlineData("0151 23456789", "Duitsland", "+4915123456789")]
    [InlineData("06 12 34 56 79", "FR", "+33612345679")]
    [InlineData("06 12 34 56 79", "NL", "+31612345679")]
    [InlineData("06 12 34 56 79", "Brazilië", "+31612345679")]
    [InlineData("06 12 34 56 79", "Onzinland", "+31612345679")]
    public void A_number_is_read_as_in_the_country_of_the_record(string number, string country, string expected)
    {
        RawObservation raw = Row() with { Identifiers = [.. Row().Identifiers, new("phone", number)] };
        Observation? observation = Clean(raw, Text("phone", number), Text("country", country)).Observation;
        Assert.NotNull(observation);
        Assert.Equal(expected, TextOf(observation.Traits.Single(trait => trait.Name == "phone")));
        Assert.Equal(expected, observation.Identifiers.Single(item => item.Rule.Name == "phone").Value);
    }

    [Theory]
    [InlineData("3511 AB", "12", "a", "NL", "", "nl:3511ab:12:a")]
    [InlineData("3511ab", "12a", "", "", "", "nl:3511ab:12:a")]
    [InlineData("1000", "16", "3", "België", "Wetstr.", "be:1000:wetstraat:16:3")]
    public void An_address_in_the_traits_becomes_an_identifier(
        string postcode, string number, string addition, string country, string street, string expected)
    {
        CleaningResult result = Clean(Row(), Text("postcode", postcode), Text("house_number", number),
            Text("house_number_addition", addition), Text("country", country), Text("street", street));
        Assert.NotNull(result.Observation);
        Mentioned address = result.Observation.Identifiers.Single(item => item.Rule.Name == "address");
        Assert.Equal((expected, false), (address.Value, address.Claimed));
        Assert.Contains(result.Problems, problem => problem.Code == ProblemCodes.AddressAdded);
    }

    [Theory]
    [InlineData("address", "\"Dorpsstraat 12a, 3511 AB Utrecht\"", "nl:3511ab:12:a")]
    [InlineData("address", "{\"postalCode\":\"3511 AB\",\"street\":\"Dorpsstraat 12a\"}", "nl:3511ab:12:a")]
    [InlineData("address", "\"Wetstraat 16, 1000 Brussel, België\"", "be:1000:wetstraat:16")]
    [InlineData("address", "\"Wetstraat 16, 1000 Brussel\"", null)]
    [InlineData("address", "\"Postbus 12, 3511 AB Utrecht\"", null)]
    [InlineData("address", "\"Dorpsstraat 1, 1234 AB Utrecht\"", null)]
    [InlineData("address", "\"Utrecht\"", null)]
    [InlineData("address", "[]", null)]
    [InlineData("city", "\"Utrecht\"", null)]
    public void A_whole_address_becomes_one_where_it_can_be_compared(string name, string json, string? expected) =>
        Assert.Equal(expected, AddressOf(Clean(Row(), new Trait(name, json))));

    [Fact]
    public void Only_somebody_who_is_named_and_states_no_address_has_one_added()
    {
        Trait[] traits = [Text("postcode", "3511 AB"), Text("house_number", "12")];
        Assert.Null(AddressOf(Clean(Row() with { Level = 2 }, traits)));
        Assert.Null(AddressOf(Clean(Row() with { Identifiers = [new("cookie", "c")] }, traits)));
        Assert.Null(AddressOf(Clean(Row() with { Identifiers = [new("email", "a@bedrijf.nl", true)] }, traits)));
        Assert.Null(AddressOf(ObservationCleaner.Clean(
            Row() with { Traits = traits }, WorkspaceRules.Default, new Arrival(Now, IsPublic: true))));
        Assert.Equal("nl:9999ab:1", AddressOf(Clean(
            Row() with { Identifiers = [.. Row().Identifiers, new("address", "9999AB 1")] }, traits)));
        Assert.Equal("nl:3511ab:12", AddressOf(Clean(Row() with { Level = 3 }, traits)));
    }

    [Theory]
    [InlineData("kees@gmial.com", ProblemCodes.EmailTypingError)]
    [InlineData("info@bedrijf.nl", ProblemCodes.EmailRole)]
    [InlineData("kees@mailinator.com", ProblemCodes.EmailThrowAway)]
    [InlineData("jan@domein.nl", ProblemCodes.TestValue)]
    public void Identifiers_are_flagged_and_kept(string address, string code)
    {
        CleaningResult result = Clean(Row() with { Identifiers = [new("email", address)] });
        Problem problem = Assert.Single(result.Problems);
        Assert.Equal((code, ProblemKind.Flagged, "identifiers[0].value"), (problem.Code, problem.Kind, problem.Field));
        Assert.Single(result.Observation?.Identifiers ?? []);
    }

    [Fact]
    public void No_trait_refuses_an_observation_whatever_it_holds()
    {
        string[] names = ["name", "birth_date", "postcode", "house_number", "country", "gender", "phone", "email",
            "address", "city", "tussenvoegsel", "house_number_addition"];
        const int Seed = 107;
        var texts = new MangledTexts(Seed);
        for (int round = 0; round < 5_000; round++)
        {
            Trait[] traits = [.. names.Select(name => Text(name, texts.Next()))];
            CleaningResult result = Clean(Row(), traits);
            Assert.True(result.Observation is not null, $"seed {Seed}, round {round}");
            Assert.All(result.Problems, problem => Assert.DoesNotContain(traits, trait =>
                TextOf(trait) is { Length: > 12 } text && problem.Detail.Contains(text, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_code_has_a_kind_and_a_trait_changes_or_flags()
    {
        Assert.Equal(ProblemKind.Changed, ProblemCodes.KindOf(ProblemCodes.DateRewritten));
        Assert.Equal(ProblemKind.Flagged, ProblemCodes.KindOf(ProblemCodes.MessageIdReused));
        Assert.Equal(ProblemKind.Refused, ProblemCodes.KindOf(ProblemCodes.DateImpossible));
        Assert.Equal(ProblemKind.Refused, ProblemCodes.KindOf(NormaliserProblems.MalformedEmail));
    }

    private static RawObservation Row() => new()
    {
        MessageId = "m",
        Source = "crm",
        OccurredAt = Now,
        Level = 4,
        Identifiers = [new("customer_id", "c1")],
    };

    private static CleaningResult Clean(RawObservation raw, params Trait[] traits) => ObservationCleaner.Clean(
        raw with { Traits = traits }, WorkspaceRules.Default, new Arrival(Now, IsPublic: false));

    private static string? AddressOf(CleaningResult result) =>
        result.Observation?.Identifiers.SingleOrDefault(item => item.Rule.Name == "address")?.Value;

    private static Trait Text(string name, string text) => new(name, JsonText.OfText(text));

    private static string? TextOf(Trait? trait) =>
        trait is null ? null : System.Text.Json.JsonDocument.Parse(trait.Json).RootElement.GetString();
}
