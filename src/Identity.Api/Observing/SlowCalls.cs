using System.Diagnostics;
using Grpc.Core;
using Identity.Application.Measuring;
using Microsoft.Extensions.Logging;

namespace Identity.Api.Observing;

/// <summary>From when on a call is slow.</summary>
/// <param name="Limit">A call that is answered once and takes longer is told of; zero tells of none.</param>
public sealed record SlowCallOptions(TimeSpan Limit);

/// <summary>
/// Tells of slow calls in the log: a few a second, so that a service that is overloaded does not drown in its own log;
/// the next line has the number of those that were left out. Streams are never slow: they last as long as their caller
/// wants. Thread-safe.
/// </summary>
internal sealed class SlowCalls(
    SlowCallOptions options, ServiceMeasures measures, TimeProvider time, ILogger<SlowCalls> logger)
{
    private readonly LineBudget _lines = new(time);

    public bool IsSlow(CallMethod method, TimeSpan elapsed) =>
        options.Limit > TimeSpan.Zero && elapsed > options.Limit && method.IsUnary;

    public void Tell(ObservedCall call, StatusCode code, TimeSpan elapsed)
    {
        measures.CallWasSlow(call.Method.Label);
        if (!_lines.TryTake(out long leftOut)) { return; }
        logger.CallSlow(
            call.Method.Name, elapsed.TotalMilliseconds, CallCodes.NameOf(code), call.Observations,
            call.Writing?.TotalMilliseconds, call.KeyId, TraceIdOf(call), leftOut);
    }

    // The caller's, when we trace nothing ourselves: that is where whoever looks into it begins.
    private static string? TraceIdOf(ObservedCall call)
    {
        if (call.Span is { } span) { return span.TraceId.ToHexString(); }
        if (call.Http is not { } http) { return null; }
        ActivityContext caller = CallSpan.ParentOf(http.Request.Headers);
        return caller == default ? null : caller.TraceId.ToHexString();
    }
}
