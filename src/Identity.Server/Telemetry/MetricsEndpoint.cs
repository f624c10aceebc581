using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Server.Telemetry;

/// <summary>What Prometheus asks for. No key is wanted: there is no personal data in it.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        MeasureCollector collector = endpoints.ServiceProvider.GetRequiredService<MeasureCollector>();
        endpoints.MapMethods(Path, [HttpMethods.Get], context =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(collector.Write(), context.RequestAborted);
        });
    }
}
