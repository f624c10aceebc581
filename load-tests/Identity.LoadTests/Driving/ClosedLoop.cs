using System.Diagnostics;

namespace Identity.LoadTests.Driving;

/// <summary>
/// Makes calls as fast as so many callers can who each wait for their answer. For rates, not for latencies.
/// </summary>
internal static class ClosedLoop
{
    /// <summary>Returns the calls per second. A failed call ends the run.</summary>
    public static async Task<double> RunAsync(
        int callers, int calls, LoadCall call, CancellationToken cancellationToken)
    {
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            await Task.Yield();
            for (int index = Interlocked.Increment(ref next); index < calls; index = Interlocked.Increment(ref next))
            {
                await call(index, cancellationToken);
            }
        }));
        return calls / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
