using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Identity.Cli.Calling;

/// <summary>Failed calls in words.</summary>
internal static class CallFailures
{
    /// <summary>What the service said, with its reason and the fields that it refused; or that none answers.</summary>
    public static string Describe(RpcException failure, string address)
    {
        Status? details = failure.Trailers.GetRpcStatus(ignoreParseError: true);
        if (details is null && failure.StatusCode == StatusCode.Unavailable)
        {
            return $"Nothing answers at {address}. Is the service running there? Start one with: identity serve";
        }

        string reason = details?.GetDetail<ErrorInfo>()?.Reason ?? failure.StatusCode.ToString();
        string detail = failure.Status.Detail;
        BadRequest.Types.FieldViolation[] violations = [.. details?.GetDetail<BadRequest>()?.FieldViolations ?? []];
        if (violations is [{ } only] && only.Description == detail) { return $"{only.Field}: {detail} ({reason})"; }
        IEnumerable<string> lines = violations
            .Select(violation => $"{Environment.NewLine}  {violation.Field}: {violation.Description}");
        return $"{detail} ({reason}){string.Concat(lines)}";
    }
}
