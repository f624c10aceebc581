using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Core.Tests.Households;

public sealed class HouseholdTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(4, "login:nora address:a", "nora", "a")]
    [InlineData(3, "login:nora address:a", "nora", "a")]
    [InlineData(2, "login:nora address:a", "nora", "")]
    [InlineData(4, "login:nora ?address:a", "nora", "")]
    [InlineData(4, "login:nora address:a address:b", "nora", "a b")]
    [InlineData(4, "login:nora ?address:a address:b", "nora", "b")]
    [InlineData(4, "email:n@x.nl login:nora address:a", "nora", "a")]
    [InlineData(4, "?login:nora phone:+31301234561 address:a", "+31301234561", "a")]
    [InlineData(4, "?login:nora address:a", null, "")]
    [InlineData(4, "order:7 address:a", "7", "a")]
    [InlineData(4, "cookie:c address:a", null, "")]
    [InlineData(4, "cookie:c order:7 address:a", "7", "a")]
    [InlineData(4, "ip:192.0.2.1 address:a", null, "")]
    [InlineData(4, "address:a", null, "")]
    [InlineData(4, "login:nora", "nora", "")]
    public void An_observation_says_who_lives_where(int level, string identifiers, string? resident, string addresses)
    {
        Observation observation = Clean(level, identifiers);

        Assert.Equal(resident, Household.ResidentOf(observation)?.Value);
        Assert.Equal(addresses, AddressesOf(observation, WorkspaceRules.Default));
    }

    [Fact]
    public void A_device_is_passed_over_even_where_it_is_the_strongest()
    {
        var rules = new WorkspaceRules(
        [
            new() { Name = "kiosk", Role = NamespaceRole.Device, Rank = 1 },
            new() { Name = "login", Role = NamespaceRole.Person, Rank = 2 },
            new() { Name = "address", Role = NamespaceRole.Household, Rank = 3 },
        ]);
        Observation observation = Clean(4, "kiosk:k login:nora address:a", rules);

        Assert.Equal("nora", Household.ResidentOf(observation)?.Value);
        Assert.Equal("a", AddressesOf(observation, rules));
    }

    [Fact]
    public void Without_households_nobody_lives_anywhere()
    {
        var rules = new WorkspaceRules(NamespaceDefaults.All, households: new HouseholdRule { IsOn = false });
        Assert.Equal("", AddressesOf(Clean(4, "login:nora address:a"), rules));
    }

    [Theory]
    [InlineData(0, false, 12, false)]
    [InlineData(12, false, 12, false)]
    [InlineData(13, false, 12, true)]
    [InlineData(1, true, 12, true)]
    [InlineData(1, false, 1, false)]
    [InlineData(2, false, 1, true)]
    public void More_than_the_limit_are_no_household(int persons, bool isBusiness, int limit, bool isMultiOccupancy) =>
        Assert.Equal(
            isMultiOccupancy,
            Household.IsMultiOccupancy(persons, isBusiness, new HouseholdRule { Limit = limit }));

    [Fact]
    public void The_latest_residence_is_the_same_in_any_order_and_however_often()
    {
        Guid[] homes = [.. Enumerable.Range(1, 3).Select(number => new Guid(0, 0, (short)number, new byte[8]))];
        Residence[] all =
        [
            new(homes[1], Noon), new(homes[0], Noon.AddDays(1)), new(homes[2], Noon.AddDays(1)),
            new(homes[1], Noon.AddHours(1)),
        ];
        Assert.Null(Residence.Latest(null, null));
        foreach (Residence[] order in Permutations(all))
        {
            Residence? latest = null;
            foreach (Residence residence in order.Concat(order)) { latest = Residence.Latest(latest, residence); }
            Assert.Equal(new Residence(homes[0], Noon.AddDays(1)), latest);
        }
    }

    [Fact]
    public void A_business_address_is_known_in_any_spelling_of_its_namespace()
    {
        var rules = new WorkspaceRules(
            NamespaceDefaults.All, households: new HouseholdRule { BusinessAddresses = ["Kade 1,  Utrecht"] });

        Assert.True(rules.IsBusinessAddress(Key("Kade 1, Utrecht ")));
        Assert.True(rules.IsBusinessAddress(Key("Postbus 5, Utrecht")));
        Assert.False(rules.IsBusinessAddress(Key("Kade 2, Utrecht")));
        Assert.False(WorkspaceRules.Default.IsBusinessAddress(Key("Kade 1, Utrecht")));

        IdentifierKey Key(string address) =>
            new("address", rules.Namespace("address").Normaliser.Normalise(address).Key, 0);
    }

    [Theory]
    [InlineData("household_limit", 0)]
    [InlineData("household_limit", -1)]
    [InlineData("household_limit", HouseholdRule.LimitMax + 1)]
    [InlineData("business_addresses[1]", 12, "fine", "")]
    public void A_rule_past_a_bound_is_a_defect(string field, int limit, params string[] businesses)
    {
        var rule = new HouseholdRule { Limit = limit, BusinessAddresses = businesses };
        Assert.Equal(field, Assert.Single(RuleChecks.Find(NamespaceDefaults.All, [], [], rule)).Field);
    }

    [Fact]
    public void Too_many_business_addresses_are_a_defect_and_so_is_one_that_no_namespace_reads()
    {
        string[] many =
            [.. Enumerable.Range(0, HouseholdRule.BusinessAddressesMax + 1).Select(number => $"a {number}")];
        NamespaceRule[] none = [.. NamespaceDefaults.All.Where(rule => rule.Role != NamespaceRole.Household)];

        Assert.Equal("business_addresses", Assert.Single(RuleChecks.Find(
            NamespaceDefaults.All, [], [], new HouseholdRule { BusinessAddresses = many })).Field);
        Assert.Equal("business_addresses[0]", Assert.Single(RuleChecks.Find(
            none, [], [], new HouseholdRule { BusinessAddresses = ["Kade 1"] })).Field);
        Assert.Empty(RuleChecks.Find(none, [], [], HouseholdRule.Default));
    }

    [Fact]
    public void Rules_of_households_survive_being_written_and_are_part_of_what_makes_households()
    {
        var rules = new WorkspaceRules(NamespaceDefaults.All, households: new HouseholdRule
        {
            IsOn = false,
            Limit = 3,
            BusinessAddresses = ["Kade 1"],
        });
        HouseholdRule read = RulesText.Parse(RulesText.Write(rules)).Households;

        Assert.Equal((false, 3), (read.IsOn, read.Limit));
        Assert.Equal(["Kade 1"], read.BusinessAddresses);
        Assert.False(RulesText.ResolveAlike(rules, WorkspaceRules.Default));
        Assert.True(RulesText.MentionAlike(rules, WorkspaceRules.Default));
    }

    [Fact]
    public void Rules_that_were_written_before_there_were_households_have_the_default()
    {
        string text = RulesText.Write(WorkspaceRules.Default);
        int from = text.IndexOf(",\"households\"", StringComparison.Ordinal);
        Assert.True(from > 0, text);

        Assert.Equal(HouseholdRule.LimitDefault, RulesText.Parse(text[..from] + "}").Households.Limit);
        Assert.True(RulesText.Parse(text[..from] + "}").Households.IsOn);
    }

    private static string AddressesOf(Observation observation, WorkspaceRules rules) =>
        string.Join(' ', Household.AddressesOf(observation, rules).Select(address => address.Value));

    private static Observation Clean(int level, string identifiers, WorkspaceRules? rules = null)
    {
        var raw = new RawObservation
        {
            MessageId = "m",
            Source = "crm",
            OccurredAt = Noon,
            Level = level,
            Identifiers = [.. identifiers.Split(' ').Select(Parse)],
        };
        return ObservationCleaner.Clean(raw, rules ?? WorkspaceRules.Default, new Arrival(Noon, IsPublic: false))
            .Observation!;
    }

    private static RawIdentifier Parse(string text)
    {
        string[] parts = text.TrimStart('?').Split(':', 2);
        return new RawIdentifier(parts[0], parts[1], text.StartsWith('?'));
    }

    private static IEnumerable<Residence[]> Permutations(Residence[] all) => all.Length < 2
        ? [all]
        : all.SelectMany((first, index) => Permutations([.. all[..index], .. all[(index + 1)..]])
            .Select(rest => (Residence[])[first, .. rest]));
}
