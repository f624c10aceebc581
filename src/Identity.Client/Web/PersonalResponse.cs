using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;

namespace Identity.Client.Web;

/// <summary>Keeps what one visitor is shown out of every cache that others are served from.</summary>
internal static class PersonalResponse
{
    // Some networks obey these instead of Cache-Control (RFC 9213 and what came before it).
    private static readonly string[] SharedCacheHeaders = ["CDN-Cache-Control", "Surrogate-Control"];

    /// <summary>At once, so that this process does not keep the page.</summary>
    public static void KeepOutOfOutputCache(HttpContext context)
    {
        if (context.Features.Get<IOutputCacheFeature>() is { } feature) { feature.Context.AllowCacheStorage = false; }
    }

    /// <summary>When the response starts, whatever the page has said of these headers.</summary>
    public static void Seal(HttpContext context)
    {
        KeepOutOfOutputCache(context);
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "private, no-store";
        foreach (string name in SharedCacheHeaders) { headers.Remove(name); }
        headers.Remove(HeaderNames.Expires);
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains("Cookie", StringComparer.OrdinalIgnoreCase))
        {
            headers.Append(HeaderNames.Vary, "Cookie");
        }
    }
}
