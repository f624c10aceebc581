using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Identity.Client;

/// <summary>Everything that the client logs. Never an identifier, a field, a token or a key.</summary>
internal static partial class Log
{
    [LoggerMessage(6001, LogLevel.Debug, "{Method} failed with {Code} at attempt {Attempt}; again in {WaitMs:0.0} ms.")]
    public static partial void CallRetried(
        this ILogger logger, string method, int attempt, StatusCode code, double waitMs);

    [LoggerMessage(6002, LogLevel.Warning, "A visitor is unknown because the service did not answer: {Cause}")]
    public static partial void ResolvedAsUnknown(this ILogger logger, string cause);

    [LoggerMessage(6003, LogLevel.Error,
        "A visitor is unknown because the service refused the call, and will again until that is mended: {Cause}")]
    public static partial void ResolveRefused(this ILogger logger, string cause);

    [LoggerMessage(6004, LogLevel.Critical,
        "An answer that does not belong to its question was thrown away. Something between here and the service mixes "
        + "up answers: take it out.")]
    public static partial void ForeignAnswer(this ILogger logger);

    [LoggerMessage(6005, LogLevel.Warning, "{Count} observations were dropped, {Total} so far: {Reason}. {Detail}")]
    public static partial void ObservationsDropped(
        this ILogger logger, int count, long total, DropReason reason, string detail);

    [LoggerMessage(6006, LogLevel.Warning,
        "Observations are not getting through, {Waiting} wait; again in {WaitMs:0} ms: {Cause}")]
    public static partial void SendingDelayed(this ILogger logger, int waiting, double waitMs, string cause);

    [LoggerMessage(6007, LogLevel.Error, "What was to be told of dropped observations failed with {Failure}.")]
    public static partial void OnDroppedFailed(this ILogger logger, string? failure);

    [LoggerMessage(6008, LogLevel.Error, "The service cannot be used as it is set up: {Cause}")]
    public static partial void WarmUpRefused(this ILogger logger, string cause);

    [LoggerMessage(6009, LogLevel.Warning,
        "The service did not answer yet; visitors are unknown until it does: {Cause}")]
    public static partial void WarmUpFailed(this ILogger logger, string cause);

    [LoggerMessage(6010, LogLevel.Error,
        "The visitor was first asked for after the response had begun, when it could no longer be kept out of shared "
        + "caches. The visitor is treated as unknown: ask earlier in the page.")]
    public static partial void AskedTooLate(this ILogger logger);

    [LoggerMessage(6011, LogLevel.Error, "Sending {Count} observations failed with {Failure}.")]
    public static partial void SendingFailed(this ILogger logger, int count, string? failure);
}
