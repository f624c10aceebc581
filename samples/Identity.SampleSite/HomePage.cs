using System.Globalization;
using Identity.Client;
using Microsoft.AspNetCore.Antiforgery;

namespace Identity.SampleSite;

/// <summary>The one page of the site.</summary>
internal sealed class HomePage
{
    private static readonly Markup Newsletter = Markup.Of(
        $"<label>E-mail <input name=\"email\" type=\"email\" required></label> <button>Subscribe</button>");

    public required Recognition Recognition { get; init; }

    public required string? Login { get; init; }

    public required bool HasAnsweredConsent { get; init; }

    public required bool MayRemember { get; init; }

    public required AntiforgeryTokenSet Token { get; init; }

    public Markup Render() => Markup.Of($$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sample shop</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
        form { display: inline-block; margin: .25rem 1rem .25rem 0; }
        th { text-align: left; padding-right: 1rem; vertical-align: top; }
        .banner { background: #eef; padding: .5rem 1rem; }
        </style>
        </head>
        <body>
        {{Banner()}}
        <h1 id="greeting">{{Greeting()}}</h1>
        <p id="offer">{{Offer()}}</p>
        {{Account()}}
        {{LoginForms()}}
        <h2>Newsletter</h2>
        {{Form("newsletter", Newsletter)}}
        <h2>What the service said</h2>
        {{Facts()}}
        </body>
        </html>
        """);

    private string Greeting() => Recognition switch
    {
        { Level: RecognitionLevel.Authenticated } => $"Hello {Recognition.Text("first_name") ?? Login}",
        { Permissions.ShowName: true } when Recognition.Text("first_name") is { } name => $"Welcome back, {name}?",
        { Permissions.PersonalizeSite: true } => "Welcome back",
        _ => "Welcome",
    };

    private string Offer() => Recognition.Permissions.PersonalizeSite
        && Recognition.Text("favourite_category") is { } category
            ? $"New for you in {category}" : "New this week";

    // Only at level 4: below it somebody else may sit here.
    private Markup Account() => Recognition.Permissions.ChangeAccount
        ? Markup.Of($"<p id=\"account\">Your address: {Recognition.Text("email") ?? "not known"}</p>") : Markup.Empty;

    private Markup Banner() => HasAnsweredConsent ? Markup.Empty : Markup.Of($"""
        <div class="banner" id="banner">May this shop remember this browser, to show you what fits you?
        {Form("consent", Markup.Of($"<button name=\"answer\" value=\"yes\">Yes</button> "
            + $"<button name=\"answer\" value=\"no\">No</button>"))}</div>
        """);

    private Markup LoginForms()
    {
        if (Login is not null)
        {
            return Markup.Of($"""
                {Form("logout", Markup.Of($"<button>Log out</button>"))}
                {Forget("Log out, others use this computer too")}
                """);
        }

        Markup options = Markup.Each(Site.Logins, login => Markup.Of($"<option>{login}</option>"));
        return Markup.Of($"""
            {Form("login", Markup.Of($"""
                <label>Log in as <select name="login">{options}</select></label>
                <label><input type="checkbox" name="shared" value="yes"> others use this computer too</label>
                <button>Log in</button>
                """))}
            {(Recognition.Permissions.ShowName ? Forget("That is not me") : Markup.Empty)}
            """);
    }

    private Markup Forget(string label) => Form("logout", Markup.Of(
        $"<input type=\"hidden\" name=\"forget\" value=\"yes\"><button>{label}</button>"));

    private Markup Form(string action, Markup content) => Markup.Of($"""
        <form method="post" action="/{action}">
        <input type="hidden" name="{Token.FormFieldName}" value="{Token.RequestToken}">
        {content}</form>
        """);

    private Markup Facts()
    {
        Permissions may = Recognition.Permissions;
        string evidence = Recognition.Evidence is { } found
            ? string.Create(CultureInfo.InvariantCulture, $"{found.Identifier.Namespace}, {found.LinkedAt:u}")
            : "nothing";
        (string Name, string Text)[] rows =
        [
            ("level", $"{(int)Recognition.Level} {Recognition.Level}"),
            ("answered", Recognition.IsAvailable ? "yes" : "no, so the visitor is unknown"),
            ("rests on", evidence),
            ("may personalise", YesNo(may.PersonalizeSite)),
            ("may show a name", YesNo(may.ShowName)),
            ("may retarget by e-mail", YesNo(may.RetargetEmail)),
            ("may change the account", YesNo(may.ChangeAccount)),
            ("withheld", string.Join(", ", Recognition.Withheld
                .OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}: {field.Value}"))),
            ("conflicts", string.Join(", ", Recognition.Conflicts.Select(item => item.Namespace))),
            ("may be remembered", YesNo(MayRemember)),
        ];
        return Markup.Of($"""
            <table id="facts">
            {Markup.Each(rows, row => Markup.Of($"<tr><th>{row.Name}</th><td>{row.Text}</td></tr>\n"))}
            </table>
            """);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}
