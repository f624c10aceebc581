using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>Everything that the server itself logs. Never a key.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Information, "gRPC at {GrpcAddress}, HTTP at {HttpAddress}, data in {Data}.")]
    public static partial void Listening(this ILogger logger, string grpcAddress, string httpAddress, string data);

    [LoggerMessage(2002, LogLevel.Information, "Migration {Number} was applied: {Name}.")]
    public static partial void MigrationApplied(this ILogger logger, int number, string name);

    [LoggerMessage(2003, LogLevel.Information, "A first workspace was made; its admin key is in {Path}.")]
    public static partial void FirstWorkspaceMade(this ILogger logger, string path);

    [LoggerMessage(2004, LogLevel.Warning,
        "The admin key's file {Path} is missing. To get a new one, stop the server and run: {Command}")]
    public static partial void AdminKeyMissing(this ILogger logger, string path, string command);

    [LoggerMessage(2005, LogLevel.Information,
        "Stopping: nothing new is accepted, and calls under way have {Seconds:0} seconds to end.")]
    public static partial void Draining(this ILogger logger, double seconds);

    [LoggerMessage(2006, LogLevel.Information, "Stopped; everything that was acknowledged is stored.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(2007, LogLevel.Critical, "The loop {Loop} broke with {Failure}, so the process stops. {StackTrace}")]
    public static partial void LoopBroke(this ILogger logger, string loop, string? failure, string? stackTrace);

    [LoggerMessage(2008, LogLevel.Warning, "Not ready: {Cause} {Advice}")]
    public static partial void NotReady(this ILogger logger, string? cause, string advice);

    [LoggerMessage(2010, LogLevel.Information, "Traces and metrics are sent to {Destinations}.")]
    public static partial void TelemetrySent(this ILogger logger, string destinations);

    [LoggerMessage(2009, LogLevel.Information, "Ready.")]
    public static partial void Ready(this ILogger logger);

    [LoggerMessage(2011, LogLevel.Error, "Writes are refused, reads go on: {Cause} {Advice}")]
    public static partial void WritesRefused(this ILogger logger, string? cause, string? advice);

    [LoggerMessage(2012, LogLevel.Information, "Writes are taken again.")]
    public static partial void WritesTaken(this ILogger logger);

    [LoggerMessage(2013, LogLevel.Warning,
        "The process may open {Files} files, so each port accepts {Connections} connections. Raise it (ulimit -n).")]
    public static partial void FewConnections(this ILogger logger, long files, long connections);
}
