using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Identity.Server;

/// <summary>Where log lines go: to standard output, where whatever runs the process collects them.</summary>
internal static class Logging
{
    private const string ConsoleTemplate =
        "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {Message:lj}{NewLine}{Exception}";

    // Serilog is asked for every line, whatever filters the framework has, so the levels are set here.
    public static void Configure(ILoggingBuilder logging, ServerOptions options)
    {
        IFormatProvider culture = CultureInfo.InvariantCulture;
        LoggerConfiguration lines = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(options.LogLevel))
            // The framework's lines about every request say nothing that ours do not.
            .MinimumLevel.Override("Microsoft", Highest(LogEventLevel.Warning, LevelOf(options.LogLevel)))
            // Whoever starts the server is told why it did not start, and the loops tell themselves why they broke.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LevelAlias.Off);
        lines = options.LogFormat == LogFormat.Json
            ? lines.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: culture))
            : lines.WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: culture);
        logging.AddSerilog(lines.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Critical => LogEventLevel.Fatal,
        _ => LevelAlias.Off,
    };

    private static LogEventLevel Highest(LogEventLevel one, LogEventLevel other) => one > other ? one : other;
}
