using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Client.Web;

/// <summary>
/// How a website turns requests into visitors. Read while requests are handled: set it up at the start and leave it.
/// </summary>
public sealed class VisitorOptions
{
    /// <summary>The longest life of the cookie: as long as the service's namespace cookie lasts unseen.</summary>
    public static readonly TimeSpan CookieLifeMax = TimeSpan.FromDays(390);

    /// <summary>
    /// The cookie's name, letters, digits, '_' and '-'. Default visitor. Over https and without
    /// <see cref="CookieDomain"/> it gets the prefix __Host-, so that no other site of the domain can plant it.
    /// </summary>
    public string CookieName { get; set; } = "visitor";

    /// <summary>
    /// The domain to share the cookie in, for a shop on several hosts. Default null: this host alone, which is safer:
    /// any host of a shared domain can give a visitor the cookie of somebody else.
    /// </summary>
    public string? CookieDomain { get; set; }

    /// <summary>
    /// Whether the cookie is Secure where the request itself came without https, behind a proxy that ends TLS. Default
    /// false: as the request.
    /// </summary>
    public bool CookieAlwaysSecure { get; set; }

    /// <summary>
    /// How long the cookie lives from its making; visits do not prolong it. At most and by default 390 days.
    /// </summary>
    public TimeSpan CookieLife { get; set; } = CookieLifeMax;

    /// <summary>
    /// Whether the visitor has agreed to being remembered by a cookie. Without it the cookie is neither made nor read,
    /// and one that is there is taken back. Default: what ASP.NET Core's consent feature says, and no without it.
    /// </summary>
    public Func<HttpContext, bool> MayRemember { get; set; } =
        static context => context.Features.Get<ITrackingConsentFeature>()?.CanTrack ?? false;

    /// <summary>
    /// Whether the visitor is logged in now. Default: the user is authenticated. A site whose login lasts for months
    /// says here how fresh it must be, since level 4 opens account data.
    /// </summary>
    public Func<HttpContext, bool> IsLoggedInNow { get; set; } =
        static context => context.User.Identity?.IsAuthenticated ?? false;

    /// <summary>
    /// Which claims of an authenticated user are which identifiers. Default: the name identifier is the login. Only
    /// what the website's login has verified.
    /// </summary>
    public ImmutableArray<ClaimMapping> Logins { get; set; } = [new(ClaimTypes.NameIdentifier, "login")];

    /// <summary>The namespace of the cookie. Default cookie.</summary>
    public string CookieNamespace { get; set; } = "cookie";

    /// <summary>
    /// The query parameter with the token of a personal link; null for none. Default null. A GET with it is answered by
    /// a redirect to the same address without it.
    /// </summary>
    public string? LinkTokenParameter { get; set; }

    /// <summary>
    /// For how long a personal link counts, in a cookie of its own. Default 15 minutes, at most a day.
    /// </summary>
    public TimeSpan LinkTokenLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The fields that pages show; empty means all that may be shown. Default empty.</summary>
    public ImmutableArray<string> Fields { get; set; } = [];

    /// <summary>What the fields are for; null means service. Default null.</summary>
    public string? Purpose { get; set; }

    /// <summary>The source of the observations; null when the key has exactly one. Default null.</summary>
    public string? Source { get; set; }

    /// <summary>Everything that is wrong, a sentence each; empty when the options can be used.</summary>
    public IReadOnlyList<string> Defects()
    {
        var defects = new List<string>();
        if (CookieName.Length == 0
            || CookieName.Any(unit => !char.IsAsciiLetterOrDigit(unit) && unit is not ('_' or '-')))
        {
            defects.Add("CookieName has letters, digits, '_' and '-'.");
        }

        if (CookieLife <= TimeSpan.Zero || CookieLife > CookieLifeMax)
        {
            defects.Add($"CookieLife is above 0 and at most {CookieLifeMax.TotalDays:0} days.");
        }

        if (LinkTokenLife <= TimeSpan.Zero || LinkTokenLife > TimeSpan.FromDays(1))
        {
            defects.Add("LinkTokenLife is above 0 and at most a day.");
        }

        if (LinkTokenParameter is { Length: 0 }) { defects.Add("LinkTokenParameter is null or a name."); }
        if (CookieNamespace.Length == 0) { defects.Add("CookieNamespace is a namespace of the workspace."); }
        if (Logins.IsDefaultOrEmpty) { defects.Add("Logins names at least one claim."); }
        return defects;
    }
}

/// <summary>A claim of a logged-in user that is an identifier.</summary>
/// <param name="ClaimType">The claim's type.</param>
/// <param name="Namespace">The namespace of the workspace.</param>
public sealed record ClaimMapping(string ClaimType, string Namespace);
