using System.Security.Claims;
using Identity.Client.Tests.Running;
using Identity.Client.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Tests.Web;

/// <summary>A small website on a free port, whose service answers for whom it was asked.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, FakeService service) => (_app, Service) = (app, service);

    public FakeService Service { get; }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<TestSite> StartAsync(
        Action<VisitorOptions>? visitor = null, Action<IdentityClientOptions>? client = null)
    {
        FakeService service = await FakeService.StartAsync();
        service.Calls.Answer = Answer;
        IdentityClientOptions defaults = service.Options();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddIdentityClient(options =>
        {
            (options.Address, options.Key) = (defaults.Address, defaults.Key);
            (options.ResolveTimeout, options.IngestTimeout) = (defaults.ResolveTimeout, defaults.IngestTimeout);
            options.Sending.DrainTimeout = TimeSpan.FromMilliseconds(100);
            client?.Invoke(options);
        });
        builder.Services.AddVisitor(options =>
        {
            options.MayRemember = context => context.Request.Cookies["consent"] == "yes";
            visitor?.Invoke(options);
        });
        builder.Services.AddOutputCache();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        WebApplication app = builder.Build();
        app.UseOutputCache();
        app.UseAuthentication();
        app.UseVisitor();
        MapPages(app);
        await app.StartAsync(CancellationToken.None);

        // The first call, with which the site warms up, is none of a visitor.
        service.Calls.Resolved.Clear();
        return new TestSite(app, service);
    }

    public Browser NewBrowser(bool consents = true, bool follows = true)
    {
        var browser = new Browser(Address, follows);
        if (consents) { browser.Add("consent", "yes"); }
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        Service.Calls.Release();
        await _app.DisposeAsync();
        await Service.DisposeAsync();
    }

    private static void MapPages(WebApplication app)
    {
        int served = 0;
        app.MapGet("/static", () => "static");
        app.MapGet("/static-cached", () => $"static {Interlocked.Increment(ref served)}").CacheOutput();
        app.MapGet("/who", WhoAsync);
        app.MapGet("/who-cached", WhoAsync).CacheOutput();
        app.MapGet("/who-many", async (HttpContext context) =>
        {
            Recognition[] all = await Task.WhenAll(Enumerable.Range(0, 10)
                .Select(_ => Task.Run(() => context.GetVisitor().RecogniseAsync(context.RequestAborted))));
            return all.Distinct().Count();
        });
        app.MapGet("/who-public", async (HttpContext context, Visitor visitor) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=600";
            context.Response.Headers["CDN-Cache-Control"] = "max-age=600";
            return await WhoAsync(visitor, context.RequestAborted);
        });
        app.MapGet("/who-late", async (HttpContext context, Visitor visitor) =>
        {
            await context.Response.WriteAsync("begun ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await context.Response.WriteAsync(await WhoAsync(visitor, context.RequestAborted), context.RequestAborted);
        });
        app.MapGet("/observe", (Visitor visitor) =>
            visitor.Observe(device => Observation.PageViewed(device, "/observe")).ToString());
        app.MapGet("/login", async (HttpContext context, Visitor visitor, string name, bool remember) =>
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "test");
            await context.SignInAsync(new ClaimsPrincipal(identity));
            await visitor.RecogniseAsync(context.RequestAborted);
            await visitor.LoggedInAsync([Identifier.Login(name)], remember, context.RequestAborted);
            return await WhoAsync(visitor, context.RequestAborted);
        });
        app.MapGet("/logout", async (HttpContext context, Visitor visitor, bool forget) =>
        {
            await context.SignOutAsync();
            await visitor.LoggedOutAsync(forget, context.RequestAborted);
            return await WhoAsync(visitor, context.RequestAborted);
        });
    }

    private static async Task<string> WhoAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        Recognition recognition = await visitor.RecogniseAsync(cancellationToken);
        return $"{(recognition.IsAvailable ? "" : "away ")}{(int)recognition.Level} {recognition.Text("for")}".Trim();
    }

    /// <summary>An answer that says what it is for.</summary>
    private static V1.ResolveResponse Answer(V1.ResolveRequest request)
    {
        string what = string.Join(' ', request.Identifiers.Select(item => $"{item.Namespace}:{item.Value}"));
        return new V1.ResolveResponse
        {
            Tag = request.Tag,
            Level = request.Authenticated ? V1.RecognitionLevel.Authenticated
                : request.LinkToken.Length > 0 ? V1.RecognitionLevel.Remembered : V1.RecognitionLevel.Device,
            Fields = { ["for"] = Google.Protobuf.WellKnownTypes.Value.ForString(what + request.LinkToken) },
        };
    }
}
