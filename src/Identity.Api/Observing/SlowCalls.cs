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
    /// <summary>The most lines in a second.</summary>
    public const int LinesPerSecondMax = 5;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _secondBegan;
    private int _lines;
    private long _leftOut;

    public bool IsSlow(CallMethod method, TimeSpan elapsed) =>
        options.Limit > TimeSpan.Zero && elapsed > options.Limit && method.IsUnary;

    public void Tell(ObservedCall call, StatusCode code, TimeSpan elapsed)
    {
        measures.CallWasSlow(call.Method.Label);
        if (!TryTakeLine(out long leftOut)) { return; }
        logger.CallSlow(
            call.Method.Name, elapsed.TotalMilliseconds, CallCodes.NameOf(code), call.Observations,
            call.Writing?.TotalMilliseconds, call.KeyId, TraceIdOf(call), leftOut);
    }

    private bool TryTakeLine(out long leftOut)
    {
        lock (_gate)
        {
            leftOut = 0;
            if (_secondBegan == 0 || time.GetElapsedTime(_secondBegan) >= Second)
            {
                (_secondBegan, _lines) = (time.GetTimestamp(), 0);
            }

            if (_lines == LinesPerSecondMax)
            {
                _leftOut++;
                return false;
            }

            _lines++;
            (leftOut, _leftOut) = (_leftOut, 0);
            return true;
        }
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
