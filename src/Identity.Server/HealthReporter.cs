using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Identity.Api;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>
/// Keeps what grpc.health.v1 says in step with <see cref="Readiness"/>: the server as a whole, and each service. While
/// the store takes no writes, only the service that does nothing else is not serving. That the process is stopping is
/// told by the gRPC runtime itself, at once.
/// </summary>
internal sealed class HealthReporter(
    Readiness readiness, HealthServiceImpl health, TimeProvider time, ILogger<HealthReporter> logger)
{
    /// <summary>How soon a load balancer learns of an outage of the store.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly string WritingService = V1.IngestionService.Descriptor.FullName;

    private (bool Ready, string Writes)? _told;

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
        await readiness.TryWritesAsync(cancellationToken).ConfigureAwait(false);
        ReadinessReport report = await readiness.CheckAsync(cancellationToken).ConfigureAwait(false);
        (bool Ready, string Writes)? before = _told;
        if (before == (report.Ready, report.Writes)) { return; }
        _told = (report.Ready, report.Writes);
        health.SetStatus("", StatusOf(report.Ready));
        foreach (ServiceDescriptor service in IdentityApi.Services)
        {
            bool serves = report.Ready && (service.FullName != WritingService || report.Writes == "ok");
            health.SetStatus(service.FullName, StatusOf(serves));
        }

        Tell(report, before);
    }

    private static HealthCheckResponse.Types.ServingStatus StatusOf(bool serves) => serves
        ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;

    private void Tell(ReadinessReport report, (bool Ready, string Writes)? before)
    {
        if (before?.Ready != report.Ready)
        {
            if (report.Ready) { logger.Ready(); }
            else { logger.NotReady(report.Cause, report.Advice ?? "The process is stopping."); }
        }

        string writesBefore = before?.Writes ?? "ok";
        if (writesBefore == report.Writes) { return; }
        if (report.Writes == "ok") { logger.WritesTaken(); }
        else { logger.WritesRefused(report.Cause, report.Advice); }
    }
}
