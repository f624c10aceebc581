using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Identity.Application.Access;
using Identity.Stores;

namespace Identity.Api.Failures;

/// <summary>How it is with whoever waits for an answer.</summary>
internal enum CallerState
{
    /// <summary>Still waiting.</summary>
    Waiting = 0,

    /// <summary>Left before the answer came.</summary>
    GaveUp = 1,

    /// <summary>The time that was allowed is over.</summary>
    DeadlinePassed = 2,
}

/// <summary>
/// The only place where failures become statuses. Clients retry on the difference between the codes, so a change here
/// is a change of the contract. No text of an exception gets out: it can hold personal data.
/// </summary>
internal static class StatusTable
{
    /// <summary>Names who gives the reasons.</summary>
    public const string Domain = "identity";

    // Somebody has to make room, which takes a while; writes are taken again within seconds of that.
    private static readonly TimeSpan RetryAfterStoreFull = TimeSpan.FromSeconds(10);

    // Long enough for a store to come back from a restart of its own, short enough for a page to try once more.
    private static readonly TimeSpan RetryAfterStoreFailure = TimeSpan.FromSeconds(1);

    /// <summary>The status of a failed call, with its reason and all wrong fields as details.</summary>
    public static RpcException For(Exception failure, CallerState caller) => failure switch
    {
        RpcException known => known,
        RefusedException refused => Refused(refused.Refusal),
        OperationCanceledException when caller == CallerState.DeadlinePassed => Failed(
            StatusCode.DeadlineExceeded, FailureReasons.DeadlinePassed, "The deadline passed."),
        OperationCanceledException when caller == CallerState.GaveUp => Failed(
            StatusCode.Cancelled, FailureReasons.Cancelled, "The caller gave up."),
        OperationCanceledException or StoppingException => Failed(
            StatusCode.Unavailable, FailureReasons.Stopping, "The service is stopping; send again what has no answer.",
            RetryAfterStoreFailure),
        StoreUnavailableException => Failed(
            StatusCode.Unavailable, FailureReasons.StoreUnavailable, "The store cannot be reached; try again.",
            RetryAfterStoreFailure),
        StoreFullException => Failed(
            StatusCode.ResourceExhausted, FailureReasons.StoreFull,
            "There is no room to write, or writing is not allowed; reading goes on.", RetryAfterStoreFull),
        StoreDamagedException => Failed(
            StatusCode.DataLoss, FailureReasons.StoreDamaged, "What is stored cannot be read; ask the operator."),
        _ => Failed(StatusCode.Internal, FailureReasons.Internal, "Something went wrong on our side."),
    };

    private static StatusCode CodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.InvalidArgument => StatusCode.InvalidArgument,
        RefusalKind.Unauthenticated => StatusCode.Unauthenticated,
        RefusalKind.PermissionDenied => StatusCode.PermissionDenied,
        RefusalKind.NotFound => StatusCode.NotFound,
        RefusalKind.Exhausted => StatusCode.ResourceExhausted,
        _ => StatusCode.Internal,
    };

    private static RpcException Refused(Refusal refusal)
    {
        Google.Rpc.Status status = Describe(CodeOf(refusal.Kind), refusal.Reason, refusal.Detail, refusal.RetryAfter);
        if (refusal.Fields.Count > 0)
        {
            var request = new BadRequest();
            request.FieldViolations.AddRange(refusal.Fields.Select(field =>
                new BadRequest.Types.FieldViolation { Field = field.Path, Description = field.Detail }));
            status.Details.Add(Any.Pack(request));
        }

        return status.ToRpcException();
    }

    private static RpcException Failed(StatusCode code, string reason, string detail, TimeSpan? retryAfter = null) =>
        Describe(code, reason, detail, retryAfter).ToRpcException();

    private static Google.Rpc.Status Describe(StatusCode code, string reason, string detail, TimeSpan? retryAfter)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = detail };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = Domain }));
        if (retryAfter is { } delay)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        }

        return status;
    }
}
