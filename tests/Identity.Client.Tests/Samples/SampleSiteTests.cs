using System.Collections.Immutable;
using Identity.Client.Tests.Running;
using Identity.Client.Tests.Web;
using Xunit;

namespace Identity.Client.Tests.Samples;

/// <summary>The sample site against the real service.</summary>
public sealed class SampleSiteTests(RunningService service)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_passes_through_all_levels()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser browser = site.NewBrowser();

        Shows(await browser.ReadAsync("/"), "Welcome", "1 Unknown", "banner");
        Shows(await browser.ReadAsync("/"), "Welcome", "1 Unknown", "banner");

        string agreed = await browser.SubmitAsync("/consent", ("answer", "yes"));
        Assert.DoesNotContain("banner\"", agreed, StringComparison.Ordinal);
        await site.SettleAsync();
        Shows(await browser.ReadAsync("/"), "Welcome back", "2 Device", "email: Level", "rests on</th><td>cookie");

        string loggedIn = await browser.SubmitAsync("/login", ("login", "nora"));
        Shows(loggedIn, "Hello Nora", "4 Authenticated", "nora@example.nl", "rests on</th><td>login");

        string loggedOut = await browser.SubmitAsync("/logout");
        Shows(loggedOut, "Welcome back, Nora?", "3 Remembered", "email: Level");
        Assert.DoesNotContain("nora@example.nl", loggedOut, StringComparison.Ordinal);

        string forgotten = await browser.SubmitAsync("/logout", ("forget", "yes"));
        Assert.DoesNotContain("Nora", forgotten, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_says_no_is_not_remembered_and_can_log_in_all_the_same()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser browser = site.NewBrowser();

        await browser.SubmitAsync("/consent", ("answer", "no"));
        Shows(await browser.SubmitAsync("/login", ("login", "nora")), "Hello Nora", "4 Authenticated");
        Shows(await browser.SubmitAsync("/logout"), "Welcome", "1 Unknown");

        Assert.DoesNotContain(browser.Cookies, cookie => cookie.Name == "sample-visitor");
    }

    [Fact]
    public async Task Two_visitors_side_by_side_never_see_each_others_data()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key, WithCache);
        using Browser kevin = site.NewBrowser();
        using Browser nora = site.NewBrowser();
        await kevin.SubmitAsync("/consent", ("answer", "yes"));
        await nora.SubmitAsync("/consent", ("answer", "yes"));

        Shows(await kevin.SubmitAsync("/login", ("login", "kevin")), "Hello Kevin");
        Shows(await nora.SubmitAsync("/login", ("login", "nora")), "Hello Nora");
        for (int turn = 0; turn < 5; turn++)
        {
            string kevins = await kevin.ReadAsync("/");
            string noras = await nora.ReadAsync("/");
            Shows(kevins, "Hello Kevin", "kevin@example.nl");
            Shows(noras, "Hello Nora", "nora@example.nl");
            Assert.DoesNotContain("Nora", kevins, StringComparison.Ordinal);
            Assert.DoesNotContain("nora@", kevins, StringComparison.Ordinal);
            Assert.DoesNotContain("Kevin", noras, StringComparison.Ordinal);
            Assert.DoesNotContain("kevin@", noras, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task On_a_shared_tablet_nora_sees_nothing_of_kevin()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key, WithCache);
        using Browser tablet = site.NewBrowser();
        await tablet.SubmitAsync("/consent", ("answer", "yes"));
        await tablet.SubmitAsync("/login", ("login", "kevin"));
        Shows(await tablet.SubmitAsync("/logout"), "Welcome back, Kevin?", "3 Remembered");

        string[] noras =
        [
            await tablet.SubmitAsync("/login", ("login", "nora")),
            await tablet.ReadAsync("/"),
            await tablet.SubmitAsync("/logout"),
        ];

        Shows(noras[0], "Hello Nora", "4 Authenticated", "nora@example.nl");
        Shows(noras[2], "Welcome back, Nora?", "3 Remembered");
        Assert.All(noras, page => Assert.DoesNotContain("Kevin", page, StringComparison.Ordinal));
        Assert.All(noras, page => Assert.DoesNotContain("kevin@", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_guest_on_kevins_tablet_leaves_it_kevins()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser tablet = site.NewBrowser();
        await tablet.SubmitAsync("/consent", ("answer", "yes"));
        await tablet.SubmitAsync("/login", ("login", "kevin"));
        await tablet.SubmitAsync("/logout");

        Shows(await tablet.SubmitAsync("/login", ("login", "nora"), ("shared", "yes")), "Hello Nora", "cookie");
        Shows(await tablet.SubmitAsync("/logout"), "Welcome back, Kevin?");
    }

    [Fact]
    public async Task Typing_somebodys_address_shows_nothing_of_them()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser browser = site.NewBrowser();
        await browser.SubmitAsync("/consent", ("answer", "yes"));

        await browser.SubmitAsync("/newsletter", ("email", "nora@example.nl"));
        await site.SettleAsync();

        string page = await browser.ReadAsync("/");
        Shows(page, "2 Device");
        Assert.DoesNotContain("Nora", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_through_a_personal_link_is_greeted_for_the_visit()
    {
        string key = await NewShopAsync();
        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser browser = site.NewBrowser();
        string token = service.NewLinkToken(key, "login", "nora");

        Shows(await browser.ReadAsync($"/?vt={token}"), "Welcome back, Nora?", "3 Remembered", "email: Level");
        Shows(await browser.ReadAsync("/"), "Welcome back, Nora?");
        Shows(await browser.SubmitAsync("/login", ("login", "kevin")), "Hello Kevin");

        // A token that somebody changed opens nothing.
        using Browser other = site.NewBrowser();
        Shows(await other.ReadAsync($"/?vt={token[..^4]}AAAA"), "Welcome", "1 Unknown", "answered</th><td>yes");
    }

    [Fact]
    public async Task The_call_that_warms_up_is_one_that_the_service_takes()
    {
        using IdentityClient client = service.NewClient(await NewShopAsync());
        Recognition answer = await client.ResolveAsync(new VisitorQuery(), Cancellation);
        Assert.Equal((true, RecognitionLevel.Unknown), (answer.IsAvailable, answer.Level));
    }

    [Fact]
    public async Task What_came_from_elsewhere_is_escaped()
    {
        string key = await service.NewWebsiteAsync();
        using (IdentityClient client = service.NewClient(key))
        {
            await client.IngestAsync([Known("nora", "<script>alert(1)</script>&\"'")], Cancellation);
        }

        await using RunningSite site = await RunningSite.StartAsync(service.Address, key);
        using Browser browser = site.NewBrowser();

        string page = await browser.SubmitAsync("/login", ("login", "nora"));

        Shows(page, "Hello &lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;");
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_service_pages_are_shown_to_an_unknown_visitor(bool hangs)
    {
        FakeService fake = await FakeService.StartAsync();
        fake.Calls.Hangs = true;
        await using RunningSite site = await RunningSite.StartAsync(
            fake.Address, FakeService.Key, options => options.ResolveTimeout = TimeSpan.FromMilliseconds(50));
        if (!hangs) { await fake.DisposeAsync(); }
        using Browser browser = site.NewBrowser();
        await browser.SubmitAsync("/consent", ("answer", "yes"));

        Shows(await browser.ReadAsync("/"), "Welcome", "1 Unknown", "no, so the visitor is unknown");
        Shows(await browser.SubmitAsync("/login", ("login", "nora")), "Welcome", "1 Unknown", "Log out");
        await fake.DisposeAsync();
    }

    internal static Observation Known(string login, string firstName) =>
        Observation.LoggedIn([Identifier.Login(login)], null) with
        {
            Traits = ImmutableDictionary<string, FieldValue>.Empty
                .Add("first_name", firstName).Add("email", $"{login}@example.nl"),
        };

    private static void WithCache(IdentityClientOptions options) => options.Cache.IsOn = true;

    private static void Shows(string page, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));

    private async Task<string> NewShopAsync()
    {
        string key = await service.NewWebsiteAsync("profiles.pii");
        using IdentityClient client = service.NewClient(key);
        await client.IngestAsync([Known("kevin", "Kevin"), Known("nora", "Nora")], Cancellation);
        return key;
    }
}
