using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Identity.Rpc;

/// <summary>What the runtime logs: method names, statuses and exceptions, never the content of a call.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} failed.")]
    public static partial void HandlerFailed(this ILogger logger, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {Status}.")]
    public static partial void CallEnded(this ILogger logger, string method, StatusCode status);

    [LoggerMessage(3, LogLevel.Debug, "The deadline of {Method} passed.")]
    public static partial void DeadlinePassed(this ILogger logger, string method);

    [LoggerMessage(4, LogLevel.Debug, "The end of {Method} could not be sent.")]
    public static partial void EndNotSent(this ILogger logger, string method, Exception exception);

    [LoggerMessage(5, LogLevel.Debug, "{Method} was refused before it reached a handler: {Reason}")]
    public static partial void CallRefused(this ILogger logger, string method, string reason);

    [LoggerMessage(6, LogLevel.Error, "A response of {Method} broke off inside a message.")]
    public static partial void ResponseBroken(this ILogger logger, string method, Exception exception);

    [LoggerMessage(7, LogLevel.Debug, "The call of {Method} ended with {Status}.")]
    public static partial void ClientCallEnded(this ILogger logger, string method, StatusCode status);

    [LoggerMessage(8, LogLevel.Information, "Health is set to not serving, because the process is stopping.")]
    public static partial void HealthStopping(this ILogger logger);
}
