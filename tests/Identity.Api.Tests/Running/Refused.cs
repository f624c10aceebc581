using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Identity.Api.Tests.Running;

/// <summary>What a refusal has to look like.</summary>
internal static class Refused
{
    /// <summary>The call fails with this code and reason, and its message is a sentence of ours.</summary>
    public static async Task<RpcException> AsAsync(StatusCode code, string reason, Func<Task> call)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((code, reason), (failure.StatusCode, ReasonOf(failure)));
        Assert.Equal((int)code, failure.GetRpcStatus()?.Code);
        Assert.EndsWith(".", failure.Status.Detail, StringComparison.Ordinal);
        return failure;
    }

    /// <summary>The call fails for this field of the request.</summary>
    public static async Task AsAsync(StatusCode code, string reason, string field, Func<Task> call)
    {
        RpcException failure = await AsAsync(code, reason, call);
        BadRequest? request = failure.GetRpcStatus()?.GetDetail<BadRequest>();
        Assert.NotNull(request);
        Assert.Contains(field, request.FieldViolations.Select(violation => violation.Field));
    }

    public static string? ReasonOf(RpcException failure)
    {
        ErrorInfo? info = failure.GetRpcStatus()?.GetDetail<ErrorInfo>();
        Assert.True(info is null || info.Domain == "identity");
        return info?.Reason;
    }
}
