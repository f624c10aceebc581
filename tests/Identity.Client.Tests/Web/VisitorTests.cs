using System.Net;
using Grpc.Core;
using Identity.Client.Tests.Running;
using Identity.Client.Web;
using Xunit;

namespace Identity.Client.Tests.Web;

/// <summary>Requests of a website turned into visitors.</summary>
public sealed class VisitorTests
{
    private static string? VisitorOf(Browser browser) => browser.CookieOf("visitor");

    [Fact]
    public async Task A_page_that_does_not_ask_costs_no_call_and_gets_no_cookie()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();

        using HttpResponseMessage response = await browser.AskAsync("/static");

        Assert.Empty(site.Service.Calls.Resolved);
        Assert.Null(VisitorOf(browser));
        Assert.Null(response.Headers.CacheControl);
    }

    [Fact]
    public async Task A_request_is_one_call_however_many_ask()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/who");

        Assert.Equal("1", await browser.ReadAsync("/who-many"));
        Assert.Single(site.Service.Calls.Resolved);
    }

    [Fact]
    public async Task A_visitor_who_presents_nothing_costs_no_call()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();

        Assert.Equal("1", await browser.ReadAsync("/who"));
        Assert.Empty(site.Service.Calls.Resolved);
        Assert.Equal($"2 cookie:{VisitorOf(browser)}", await browser.ReadAsync("/who"));
    }

    [Fact]
    public async Task The_cookie_is_long_random_and_not_for_scripts_or_other_sites()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();

        using HttpResponseMessage response = await browser.AskAsync("/who");

        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^visitor=[A-Za-z0-9_-]{27}; max-age=33696000; path=/; samesite=lax; httponly$", cookie);
        using Browser other = site.NewBrowser();
        await other.ReadAsync("/who");
        Assert.NotEqual(VisitorOf(browser), VisitorOf(other));
    }

    [Fact]
    public async Task Where_TLS_is_certain_the_cookie_is_for_this_host_alone()
    {
        await using TestSite site = await TestSite.StartAsync(options => options.CookieAlwaysSecure = true);
        using Browser browser = site.NewBrowser();

        using HttpResponseMessage response = await browser.AskAsync("/who");

        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-visitor=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_consent_no_cookie_is_made_or_read_and_nothing_is_sent()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser(consents: false);
        await browser.ReadAsync("/who");
        Assert.Null(VisitorOf(browser));
        Assert.Equal("False", await browser.ReadAsync("/observe"));

        // Withdrawn: a cookie that is there is taken back, and not presented a last time.
        browser.Add("visitor", new string('a', 27));
        Assert.Equal("1", await browser.ReadAsync("/who"));
        Assert.Null(VisitorOf(browser));
        Assert.Empty(site.Service.Calls.Resolved);
        Assert.Empty(site.Service.Calls.Ingested);
    }

    [Theory]
    [InlineData("guest")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_cookie_that_is_not_ours_is_replaced(string value)
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        browser.Add("visitor", value);

        await browser.ReadAsync("/who");

        Assert.Matches("^[A-Za-z0-9_-]{27}$", VisitorOf(browser));
        Assert.Empty(site.Service.Calls.Resolved);
    }

    [Fact]
    public async Task Only_who_is_authenticated_now_is_vouched_for()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/who");
        string device = $"cookie:{VisitorOf(browser)}";

        Assert.Equal($"4 login:nora {device}", await browser.ReadAsync("/login?name=nora&remember=true"));
        Assert.Equal($"4 login:nora {device}", await browser.ReadAsync("/who"));
        Assert.Equal($"2 {device}", await browser.ReadAsync("/logout?forget=false"));
        Assert.Equal($"2 {device}", await browser.ReadAsync("/who"));

        V1.Observation[] sent = [.. site.Service.Calls.Ingested.SelectMany(request => request.Observations)];
        Assert.Equal(["login", "logout"], sent.Select(item => item.Event.Name));
        Assert.Equal(["login", "cookie"], sent[0].Identifiers.Select(item => item.Namespace));
        Assert.Equal(["login"], sent[1].Identifiers.Select(item => item.Namespace));
    }

    [Fact]
    public async Task A_login_that_is_too_old_is_not_vouched_for()
    {
        await using TestSite site = await TestSite.StartAsync(options => options.IsLoggedInNow = _ => false);
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/login?name=nora&remember=true");

        Assert.Equal($"2 cookie:{VisitorOf(browser)}", await browser.ReadAsync("/who"));
    }

    [Fact]
    public async Task Forgetting_gives_the_browser_another_cookie_even_without_the_service()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/login?name=nora&remember=true");
        string? before = VisitorOf(browser);
        site.Service.Calls.Failing = FakeCalls.Failure(StatusCode.Unavailable, "STORE_UNAVAILABLE");

        Assert.Equal("1", await browser.ReadAsync("/logout?forget=true"));
        Assert.NotEqual(before, VisitorOf(browser));

        // The service is told as soon as it is there, of the cookie that was.
        site.Service.Calls.Failing = null;
        await Eventually.TrueAsync(() => site.Service.Calls.Ingested.Any(request => request.Observations.Any(item =>
            item.Event.Properties.ContainsKey("forget") && item.Identifiers.Single().Value == before)));
    }

    [Fact]
    public async Task A_device_that_others_use_too_is_not_named_at_login()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/login?name=nora&remember=false");

        V1.Observation sent = Assert.Single(Assert.Single(site.Service.Calls.Ingested).Observations);
        Assert.Equal("login", Assert.Single(sent.Identifiers).Namespace);
    }

    [Theory]
    [InlineData("/who")]
    [InlineData("/who-public")]
    public async Task A_page_that_asks_is_kept_out_of_shared_caches(string path)
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();

        using HttpResponseMessage response = await browser.AskAsync(path);

        Assert.True(response.Headers.CacheControl is { Private: true, NoStore: true, Public: false });
        Assert.Contains("Cookie", response.Headers.Vary);
        Assert.False(response.Headers.Contains("CDN-Cache-Control"));
    }

    [Fact]
    public async Task The_output_cache_shows_nobody_somebody_elses_page()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser anna = site.NewBrowser();
        using Browser bram = site.NewBrowser();
        await anna.ReadAsync("/who");
        await bram.ReadAsync("/who");

        Assert.Equal($"2 cookie:{VisitorOf(anna)}", await anna.ReadAsync("/who-cached"));
        Assert.Equal($"2 cookie:{VisitorOf(bram)}", await bram.ReadAsync("/who-cached"));

        // The control: the cache is there, and works for a page that asks nothing.
        Assert.Equal(await anna.ReadAsync("/static-cached"), await bram.ReadAsync("/static-cached"));
    }

    [Fact]
    public async Task Who_is_asked_for_too_late_is_unknown()
    {
        await using TestSite site = await TestSite.StartAsync();
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/who");

        Assert.Equal("begun 1", await browser.ReadAsync("/who-late"));
        Assert.Empty(site.Service.Calls.Resolved);
    }

    [Fact]
    public async Task Without_an_answer_the_page_is_shown()
    {
        await using TestSite site = await TestSite.StartAsync(
            client: options => options.ResolveTimeout = TimeSpan.FromMilliseconds(50));
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/who");
        site.Service.Calls.Hangs = true;

        Assert.Equal("away 1", await browser.ReadAsync("/who"));
    }

    [Fact]
    public async Task A_link_token_leaves_the_address_and_counts_for_the_visit()
    {
        await using TestSite site = await TestSite.StartAsync(options => options.LinkTokenParameter = "vt");
        using Browser strict = site.NewBrowser(follows: false);
        using HttpResponseMessage response = await strict.AskAsync("//who?a=1&vt=abc&b=2");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/who?a=1&b=2", response.Headers.Location?.OriginalString);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(response.Headers.CacheControl?.NoStore);

        using Browser browser = site.NewBrowser(consents: false);
        Assert.Equal("3 abc", await browser.ReadAsync("/who?vt=abc"));
        Assert.Equal("3 abc", await browser.ReadAsync("/who"));
        Assert.Equal("4 login:nora", await browser.ReadAsync("/login?name=nora&remember=false"));
        Assert.Equal("1", await browser.ReadAsync("/logout?forget=false"));
        Assert.Equal("1", await browser.ReadAsync("/who"));
    }

    [Fact]
    public async Task A_link_token_does_not_come_back_when_a_login_after_it_runs_out()
    {
        await using TestSite site = await TestSite.StartAsync(options => options.LinkTokenParameter = "vt");
        using Browser browser = site.NewBrowser(consents: false);
        Assert.Equal("3 abc", await browser.ReadAsync("/who?vt=abc"));
        Assert.Equal("4 login:nora", await browser.ReadAsync("/login?name=nora&remember=false"));

        browser.Forget(".AspNetCore.Cookies");

        Assert.Equal("1", await browser.ReadAsync("/who"));
    }

    [Fact]
    public async Task A_link_token_that_is_refused_is_left_out()
    {
        await using TestSite site = await TestSite.StartAsync(options => options.LinkTokenParameter = "vt");
        using Browser browser = site.NewBrowser();
        await browser.ReadAsync("/who");
        site.Service.Calls.Failures.Enqueue(FakeCalls.Failure(StatusCode.InvalidArgument, "LINK_TOKEN_EXPIRED"));

        Assert.Equal($"2 cookie:{VisitorOf(browser)}", await browser.ReadAsync("/who?vt=abc"));
        Assert.Equal(["abc", ""], site.Service.Calls.Resolved.Select(request => request.LinkToken));
        Assert.DoesNotContain(browser.Cookies, cookie => cookie.Name == "visitor-link");
    }

    [Fact]
    public void Options_with_defects_are_named()
    {
        var options = new VisitorOptions();
        Assert.Empty(options.Defects());
        options.CookieName = "a b";
        options.CookieLife = TimeSpan.FromDays(391);
        options.LinkTokenLife = TimeSpan.FromDays(2);
        options.LinkTokenParameter = "";
        options.CookieNamespace = "";
        options.Logins = [];
        Assert.Equal(6, options.Defects().Count);
    }
}
