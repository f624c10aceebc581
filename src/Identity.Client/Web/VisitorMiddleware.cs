using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Identity.Client.Web;

/// <summary>
/// Gives every request its <see cref="Visitor"/>, which asks the service only when the page asks it. Takes the token of
/// a personal link out of the address, and seals responses for which the visitor was read.
/// </summary>
internal sealed class VisitorMiddleware(RequestDelegate next, VisitorParts parts, IOptions<VisitorOptions> options)
{
    private readonly VisitorCookies _cookies = parts.Cookies;

    public Task InvokeAsync(HttpContext context)
    {
        if (TryTakeLinkToken(context)) { return Task.CompletedTask; }
        var visitor = new Visitor(context, parts);
        context.Features.Set(visitor);

        // Callbacks run from the last to the first, so this has the last word against the page and all middleware after
        // this one; not against middleware before it.
        context.Response.OnStarting(static state =>
        {
            var (context, visitor) = ((HttpContext, Visitor))state;
            if (visitor.WasRead) { PersonalResponse.Seal(context); }
            return Task.CompletedTask;
        }, (context, visitor));
        return next(context);
    }

    // The address goes into histories, logs and the Referer of what the page loads; the token must not.
    private bool TryTakeLinkToken(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (options.Value.LinkTokenParameter is not { } parameter
            || !HttpMethods.IsGet(request.Method)
            || !request.Query.TryGetValue(parameter, out StringValues tokens))
        {
            return false;
        }

        if (tokens is [{ Length: > 0 and <= VisitorCookies.LinkTokenLengthMax } token])
        {
            _cookies.KeepLinkToken(context, token);
        }

        var rest = new QueryBuilder(request.Query.Where(pair =>
            !string.Equals(pair.Key, parameter, StringComparison.OrdinalIgnoreCase)));

        // One slash only: two of them would begin the name of another host.
        string path = "/" + (request.PathBase + request.Path).ToUriComponent().TrimStart('/', '\\');
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        PersonalResponse.Seal(context);
        context.Response.Redirect(path + rest.ToQueryString());
        return true;
    }
}
