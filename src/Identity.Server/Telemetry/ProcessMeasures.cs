using System.Diagnostics;
using System.Diagnostics.Metrics;
using Identity.Application.Measuring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Identity.Server.Telemetry;

/// <summary>
/// The instruments about the process and its parts, under the names that dashboards know. Each is read when somebody
/// asks.
/// </summary>
internal sealed class ProcessMeasures
{
    private const string OpenFilesFolder = "/proc/self/fd";

    private readonly IServiceProvider _services;
    private readonly Readiness _readiness;

    public ProcessMeasures(ServiceMeasures measures, Readiness readiness, IServiceProvider services)
    {
        (_readiness, _services) = (readiness, services);
        Meter meter = measures.Meter;
        meter.CreateObservableCounter(
            "process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s",
            "Processor time that the process used.");
        meter.CreateObservableGauge(
            "process.resident_memory", () => Environment.WorkingSet, "By", "Memory that the process holds.");
        double started = StartSeconds();
        meter.CreateObservableGauge(
            "process.start_time", () => started, "s", "When the process began, in seconds since 1970.");
        meter.CreateObservableGauge("process.open_fds", OpenFiles, null, "Open files and sockets.");
        meter.CreateObservableGauge(
            "identity.ready", () => _readiness.WasReady ? 1L : 0L, null, "1 when requests can be served, else 0.");
        meter.CreateObservableGauge(
            "identity.writable", () => _readiness.TookWrites ? 1L : 0L, null, "1 when writes are taken, else 0.");
        meter.CreateObservableGauge(
            "identity.loop.running", Loops, null, "1 for each background loop that runs, else 0.");
        var build = new Measurement<long>(
            1, new("version", BuildVersion.Number), new("revision", BuildVersion.Revision),
            new("runtime", Environment.Version.ToString()));
        meter.CreateObservableGauge("identity.build.info", () => build, null, "1, with the version as a label.");
    }

    private static double StartSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    // Only Linux tells; elsewhere there is no such series.
    private static IEnumerable<Measurement<long>> OpenFiles()
    {
        try
        {
            return Directory.Exists(OpenFilesFolder)
                ? [new Measurement<long>(Directory.EnumerateFileSystemEntries(OpenFilesFolder).LongCount())] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private IEnumerable<Measurement<long>> Loops() => _services.GetServices<IHostedService>().OfType<BackgroundLoop>()
        .Select(loop => new Measurement<long>(
            loop.ExecuteTask is { IsCompleted: false } ? 1 : 0, new KeyValuePair<string, object?>("loop", loop.Name)));
}
