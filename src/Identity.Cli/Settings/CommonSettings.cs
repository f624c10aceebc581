using System.CommandLine;
using System.Globalization;
using Identity.Cli.Demo;
using Identity.SampleData;
using Identity.Server;
using Microsoft.Extensions.Logging;

namespace Identity.Cli.Settings;

/// <summary>All settings that there are. Commands take the ones they need.</summary>
internal sealed class CommonSettings
{
    public const string AddressDefault = "http://127.0.0.1:5001";

    public CommonSettings() =>
        Known = ((Setting[])
            [
                Address, Key, Data, Json, GrpcPort, HttpPort, Bind, DrainTimeout, CacheMb, LogFormat, LogLevel,
                SlowCallMs,
                Demo, DemoCustomers,
            ])
            .Select(setting => setting.FileName).ToHashSet(StringComparer.Ordinal);

    public Setting<string> Settings { get; } = new(
        "--settings", $"A JSON file with settings (default: {SettingsFile.NameDefault}, when it is there).", "", Text)
    { ValueName = "FILE" };

    public Setting<string> Address { get; } = new(
        "--address", $"Where the service is (default: {AddressDefault}).", AddressDefault, Text)
    { ValueName = "URL" };

    public Setting<string> Key { get; } = new(
        "--key", "The key to call with (default: what is in admin.key in the data folder).", "", Text)
    { ValueName = "KEY" };

    public Setting<string> Data { get; } = new(
        "--data", $"The service's data folder (default: {ServerOptions.DataDefault}).", ServerOptions.DataDefault, Text)
    { ValueName = "DIR" };

    public Switch Json { get; } = new("--json", "Prints JSON, for machines.");

    public Setting<int> GrpcPort { get; } = new(
        "--grpc-port", $"The port of gRPC; 0 takes a free one (default: {ServerOptions.GrpcPortDefault}).",
        ServerOptions.GrpcPortDefault, Number)
    { ValueName = "PORT" };

    public Setting<int> HttpPort { get; } = new(
        "--http-port", $"The port of HTTP; 0 takes a free one (default: {ServerOptions.HttpPortDefault}).",
        ServerOptions.HttpPortDefault, Number)
    { ValueName = "PORT" };

    public Setting<string> Bind { get; } = new(
        "--bind", $"The IP address to listen at; 0.0.0.0 is every one (default: {ServerOptions.BindDefault}).",
        ServerOptions.BindDefault, Text)
    { ValueName = "IP" };

    public Setting<TimeSpan> DrainTimeout { get; } = new(
        "--drain-timeout",
        "Seconds that calls under way may take when the service stops "
        + $"(default: {ServerOptions.DrainTimeoutDefault.TotalSeconds:0}).",
        ServerOptions.DrainTimeoutDefault, text => TimeSpan.FromSeconds(Number(text)))
    { ValueName = "SECONDS" };

    public Setting<int> CacheMb { get; } = new(
        "--cache-mb",
        "About how much memory the cache of profiles may take, in MiB; 0 for no cache "
        + $"(default: {ServerOptions.CacheMbDefault}).",
        ServerOptions.CacheMbDefault, Number)
    { ValueName = "MIB" };

    public Setting<LogFormat> LogFormat { get; } = new(
        "--log-format", "How log lines look: console or json (default: console).",
        Server.LogFormat.Console, Word<LogFormat>)
    { ValueName = "FORMAT" };

    public Setting<LogLevel> LogLevel { get; } = new(
        "--log-level", "The least level that is logged: debug, information, warning, error (default: information).",
        Microsoft.Extensions.Logging.LogLevel.Information, Word<LogLevel>)
    { ValueName = "LEVEL" };

    public Setting<TimeSpan> SlowCallMs { get; } = new(
        "--slow-call-ms",
        "Milliseconds after which a call is told of in the log; 0 tells of none "
        + $"(default: {ServerOptions.SlowCallLimitDefault.TotalMilliseconds:0}).",
        ServerOptions.SlowCallLimitDefault, text => TimeSpan.FromMilliseconds(Number(text)))
    { ValueName = "NUMBER" };

    public Switch Demo { get; } = new(
        "--demo", "Fills a new data folder with made-up customers and prints calls to try.");

    public Setting<int> DemoCustomers { get; } = new(
        "--demo-customers", $"How many customers the demo makes up (default: {DemoLoad.CustomersDefault}).",
        DemoLoad.CustomersDefault, Customers)
    { ValueName = "NUMBER" };

    /// <summary>The names that a settings file may hold.</summary>
    public IReadOnlySet<string> Known { get; }

    /// <summary>Adds what every command takes that talks to a service.</summary>
    public void AddCallerTo(Command command)
    {
        foreach (Setting setting in (Setting[])[Address, Key, Data, Json, Settings]) { command.Add(setting.Option); }
    }

    private static string Text(string text) => text;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number : throw new FormatException("It is a whole number, 0 or more.");

    private static int Customers(string text) =>
        Number(text) is >= SampleShowcase.Customers and <= SampleOptions.CustomersMax and int customers
            ? customers
            : throw new FormatException(
                $"It lies between {SampleShowcase.Customers} and {SampleOptions.CustomersMax}.");

    private static T Word<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0])
            ? value
            : throw new FormatException($"It is one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
