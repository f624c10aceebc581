using Grpc.Core;

namespace Identity.Client;

/// <summary>Why a batch was not taken, when sending the same again does not help.</summary>
/// <param name="Reason">What its observations are dropped for.</param>
/// <param name="Detail">The code of docs/errors.md; empty when there is none.</param>
/// <param name="MayBeOfOne">One of them may be the cause, and the others go through without it.</param>
internal sealed record SendingFailure(DropReason Reason, string Detail, bool MayBeOfOne)
{
    private const string StoreFull = "STORE_FULL";

    /// <summary>The service is away or has too much to do, whatever it is sent.</summary>
    public static bool IsOutage(IdentityUnavailableException failure) => CodeOf(failure) switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => true,
        StatusCode.ResourceExhausted => failure.RetryAfter is not null || failure.Reason == StoreFull,
        _ => false,
    };

    public static SendingFailure Of(IdentityUnavailableException failure) =>
        new(DropReason.Failed, failure.Reason ?? "", MayBeOfOne: true);

    /// <summary>A key that is not valid, or a method that is not there, is the same for all.</summary>
    public static SendingFailure Of(IdentityRefusedException failure) => new(
        DropReason.Refused, failure.Reason ?? "",
        CodeOf(failure) is not (StatusCode.Unauthenticated or StatusCode.Unimplemented)
        && failure.Reason is not ("SCOPE_MISSING" or "ORIGIN_NOT_ALLOWED"));

    private static StatusCode? CodeOf(IdentityException failure) =>
        (failure.InnerException as RpcException)?.StatusCode;
}
