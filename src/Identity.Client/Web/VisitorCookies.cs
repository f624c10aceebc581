using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Identity.Client.Web;

/// <summary>The cookies that the website gives a visitor: the device's, and that of a personal link.</summary>
internal sealed class VisitorCookies(VisitorOptions options)
{
    /// <summary>160 bits: nobody guesses somebody else's, and no two are ever the same.</summary>
    public const int RandomBytes = 20;

    /// <summary>Those bits as base64url.</summary>
    public const int ValueLength = 27;

    /// <summary>Far above what a token has.</summary>
    public const int LinkTokenLengthMax = 2_048;

    private const string HostPrefix = "__Host-";

    /// <summary>The device's value; null when there is none or it is none of ours.</summary>
    public string? ReadDevice(HttpContext context) =>
        context.Request.Cookies[DeviceName(context)] is { Length: ValueLength } value && value.All(IsOurs)
            ? value : null;

    /// <summary>Gives the visitor a new value, which nobody else has.</summary>
    public string MakeDevice(HttpContext context)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        string value = Base64Url.EncodeToString(random);
        context.Response.Cookies.Append(DeviceName(context), value, Shape(context, options.CookieLife));
        return value;
    }

    /// <summary>Takes the device's cookie back, if the visitor has one.</summary>
    public void DropDevice(HttpContext context) => Drop(context, DeviceName(context));

    /// <summary>The token of the personal link through which the visitor came; null when there is none.</summary>
    public string? ReadLinkToken(HttpContext context) =>
        options.LinkTokenParameter is not null
        && context.Request.Cookies[LinkName(context)] is { Length: > 0 and <= LinkTokenLengthMax } token
            ? token : null;

    /// <summary>Keeps the token while the visitor looks around.</summary>
    public void KeepLinkToken(HttpContext context, string token) =>
        context.Response.Cookies.Append(LinkName(context), token, Shape(context, options.LinkTokenLife));

    /// <summary>Takes the token back, if the visitor has one.</summary>
    public void DropLinkToken(HttpContext context) => Drop(context, LinkName(context));

    // Exactly what is made here: a decoder would let blanks pass, and one cookie would have several spellings.
    private static bool IsOurs(char unit) => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_';

    private void Drop(HttpContext context, string name)
    {
        if (context.Request.Cookies.ContainsKey(name) && !context.Response.HasStarted)
        {
            context.Response.Cookies.Delete(name, Shape(context, null));
        }
    }

    private string DeviceName(HttpContext context) =>
        IsHostOnly(context) ? HostPrefix + options.CookieName : options.CookieName;

    private string LinkName(HttpContext context) => DeviceName(context) + "-link";

    private bool IsHostOnly(HttpContext context) => options.CookieDomain is null && IsSecure(context);

    private bool IsSecure(HttpContext context) => context.Request.IsHttps || options.CookieAlwaysSecure;

    private CookieOptions Shape(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(context),
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Domain = options.CookieDomain,
        MaxAge = life,

        // Whether it may be set was asked before, by MayRemember; the cookie policy is not to decide again.
        IsEssential = true,
    };
}
