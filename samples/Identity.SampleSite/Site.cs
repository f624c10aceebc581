using System.Security.Claims;
using Identity.Client;
using Identity.Client.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace Identity.SampleSite;

/// <summary>
/// A shop's website that shows what each recognition level is good for. Its logins have no password, so it listens on
/// this machine only.
/// </summary>
public static class Site
{
    /// <summary>Where it listens when nothing else is said.</summary>
    public const string UrlDefault = "http://127.0.0.1:5090";

    /// <summary>Who can log in: customers of the demo.</summary>
    public static readonly string[] Logins = ["sanne", "kevin", "nora"];

    /// <summary>Puts the site together; it runs when it is told to.</summary>
    /// <param name="args">Settings, such as --urls http://127.0.0.1:8080 or --key-file data/admin.key.</param>
    /// <param name="adjust">Changes parts; null for none.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["urls"] is null) { builder.WebHost.UseUrls(UrlDefault); }
        IServiceCollection services = builder.Services;
        services.AddIdentityClient(options => Connection.Configure(options, builder.Configuration));
        services.AddVisitor(options =>
        {
            options.CookieName = "sample-visitor";
            options.MayRemember = Consent.IsGiven;
            options.LinkTokenParameter = "vt";
            options.Source = "sample-site";
            options.Fields = ["first_name", "city", "email", "favourite_category", "activity.page_viewed.count"];
        });
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        services.AddAntiforgery();

        // Keys in memory: after a restart everybody logs in again, and nothing is left on this machine.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        adjust?.Invoke(builder);

        WebApplication app = builder.Build();
        app.Use(Headers);
        app.UseAuthentication();
        app.UseAntiforgery();
        app.UseVisitor();
        app.MapGet("/", HomeAsync);
        app.MapPost("/login", LogInAsync);
        app.MapPost("/logout", LogOutAsync);
        app.MapPost("/newsletter", RequestNewsletter);
        app.MapPost("/consent", AnswerConsent);
        return app;
    }

    // Nothing of a page comes from elsewhere, so nothing may.
    private static Task Headers(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }

    private static async Task<IResult> HomeAsync(
        HttpContext context, Visitor visitor, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        Recognition recognition = await visitor.RecogniseAsync(cancellationToken);
        visitor.Observe(device => Observation.PageViewed(device, context.Request.Path));
        var home = new HomePage
        {
            Recognition = recognition,
            Login = context.User.Identity is { IsAuthenticated: true, Name: { } name } ? name : null,
            HasAnsweredConsent = Consent.IsAnswered(context),
            MayRemember = Consent.IsGiven(context),
            Token = antiforgery.GetAndStoreTokens(context),
        };
        return Results.Content(home.Render().ToString(), "text/html; charset=utf-8");
    }

    private static async Task<IResult> LogInAsync(
        HttpContext context, Visitor visitor, [FromForm] string login, [FromForm] string? shared,
        CancellationToken cancellationToken)
    {
        if (!Logins.Contains(login, StringComparer.Ordinal)) { return Results.BadRequest("There is no such login."); }
        Claim[] claims = [new(ClaimTypes.NameIdentifier, login), new(ClaimTypes.Name, login)];
        await context.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
        await visitor.LoggedInAsync([Identifier.Login(login)], rememberDevice: shared is null, cancellationToken);
        return Home();
    }

    private static async Task<IResult> LogOutAsync(
        HttpContext context, Visitor visitor, [FromForm] string? forget, CancellationToken cancellationToken)
    {
        await context.SignOutAsync();
        await visitor.LoggedOutAsync(forget is not null, cancellationToken);
        return Home();
    }

    private static IResult RequestNewsletter(Visitor visitor, ObservationSender sender, [FromForm] string? email)
    {
        if (!Identifier.TryClaim("email", email, out Identifier? claim))
        {
            return Results.BadRequest("That is no e-mail address.");
        }

        // The same answer for everybody: nobody learns here who is a customer.
        sender.TrySend(Observation.NewsletterRequested(claim, visitor.Device(), proof: "sample-form-1") with
        {
            Source = "sample-site",
        });
        return Home();
    }

    private static IResult AnswerConsent(HttpContext context, Visitor visitor, [FromForm] string? answer)
    {
        bool isGranted = answer == "yes";
        var statement = new ConsentStatement("site", "personalisation", isGranted);

        // A refusal is told while the device may still be named; after that nothing is.
        if (isGranted) { Consent.Answer(context, isGranted); }
        visitor.Observe(device => Observation.ConsentStated(device, statement));
        if (!isGranted) { Consent.Answer(context, isGranted); }
        return Home();
    }

    private static IResult Home() => Results.Redirect("/");
}

/// <summary>What the visitor said to the banner, in a cookie that serves only to remember that.</summary>
internal static class Consent
{
    private const string CookieName = "sample-consent";

    public static bool IsAnswered(HttpContext context) => AnswerOf(context) is not null;

    public static bool IsGiven(HttpContext context) => AnswerOf(context) == "yes";

    public static void Answer(HttpContext context, bool isGranted)
    {
        string answer = isGranted ? "yes" : "no";
        context.Items[CookieName] = answer;
        context.Response.Cookies.Append(CookieName, answer, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(180),
            IsEssential = true,
        });
    }

    // An answer of this request counts before that of the cookie with which it came.
    private static string? AnswerOf(HttpContext context) =>
        context.Items[CookieName] as string ?? context.Request.Cookies[CookieName];
}

/// <summary>How the service is found.</summary>
internal static class Connection
{
    private const string KeyFileDefault = "data/admin.key";

    public static void Configure(IdentityClientOptions options, IConfiguration configuration)
    {
        if (configuration["IDENTITY_ADDRESS"] is { Length: > 0 } address) { options.Address = new Uri(address); }
        string file = configuration["key-file"] ?? KeyFileDefault;
        options.Key = configuration["IDENTITY_KEY"] is { Length: > 0 } key ? key
            : File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }
}
