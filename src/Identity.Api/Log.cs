using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Identity.Api;

/// <summary>All that the API logs: methods, codes, durations and ids of keys, never what somebody sent.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "{Method} ended with {Code} after {ElapsedMs:0.0} ms for key {KeyId}.")]
    public static partial void CallFailed(
        this ILogger logger, string method, StatusCode code, double elapsedMs, Guid? keyId);

    [LoggerMessage(1002, LogLevel.Warning,
        "{Method} took {ElapsedMs:0} ms and ended with {Code}: {Observations} observations, {WritingMs:0} ms until "
        + "they were stored, key {KeyId}, trace {TraceId}. Slow calls left out before: {LeftOut}.")]
    public static partial void CallSlow(
        this ILogger logger, string method, double elapsedMs, string code, int? observations, double? writingMs,
        Guid? keyId, string? traceId, long leftOut);

    [LoggerMessage(1003, LogLevel.Error, "{Method} broke with {Failure} for key {KeyId} at {StackTrace}")]
    public static partial void CallBroke(
        this ILogger logger, string method, string? failure, Guid? keyId, string? stackTrace);

    [LoggerMessage(1004, LogLevel.Error,
        "{Method} ended with {Code} after {ElapsedMs:0.0} ms for key {KeyId}, for the store failed: {Detail} "
        + "Such lines left out before: {LeftOut}.")]
    public static partial void StoreFailed(
        this ILogger logger, string method, StatusCode code, double elapsedMs, Guid? keyId, string detail,
        long leftOut);
}
