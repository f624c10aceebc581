using Identity.Application.Access;
using Identity.Application.Workspaces.Quality;
using Identity.Core.Observations;
using Xunit;

namespace Identity.Application.Tests;

public sealed class QualityTests
{
    private const int Day = 24 * 60;

    [Fact]
    public async Task Traits_are_counted_by_person_with_their_age_sources_changes_and_conflicts()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(400 * Day, 4, Of("crm", "Gent", "customer_id:1"));
        await site.SeeAsync(10 * Day, 4, Of("crm", "Mol", "customer_id:1"));
        await site.SeeAsync(60 * Day, 4, Of("till", "Lier", "customer_id:1"));
        await site.SeeAsync(800 * Day, 4, Of("crm", "asdf", "customer_id:2"));
        await site.SeeAsync(5, 4, Of("till", "Genk", "customer_id:3"));
        await site.SeeAsync(4, 4, Of("crm", "genk", "customer_id:3"));
        await site.SeeAsync(5, 4, "customer_id:4");
        await site.SeeAsync(5, 2, Of("shop", "Aalst", "cookie:nobody"));

        QualityReport report = await MeasureAsync(site);
        Assert.Equal((5, 4), (report.Persons, report.Established));
        TraitQuality city = Assert.Single(report.Traits);
        Assert.Equal(("city", 3), (city.Name, city.Persons));
        Assert.Equal(
            (2, 0, 0, 0, 1),
            (city.Ages.WithinMonth, city.Ages.WithinQuarter, city.Ages.WithinYear, city.Ages.WithinTwoYears,
                city.Ages.Older));
        Assert.Equal((1, 1, 1), (city.Changed, city.Conflicting, city.Tests));
        Assert.Equal([KeyValuePair.Create("crm", 3L), KeyValuePair.Create("till", 2L)], city.Sources);
    }

    [Fact]
    public async Task Namespaces_are_counted_by_identifier_and_by_person()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, "customer_id:1", "email:ida@shop.nl", "email:ida2@shop.nl");
        await site.SeeAsync(100 * Day, 4, "customer_id:2", "email:asdf@gmail.com");
        await site.SeeAsync(5, 2, "cookie:nobody");

        QualityReport report = await MeasureAsync(site);
        NamespaceQuality email = report.Namespaces.Single(item => item.Name == "email");
        Assert.Equal((3, 2, 1, 1), (email.Identifiers, email.Persons, email.PersonsWithSeveral, email.Tests));
        Assert.Equal((2, 1), (email.Ages.WithinMonth, email.Ages.WithinYear));
        Assert.Equal(3, email.Sources["test"]);
        NamespaceQuality cookie = report.Namespaces.Single(item => item.Name == "cookie");
        Assert.Equal((1, 0), (cookie.Identifiers, cookie.Persons));
    }

    // More than one page of both: each is counted once.
    [Fact]
    public async Task Everything_is_counted_once_whatever_the_number_of_pages()
    {
        const int Persons = MeasureQuality.PageSize + 7;
        await using Site site = await Site.OpenAsync();
        for (int number = 0; number < Persons; number++)
        {
            await site.SeeAsync(5, 4, Of("crm", "Gent", $"customer_id:c{number}", $"email:p{number}@shop.nl"));
        }

        QualityReport report = await MeasureAsync(site);
        Assert.Equal((Persons, Persons), (report.Persons, report.Established));
        Assert.Equal(Persons, Assert.Single(report.Traits).Persons);
        Assert.All(report.Namespaces, item => Assert.Equal((Persons, Persons), (item.Identifiers, item.Persons)));
    }

    [Fact]
    public async Task A_key_without_the_scope_may_not_look()
    {
        await using Site site = await Site.OpenAsync();
        Caller caller = site.Admin with { Key = site.Admin.Key with { Scopes = [Scopes.ProfilesRead] } };
        await Assert.ThrowsAsync<RefusedException>(() => new MeasureQuality(site.Store, site.Time)
            .RunAsync(caller, TestContext.Current.CancellationToken));
    }

    private static RawObservation Of(string source, string city, params string[] identifiers) =>
        Site.Of(identifiers) with { Source = source, Traits = [new Trait("city", $"\"{city}\"")] };

    private static Task<QualityReport> MeasureAsync(Site site) =>
        new MeasureQuality(site.Store, site.Time).RunAsync(site.Admin, TestContext.Current.CancellationToken);
}
