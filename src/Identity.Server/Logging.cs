using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Identity.Server;

/// <summary>Where log lines go: to standard output, where whatever runs the process collects them.</summary>
internal static class Logging
{
    private const string ConsoleTemplate =
        "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {Message:lj}{Trace}{NewLine}{Exception}";

    // The framework makes an activity and a scope for each request as soon as this category can log, although nobody
    // traces. Spans are our own, made when somebody listens.
    private const string RequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private const string ConnectionCategory = "Microsoft.AspNetCore.Server.Kestrel.Connections";

    // Serilog is asked for every line, whatever filters the framework has, so the levels are set here.
    public static void Configure(ILoggingBuilder logging, ServerOptions options)
    {
        IFormatProvider culture = CultureInfo.InvariantCulture;
        LoggerConfiguration lines = new LoggerConfiguration()
            .Enrich.With(new TraceIds(options.LogFormat))
            .MinimumLevel.Is(LevelOf(options.LogLevel))
            // The framework's lines about every request say nothing that ours do not.
            .MinimumLevel.Override("Microsoft", Highest(LogEventLevel.Warning, LevelOf(options.LogLevel)))
            .MinimumLevel.Override(RequestCategory, LevelAlias.Off)
            // A line for every connection past the limit, which whoever connects could fill the disk with.
            .MinimumLevel.Override(ConnectionCategory, LogEventLevel.Error)
            // Whoever starts the server is told why it did not start, and the loops tell themselves why they broke.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LevelAlias.Off);
        lines = options.LogFormat == LogFormat.Json
            ? lines.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: culture))
            : lines.WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: culture);
        // For whoever else is asked, which in tests there is.
        logging.AddFilter(RequestCategory, LogLevel.None);
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

    // Under the names that OpenTelemetry asks for in lines that do not go through it.
    private sealed class TraceIds(LogFormat format) : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (Activity.Current is not { } span) { return; }
            (string trace, string id) = (span.TraceId.ToHexString(), span.SpanId.ToHexString());
            if (format == LogFormat.Console)
            {
                Add(logEvent, "Trace", $" trace_id={trace} span_id={id}");
                return;
            }

            Add(logEvent, "trace_id", trace);
            Add(logEvent, "span_id", id);
        }

        private static void Add(LogEvent line, string name, string text) =>
            line.AddPropertyIfAbsent(new LogEventProperty(name, new ScalarValue(text)));
    }
}
