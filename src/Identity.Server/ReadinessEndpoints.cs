using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Server;

/// <summary>What orchestrators ask over HTTP.</summary>
internal static class ReadinessEndpoints
{
    /// <summary>The process lives: 200 and ok, whatever state the store is in.</summary>
    public const string LivePath = "/healthz";

    /// <summary>Requests can be served: 200, else 503, with a JSON object that says what is missing.</summary>
    public const string ReadyPath = "/readyz";

    public static void MapReadiness(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods(
            LivePath, [HttpMethods.Get], static context => context.Response.WriteAsync("ok", context.RequestAborted));
        Readiness readiness = endpoints.ServiceProvider.GetRequiredService<Readiness>();
        endpoints.MapMethods(ReadyPath, [HttpMethods.Get], context => AnswerAsync(context, readiness));
    }

    private static async Task AnswerAsync(HttpContext context, Readiness readiness)
    {
        ReadinessReport report = await readiness.CheckAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsJsonAsync(
            report, ReadinessContext.Default.ReadinessReport, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }
}
