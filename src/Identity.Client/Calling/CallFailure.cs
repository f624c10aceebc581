using Google.Rpc;
using Grpc.Core;

namespace Identity.Client.Calling;

/// <summary>What a failed call means: docs/errors.md, read from the caller's side.</summary>
internal readonly record struct CallFailure(IdentityException Exception, bool MayPass)
{
    public static CallFailure Of(RpcException failure)
    {
        Google.Rpc.Status? details = failure.Trailers.GetRpcStatus(ignoreParseError: true);
        string? reason = details?.GetDetail<ErrorInfo>()?.Reason;
        TimeSpan? wait = WaitOf(details?.GetDetail<RetryInfo>());
        return failure.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied
                or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.FailedPrecondition
                or StatusCode.OutOfRange or StatusCode.Unimplemented =>
                new CallFailure(Refused(failure, reason, details), MayPass: false),
            StatusCode.Unavailable => new CallFailure(Unavailable(failure, reason, wait), MayPass: true),
            StatusCode.ResourceExhausted =>
                new CallFailure(Unavailable(failure, reason, wait), MayPass: wait is not null),
            _ => new CallFailure(Unavailable(failure, reason, wait), MayPass: false),
        };
    }

    private static IdentityUnavailableException Unavailable(RpcException failure, string? reason, TimeSpan? wait) =>
        new($"The service did not answer: {Describe(failure, reason)}.", reason, failure) { RetryAfter = wait };

    private static IdentityRefusedException Refused(
        RpcException failure, string? reason, Google.Rpc.Status? details) =>
        new($"The service refused the call: {Describe(failure, reason)}.", reason, failure)
        {
            Fields = [.. (details?.GetDetail<BadRequest>()?.FieldViolations ?? [])
                .Select(violation => new FieldProblem(violation.Field, violation.Description))],
        };

    // Not the detail: only a service that keeps our rules keeps personal data out of it.
    private static string Describe(RpcException failure, string? reason) =>
        reason is null ? failure.StatusCode.ToString() : $"{failure.StatusCode}, {reason}";

    private static TimeSpan? WaitOf(RetryInfo? info)
    {
        if (info?.RetryDelay is not { Seconds: >= 0 and <= 86_400, Nanos: >= 0 and <= 999_999_999 } delay)
        {
            return null;
        }

        return TimeSpan.FromSeconds(delay.Seconds) + TimeSpan.FromMicroseconds(delay.Nanos / 1_000);
    }
}
