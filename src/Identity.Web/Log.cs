using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Identity.Web;

/// <summary>What this project logs: method names, codes and types of exceptions, never what somebody sent.</summary>
internal static partial class Log
{
    [LoggerMessage(1101, LogLevel.Error, "{Method} broke with {Failure} at {StackTrace}")]
    public static partial void CallBroke(this ILogger logger, string method, string? failure, string? stackTrace);

    [LoggerMessage(1102, LogLevel.Debug, "{Method} ended with {Code}.")]
    public static partial void CallEnded(this ILogger logger, string method, StatusCode code);
}
