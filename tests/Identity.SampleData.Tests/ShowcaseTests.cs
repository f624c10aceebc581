using Xunit;

namespace Identity.SampleData.Tests;

/// <summary>The showcase is in the stream, with what each of its items promises.</summary>
public sealed class ShowcaseTests
{
    private static readonly SampleShowcase Showcase = Sample.Generator().Showcase;

    [Fact]
    public void It_comes_first() => Assert.Equal(
        Sample.Observations.Count(o => o.Truth <= SampleShowcase.Customers),
        Sample.Observations.TakeWhile(o => o.Truth <= SampleShowcase.Customers).Count());

    [Fact]
    public void It_is_complete_in_the_smallest_population() => Assert.Equal(
        Enumerable.Range(1, SampleShowcase.Customers),
        Sample.Generator(SampleShowcase.Customers).Observations().Select(o => o.Truth).Distinct().Order());

    [Fact]
    public void The_anonymous_device_was_only_ever_seen()
    {
        SampleObservation[] seen = With("cookie", Showcase.AnonymousCookie);

        Assert.InRange(seen.Length, 2, 10);
        Assert.All(seen, o => Assert.Equal((2, Showcase.AnonymousNumber), (o.Level, o.Truth)));
        Assert.All(seen, o => Assert.Single(o.Identifiers));
        Assert.Contains(seen, o => "garden".Equals(o.Traits.GetValueOrDefault("favourite_category")));
    }

    [Fact]
    public void Sanne_alone_logged_in_on_her_tablet()
    {
        SampleObservation[] seen = With("cookie", Showcase.RememberedCookie);

        Assert.All(seen, o => Assert.Equal(Showcase.SanneNumber, o.Truth));
        Assert.Contains(seen, o => o is { Level: 4, Event.Name: "login" } && Has(o, "login", Showcase.Login));
        Assert.Contains(seen, o => o.Level == 2);
    }

    [Fact]
    public void Sanne_is_known_to_the_crm_by_name()
    {
        SampleObservation row = Assert.Single(With("customer_id", Showcase.CustomerId), o => o.Source == "crm");

        Assert.Equal("Sanne", row.Traits["first_name"]);
        Assert.Equal("de", row.Traits["tussenvoegsel"]);
        Assert.Equal("Vries", row.Traits["last_name"]);
        Assert.True(Has(row, "email", Showcase.Email));
    }

    [Fact]
    public void Her_login_leads_to_her_crm_row() => Assert.Contains(
        With("login", Showcase.Login),
        o => o.Level == 4 && Has(o, "customer_id", Showcase.CustomerId) && Has(o, "email", Showcase.Email));

    [Fact]
    public void Two_members_of_a_family_logged_in_on_one_tablet()
    {
        SampleObservation[] seen = With("cookie", Showcase.FamilyTabletCookie);

        Assert.Equal(Showcase.FamilyLogins, seen
            .SelectMany(o => o.Identifiers).Where(i => i.Namespace == "login").Select(i => i.Value).Distinct());
        Assert.Equal(Showcase.FamilyNumbers, seen.Select(o => o.Truth).Distinct());
        Assert.Equal(2, seen[^1].Level);
        Assert.Single(Sample.Observations
            .Where(o => Showcase.FamilyNumbers.Contains(o.Truth)).SelectMany(o => o.Identifiers)
            .Where(i => i.Namespace == "address").Distinct());
    }

    [Fact]
    public void Somebody_else_claimed_her_address()
    {
        SampleObservation[] seen = With("cookie", Showcase.ClaimCookie);

        Assert.All(seen, o => Assert.Equal((2, Showcase.ClaimNumber), (o.Level, o.Truth)));
        SampleIdentifier claim = Assert.Single(seen.SelectMany(o => o.Identifiers), i => i.Namespace == "email");
        Assert.Equal(new SampleIdentifier("email", Showcase.Email, Claimed: true), claim);
    }

    private static SampleObservation[] With(string @namespace, string value) =>
        [.. Sample.Observations.Where(o => Has(o, @namespace, value))];

    private static bool Has(SampleObservation observation, string @namespace, string value) =>
        observation.Identifiers.Any(i => i.Namespace == @namespace && i.Value == value);
}
