using System.Globalization;
using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>The five thousand together look like the customers of a shop.</summary>
public sealed class PopulationTests(ITestOutputHelper output)
{
    private static readonly SampleObservation[] CrmRows =
        [.. Sample.Observations.Where(o => o.Source == "crm" && o.Traits.ContainsKey("last_name"))];

    [Fact]
    public void Five_thousand_customers_give_sixty_to_a_hundred_and_twenty_thousand_observations()
    {
        foreach (var group in Sample.Observations.GroupBy(o => (o.Source, o.Level)).OrderBy(g => g.Key))
        {
            output.WriteLine($"{group.Key.Source} level {group.Key.Level}: {group.Count()}");
        }

        foreach (var group in Sample.Observations.GroupBy(o => o.Event?.Name ?? "(none)").OrderBy(g => g.Count()))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
        }

        output.WriteLine($"total: {Sample.Observations.Count}");
        Assert.InRange(Sample.Observations.Count, 60_000, 120_000);
    }

    [Fact]
    public void Every_source_and_level_has_a_fair_share()
    {
        int all = Sample.Observations.Count;

        Assert.All(Sample.Observations.GroupBy(o => o.Source), g => Assert.InRange(g.Count(), all / 50, all));
        Assert.All(Sample.Observations.GroupBy(o => o.Level), g => Assert.InRange(g.Count(), all / 50, all));
    }

    [Fact]
    public void Truth_numbers_the_customers_from_one()
    {
        Assert.All(Sample.Observations, o => Assert.InRange(o.Truth, 1, 5000));
        int seen = Sample.Observations.Select(o => o.Truth).Distinct().Count();
        output.WriteLine($"customers with observations: {seen}");
        Assert.InRange(seen, 4900, 5000);
    }

    [Fact]
    public void Truth_agrees_with_every_key_that_only_one_person_has() => Assert.All(
        Sample.Observations
            .SelectMany(o => o.Identifiers.Select(i => (i.Namespace, i.Value, o.Truth)))
            .Where(i => i.Namespace is "customer_id" or "login" or "loyalty_card" or "order" or "device_id")
            .GroupBy(i => (i.Namespace, i.Value)),
        key => Assert.Single(key.Select(i => i.Truth).Distinct()));

    [Fact]
    public void Households_share_addresses_landlines_and_tablets()
    {
        int addresses = Shared("address");
        int phones = Shared("phone");
        int cookies = Shared("cookie");
        int emails = Shared("email");
        output.WriteLine($"shared: {addresses} addresses, {phones} phones, {cookies} cookies, {emails} mailboxes");

        Assert.InRange(addresses, 500, 2000);
        Assert.InRange(phones, 150, 1000);
        Assert.InRange(cookies, 150, 1000);
        Assert.InRange(emails, 15, 200);
    }

    [Fact]
    public void Some_household_has_more_people_than_a_household_can_have() => Assert.Contains(
        CrmRows.Where(o => AddressOf(o) is not null).GroupBy(AddressOf),
        address => address.Select(o => o.Truth).Distinct().Count() > 12);

    [Fact]
    public void Some_device_was_used_by_more_than_ten_logins() => Assert.Contains(
        Sample.Observations
            .Where(o => o.Level == 4 && o.Identifiers.Any(i => i.Namespace == "cookie"))
            .GroupBy(o => o.Identifiers.Single(i => i.Namespace == "cookie").Value),
        device => device.Select(o => o.Truth).Distinct().Count() > 10);

    [Fact]
    public void Twins_share_birthday_family_name_and_address()
    {
        int twins = CrmRows
            .Where(o => AddressOf(o) is not null)
            .GroupBy(o => (Born: o.Traits["birth_date"], Name: o.Traits["last_name"], Address: AddressOf(o)))
            .Count(group => group.Select(o => o.Truth).Distinct().Count() > 1);
        output.WriteLine($"twins: {twins}");
        Assert.InRange(twins, 5, 150);
    }

    [Fact]
    public void Some_people_move_and_some_have_two_mail_addresses()
    {
        int movers = CustomersWithMany("address", o => o.Source == "crm");
        int twoAddresses = CustomersWithMany("email", o => o.Level > 2);
        output.WriteLine($"movers: {movers}, with two addresses: {twoAddresses}");
        Assert.InRange(movers, 50, 500);
        Assert.InRange(twoAddresses, 200, 1500);
    }

    [Fact]
    public void Some_people_grant_and_later_deny_and_a_few_grant_again()
    {
        var histories = Sample.Observations
            .SelectMany(o => o.Consents.Select(c => (o.Truth, Consent: c)))
            .Where(s => s.Consent is { Channel: "email", Purpose: "marketing" })
            .GroupBy(s => s.Truth, s => s.Consent)
            .Select(h => string.Concat(h.OrderBy(c => c.StatedAt).Select(c => c.Granted ? '+' : '-')))
            .CountBy(history => history)
            .ToDictionary();
        output.WriteLine(string.Join(", ", histories.Select(h => $"{h.Key}: {h.Value}")));
        Assert.InRange(histories["+"], 1000, 4000);
        Assert.InRange(histories["-"], 500, 2500);
        Assert.InRange(histories["+-"], 100, 1500);
        Assert.InRange(histories["+-+"], 20, 500);
    }

    [Fact]
    public void Family_names_come_by_their_frequency()
    {
        string[] common = [.. CrmRows.DistinctBy(o => o.Truth)
            .CountBy(o => $"{o.Traits.GetValueOrDefault("tussenvoegsel")} {o.Traits["last_name"]}".Trim())
            .OrderByDescending(name => name.Value).Take(12).Select(name => name.Key)];
        output.WriteLine(string.Join(", ", common));

        string[] commonest = ["de Jong", "Jansen", "de Vries", "van den Berg", "van Dijk", "Bakker", "Janssen"];
        Assert.InRange(commonest.Intersect(common).Count(), 5, 7);
    }

    [Fact]
    public void Ages_are_those_of_people_who_shop() => Assert.All(CrmRows, o =>
    {
        var born = DateOnly.ParseExact((string)o.Traits["birth_date"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.InRange(born, new DateOnly(1930, 1, 1), new DateOnly(2009, 7, 1));
    });

    [Fact]
    public void Dutch_and_Belgian_addresses_are_both_there()
    {
        int belgian = CrmRows.Count(o => "BE".Equals(o.Traits["country"]));
        Assert.InRange(belgian * 100 / CrmRows.Length, 4, 13);
    }

    [Fact]
    public void Some_cards_were_handed_out_under_a_name_that_the_crm_does_not_have()
    {
        var crm = CrmRows.ToLookup(o => o.Truth, o => (string)o.Traits["last_name"]!);
        SampleObservation[] cards = [.. Sample.Observations.Where(o => o.Source == "pos" && o.Traits.Count > 0)];
        int other = cards.Count(o => !crm[o.Truth].Contains((string)o.Traits["last_name"]!));
        int initials = cards.Count(o => !o.Traits.ContainsKey("first_name"));
        output.WriteLine($"{cards.Length} cards, {other} under another name, {initials} under initials");

        Assert.InRange(other * 100 / cards.Length, 20, 50);
        Assert.InRange(initials * 100 / cards.Length, 4, 18);
    }

    private static string? AddressOf(SampleObservation observation) =>
        observation.Identifiers.SingleOrDefault(i => i.Namespace == "address")?.Value;

    private static int Shared(string @namespace) => Sample.Observations
        .SelectMany(o => o.Identifiers.Where(i => !i.Claimed).Select(i => (i.Namespace, i.Value, o.Truth)))
        .Where(i => i.Namespace == @namespace)
        .Distinct()
        .GroupBy(i => i.Value)
        .Count(value => value.Count() > 1);

    private static int CustomersWithMany(string @namespace, Func<SampleObservation, bool> where) => Sample.Observations
        .Where(where)
        .SelectMany(o => o.Identifiers.Where(i => i.Namespace == @namespace).Select(i => (o.Truth, i.Value)))
        .Distinct()
        .GroupBy(i => i.Truth)
        .Count(customer => customer.Count() > 1);
}
