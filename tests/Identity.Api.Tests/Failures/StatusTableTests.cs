using Google.Rpc;
using Grpc.Core;
using Identity.Api.Failures;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Identity.Core;
using Identity.Stores;
using Xunit;

namespace Identity.Api.Tests.Failures;

public sealed class StatusTableTests
{
    private const string Secret = "nora@example.org";

    public static TheoryData<Exception, int, StatusCode, string> Failures => new()
    {
        { new StoreUnavailableException(Secret), 0, StatusCode.Unavailable, FailureReasons.StoreUnavailable },
        { new StoreFullException(Secret), 0, StatusCode.ResourceExhausted, FailureReasons.StoreFull },
        { new StoreDamagedException(Secret), 0, StatusCode.DataLoss, FailureReasons.StoreDamaged },
        { new StoppingException(), 0, StatusCode.Unavailable, FailureReasons.Stopping },
        { new OperationCanceledException(Secret), 0, StatusCode.Unavailable, FailureReasons.Stopping },
        { new OperationCanceledException(Secret), 1, StatusCode.Cancelled, FailureReasons.Cancelled },
        { new TaskCanceledException(Secret), 2, StatusCode.DeadlineExceeded, FailureReasons.DeadlinePassed },
        { new InvariantException(Secret), 0, StatusCode.Internal, FailureReasons.Internal },
        { new FormatException(Secret), 0, StatusCode.Internal, FailureReasons.Internal },
        { new AggregateException(new TimeoutException(Secret)), 1, StatusCode.Internal, FailureReasons.Internal },
    };

    [Theory, MemberData(nameof(Failures))]
    public void Failure_has_its_code_and_reason_and_tells_nothing_of_the_exception(
        Exception failure, int caller, StatusCode code, string reason)
    {
        RpcException answer = StatusTable.For(failure, (CallerState)caller);
        Assert.Equal((code, reason), (answer.StatusCode, Refused.ReasonOf(answer)));
        Assert.Equal((int)code, answer.GetRpcStatus()?.Code);
        Assert.DoesNotContain(Secret, $"{answer} {answer.GetRpcStatus()}", StringComparison.Ordinal);
    }

    [Fact]
    public void Who_finds_the_store_full_is_told_to_come_again_since_it_ends_without_a_restart()
    {
        RetryInfo? retry = StatusTable.For(new StoreFullException(Secret), CallerState.Waiting)
            .GetRpcStatus()?.GetDetail<RetryInfo>();
        Assert.Equal(10, retry?.RetryDelay.Seconds);
    }

    [Theory]
    [InlineData(RefusalKind.InvalidArgument, StatusCode.InvalidArgument)]
    [InlineData(RefusalKind.Unauthenticated, StatusCode.Unauthenticated)]
    [InlineData(RefusalKind.PermissionDenied, StatusCode.PermissionDenied)]
    [InlineData(RefusalKind.NotFound, StatusCode.NotFound)]
    [InlineData(RefusalKind.Exhausted, StatusCode.ResourceExhausted)]
    public void Refusal_has_the_code_of_its_kind_with_all_fields_and_the_hint(RefusalKind kind, StatusCode code)
    {
        var refusal = new Refusal(kind, "SOME_REASON", "Some sentence.")
        {
            Fields = [new FieldDefect("a.b[0]", "One."), new FieldDefect("c", "Two.")],
            RetryAfter = TimeSpan.FromSeconds(1.5),
        };
        RpcException answer = StatusTable.For(new RefusedException(refusal), CallerState.Waiting);
        Assert.Equal((code, "Some sentence."), (answer.StatusCode, answer.Status.Detail));
        Google.Rpc.Status? status = answer.GetRpcStatus();
        Assert.Equal(("SOME_REASON", "identity"), status?.GetDetail<ErrorInfo>() switch
        {
            { } info => (info.Reason, info.Domain),
            null => default,
        });
        Assert.Equal(
            [("a.b[0]", "One."), ("c", "Two.")],
            status?.GetDetail<BadRequest>()?.FieldViolations.Select(field => (field.Field, field.Description)) ?? []);
        Assert.Equal(1.5, status?.GetDetail<RetryInfo>()?.RetryDelay.ToTimeSpan().TotalSeconds);
    }

    [Fact]
    public void Every_kind_of_refusal_has_a_code_of_its_own()
    {
        StatusCode[] codes = [.. Enum.GetValues<RefusalKind>().Select(kind =>
            StatusTable.For(new RefusedException(new Refusal(kind, "R", "D.")), CallerState.Waiting).StatusCode)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.DoesNotContain(StatusCode.Internal, codes);
        Assert.DoesNotContain(StatusCode.Unknown, codes);
    }

    [Fact]
    public void A_status_that_the_runtime_chose_stays_as_it_is()
    {
        var chosen = new RpcException(new Grpc.Core.Status(StatusCode.ResourceExhausted, "Too large."));
        Assert.Same(chosen, StatusTable.For(chosen, CallerState.Waiting));
    }
}
