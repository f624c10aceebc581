using System.Net;
using Identity.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>How log lines look.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Console = 1,

    /// <summary>One JSON object a line.</summary>
    Json = 2,
}

/// <summary>How a server runs. Immutable; checked as a whole when the server starts.</summary>
public sealed record ServerOptions
{
    /// <summary>The folder that is used when none is named.</summary>
    public const string DataDefault = "./data";

    /// <summary>The port of gRPC when none is named.</summary>
    public const int GrpcPortDefault = 5001;

    /// <summary>The port of HTTP when none is named.</summary>
    public const int HttpPortDefault = 5080;

    /// <summary>Only this machine can connect when nothing else is said.</summary>
    public const string BindDefault = "127.0.0.1";

    /// <summary>Room for the profiles of some 30,000 persons who come back.</summary>
    public const int CacheMbDefault = 128;

    /// <summary>The largest cache, in MiB.</summary>
    public const int CacheMbMax = 1_048_576;

    /// <summary>Below the 30 seconds that orchestrators usually allow before they kill.</summary>
    public static readonly TimeSpan DrainTimeoutDefault = TimeSpan.FromSeconds(20);

    /// <summary>The longest drain.</summary>
    public static readonly TimeSpan DrainTimeoutMax = TimeSpan.FromMinutes(10);

    /// <summary>The folder with everything that the server stores. Made when it is missing.</summary>
    public string Data { get; init; } = DataDefault;

    /// <summary>0 to 65,535; 0 takes any free port.</summary>
    public int GrpcPort { get; init; } = GrpcPortDefault;

    /// <summary>0 to 65,535; 0 takes any free port.</summary>
    public int HttpPort { get; init; } = HttpPortDefault;

    /// <summary>The address to listen at: an IPv4 or IPv6 address; 0.0.0.0 is every one of this machine.</summary>
    public string Bind { get; init; } = BindDefault;

    /// <summary>Twice what a call of a busy service should take.</summary>
    public static readonly TimeSpan SlowCallLimitDefault = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest limit of slow calls.</summary>
    public static readonly TimeSpan SlowCallLimitMax = TimeSpan.FromHours(1);

    /// <summary>A call that takes longer is told of in the log; zero tells of none.</summary>
    public TimeSpan SlowCallLimit { get; init; } = SlowCallLimitDefault;

    /// <summary>
    /// The standard variables of OpenTelemetry (<c>OTEL_…</c>) by name, which say whether and where traces and metrics
    /// are sent. Without any, nothing is sent.
    /// </summary>
    public IReadOnlyDictionary<string, string> OpenTelemetry { get; init; } = new Dictionary<string, string>();

    /// <summary>How long calls under way may go on when the server is told to stop.</summary>
    public TimeSpan DrainTimeout { get; init; } = DrainTimeoutDefault;

    /// <summary>About how much memory the cache of profiles may take, in MiB; 0 for no cache.</summary>
    public int CacheMb { get; init; } = CacheMbDefault;

    /// <summary>
    /// How long a gRPC connection takes new calls, give or take a tenth. It is then told to go (GOAWAY), calls under
    /// way end as they would, and its caller connects again, through whatever balances the load: otherwise servers that
    /// were added later would never be used. At least a second; null is for ever.
    /// </summary>
    public TimeSpan? ConnectionAgeMax { get; init; } = TimeSpan.FromMinutes(30);

    public LogFormat LogFormat { get; init; } = LogFormat.Console;

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Everything that is wrong, a sentence each; empty when the options can be used.</summary>
    public IReadOnlyList<string> Defects()
    {
        var defects = new List<string>();
        if (string.IsNullOrWhiteSpace(Data)) { defects.Add("The data folder (--data) is not named."); }
        if (!IsPort(GrpcPort)) { defects.Add("The gRPC port (--grpc-port) lies between 0 and 65535."); }
        if (!IsPort(HttpPort)) { defects.Add("The HTTP port (--http-port) lies between 0 and 65535."); }
        if (GrpcPort == HttpPort && GrpcPort != 0) { defects.Add("The gRPC port and the HTTP port are the same."); }
        if (!IPAddress.TryParse(Bind, out _)) { defects.Add("The address to listen at (--bind) is no IP address."); }
        if (DrainTimeout < TimeSpan.Zero || DrainTimeout > DrainTimeoutMax)
        {
            defects.Add(
                $"The drain timeout (--drain-timeout) lies between 0 and {DrainTimeoutMax.TotalSeconds:0} seconds.");
        }

        if (CacheMb is < 0 or > CacheMbMax)
        {
            defects.Add($"The size of the cache (--cache-mb) lies between 0 and {CacheMbMax} MiB.");
        }

        if (SlowCallLimit < TimeSpan.Zero || SlowCallLimit > SlowCallLimitMax)
        {
            defects.Add(
                "The limit of slow calls (--slow-call-ms) lies between 0 and "
                + $"{SlowCallLimitMax.TotalMilliseconds:0} milliseconds.");
        }

        defects.AddRange(new OtlpOptions(OpenTelemetry).Defects());
        if (ConnectionAgeMax < TimeSpan.FromSeconds(1)) { defects.Add("A connection's age is at least a second."); }
        if (!Enum.IsDefined(LogFormat)) { defects.Add("The log format (--log-format) is console or json."); }
        if (!Enum.IsDefined(LogLevel)) { defects.Add("There is no such log level (--log-level)."); }
        return defects;
    }

    private static bool IsPort(int port) => port is >= 0 and <= IPEndPoint.MaxPort;
}
