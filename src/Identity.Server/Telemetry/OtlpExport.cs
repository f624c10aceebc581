using Identity.Application.Measuring;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Identity.Server.Telemetry;

/// <summary>
/// Sends traces and metrics to a collector, in the background: a collector that is away or slow costs what it does not
/// take, never a call. What is left is sent when it is disposed of, for a limited time. Thread-safe.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>The name of the service when OTEL_SERVICE_NAME gives no other.</summary>
    public const string ServiceName = "identity";

    /// <summary>How long a stop waits for what is left to be sent.</summary>
    public static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(3);

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public OtlpExport(OtlpOptions options)
    {
        // Only what the server was given, so that several in a process do not share what its environment says.
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(options.Variables.ToDictionary(pair => pair.Key, string? (pair) => pair.Value))
            .Build();
        if (options.SendsTraces)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddSource(Tracing.SourceName)
                .AddOtlpExporter()
                .Build();
        }

        if (options.SendsMetrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(services => services.AddSingleton(configuration))
                .ConfigureResource(Describe)
                .AddMeter(ServiceMeasures.MeterName, "System.Runtime")
                .AddOtlpExporter()
                .Build();
        }
    }

    public void Dispose()
    {
        int timeout = (int)FlushTimeout.TotalMilliseconds;
        // Side by side, so that a collector that hangs holds up the stop once and not twice.
        Parallel.Invoke(() => _traces?.Shutdown(timeout), () => _metrics?.Shutdown(timeout));
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    // What the variables say comes last, and wins.
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService(ServiceName, serviceVersion: BuildVersion.Number)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
