using System.Globalization;
using Identity.Client.Tests.Running;
using Identity.Client.Tests.Web;
using Identity.SampleSite;
using Xunit;

namespace Identity.Client.Tests.Samples;

/// <summary>
/// Many visitors at once on the sample site with the real service, with the cache on: each logs in, logs out, forgets
/// and looks around at random, several under the same logins. Every page names whom a model of that visitor alone
/// expects, and nobody else.
/// </summary>
public sealed class ManyVisitorsTests(RunningService service)
{
    private const int Visitors = 16;
    private const int Steps = 20;

    [Fact]
    public async Task No_page_names_anybody_but_its_visitor()
    {
        int seed = Seed();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        string key = await service.NewWebsiteAsync("profiles.pii");
        using (IdentityClient client = service.NewClient(key))
        {
            await client.IngestAsync(
                [.. Site.Logins.Select(login => SampleSiteTests.Known(login, NameOf(login)))],
                TestContext.Current.CancellationToken);
        }

        await using RunningSite site = await RunningSite.StartAsync(
            service.Address, key, options => options.Cache.IsOn = true);
        Journey[] journeys = await Task.WhenAll(
            Enumerable.Range(0, Visitors).Select(number => JourneyAsync(site, unchecked(seed + number))));

        string breaches = string.Join('\n', journeys.SelectMany(journey => journey.Breaches));
        Assert.True(breaches.Length == 0, $"seed {seed}\n{breaches}");

        // A run in which hardly anybody was named shows nothing.
        Assert.True(journeys.Sum(journey => journey.Named) > Visitors, $"seed {seed}");
    }

    [Fact]
    public void Control_a_page_that_names_somebody_else_is_found()
    {
        Assert.Null(Breach("<h1>Hello Name-nora</h1>", "Hello Name-nora", "nora"));
        Assert.NotNull(Breach("<h1>Hello Name-kevin</h1>", "Hello Name-nora", "nora"));
        Assert.NotNull(Breach("<h1>Hello Name-nora</h1> Name-kevin", "Hello Name-nora", "nora"));
        Assert.NotNull(Breach("<h1>Welcome</h1> kevin@example.nl", "Welcome", null));
    }

    private static async Task<Journey> JourneyAsync(RunningSite site, int seed)
    {
        var random = new Random(seed);
        using Browser browser = site.NewBrowser();
        await browser.SubmitAsync("/consent", ("answer", "yes"));
        string? loggedIn = null;
        string? remembered = null;
        var journey = new Journey([], 0);
        for (int step = 0; step < Steps; step++)
        {
            string page;
            switch (random.Next(4))
            {
                case 0 when loggedIn is null:
                    loggedIn = Site.Logins[random.Next(Site.Logins.Length)];
                    bool isShared = random.Next(3) == 0;
                    remembered = isShared ? remembered : loggedIn;
                    page = await browser.SubmitAsync(
                        "/login", [("login", loggedIn), .. isShared ? new[] { ("shared", "yes") } : []]);
                    break;
                case 1:
                    bool forgets = random.Next(3) == 0;
                    (loggedIn, remembered) = (null, forgets ? null : remembered);
                    page = await browser.SubmitAsync("/logout", forgets ? [("forget", "yes")] : []);
                    break;
                default:
                    page = await browser.ReadAsync("/");
                    break;
            }

            string greeting = loggedIn is not null ? $"Hello {NameOf(loggedIn)}"
                : remembered is not null ? $"Welcome back, {NameOf(remembered)}?" : "Welcome";
            journey = journey.With(Breach(page, greeting, loggedIn ?? remembered), loggedIn ?? remembered);
        }

        return journey;
    }

    private static string? Breach(string page, string greeting, string? who)
    {
        if (!page.Contains($">{greeting}", StringComparison.Ordinal)) { return $"'{greeting}' is missing"; }
        string? other = Site.Logins.FirstOrDefault(login => login != who
            && (page.Contains(NameOf(login), StringComparison.Ordinal)
                || page.Contains($"{login}@", StringComparison.Ordinal)));
        return other is null ? null : $"{other} is named to {who ?? "nobody"}";
    }

    private static string NameOf(string login) => $"Name-{login}";

    private static int Seed() => int.TryParse(
        Environment.GetEnvironmentVariable("IDENTITY_SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed : Random.Shared.Next();

    private sealed record Journey(string[] Breaches, int Named)
    {
        public Journey With(string? breach, string? named) => new(
            breach is null ? Breaches : [.. Breaches, breach], Named + (named is null ? 0 : 1));
    }
}
