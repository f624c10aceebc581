using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Identity.Api;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>
/// Keeps what grpc.health.v1 says in step with <see cref="Readiness"/>: the server as a whole, and each service. That
/// the process is stopping is told by the gRPC runtime itself, at once.
/// </summary>
internal sealed class HealthReporter(
    Readiness readiness, HealthServiceImpl health, TimeProvider time, ILogger<HealthReporter> logger)
{
    /// <summary>How soon a load balancer learns of an outage of the store.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private bool? _told;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await ReportAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what has changed since it was last told. Not for two callers at a time.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        ReadinessReport report = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
        if (_told == report.Ready) { return; }
        _told = report.Ready;
        var status = report.Ready
            ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;
        health.SetStatus("", status);
        foreach (ServiceDescriptor service in IdentityApi.Services) { health.SetStatus(service.FullName, status); }
        if (report.Ready) { logger.Ready(); }
        else { logger.NotReady(report.Advice ?? "The process is stopping."); }
    }
}
