using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Identity.LoadTests.Arithmetic;

namespace Identity.LoadTests.Driving;

/// <summary>What came of a run.</summary>
/// <param name="Latency">Milliseconds from when a call was due to its answer, of those that ended with OK.</param>
/// <param name="Lag">Milliseconds by which calls were begun later than due: the driver's own share.</param>
/// <param name="Goodput">Calls answered with OK per second.</param>
/// <param name="Errors">How many calls failed, by status.</param>
internal sealed record LoadOutcome(
    Sample Latency, Sample Lag, double Goodput, IReadOnlyDictionary<StatusCode, int> Errors)
{
    public int Failed => Errors.Values.Sum();
}

/// <summary>Makes one call; throws <see cref="RpcException"/> when it fails.</summary>
/// <param name="index">The number of the call, from 0.</param>
/// <param name="cancellationToken">Gives it up.</param>
internal delegate Task LoadCall(int index, CancellationToken cancellationToken);

/// <summary>
/// Begins calls when they are due, whether or not earlier ones were answered, and measures from when they were due.
/// </summary>
internal static class OpenLoop
{
    /// <summary>With so many unanswered calls the run is given up: the rate is above what the server can do.</summary>
    public const int UnansweredMax = 20_000;

    /// <exception cref="InvalidOperationException">Too many calls were unanswered, or none succeeded.</exception>
    public static async Task<LoadOutcome> RunAsync(
        TimeSpan[] due, LoadCall call, CancellationToken cancellationToken)
    {
        var run = new Run(due.Length, call, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        // A thread of its own: the pool is busy with the answers.
        await Task.Factory.StartNew(
            () => run.Dispatch(start, due), cancellationToken,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await run.Answered;
        return run.Outcome(Stopwatch.GetElapsedTime(start));
    }

    private sealed class Run(int count, LoadCall call, CancellationToken cancellationToken)
    {
        // Those that failed are not a number.
        private readonly double[] _latencies = new double[count];
        private readonly double[] _lags = new double[count];
        private readonly ConcurrentDictionary<StatusCode, int> _errors = new();
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _answeredCount;

        public Task Answered => _answered.Task;

        public void Dispatch(long start, TimeSpan[] due)
        {
            for (int index = 0; index < due.Length; index++)
            {
                // A signal can end a nap early.
                for (double late = Late(start, due[index]); late < 0; late = Late(start, due[index]))
                {
                    Nap.For(TimeSpan.FromMilliseconds(-late));
                }

                cancellationToken.ThrowIfCancellationRequested();
                if (index - Volatile.Read(ref _answeredCount) > UnansweredMax)
                {
                    throw new InvalidOperationException("The server does not keep up with the rate.");
                }

                _lags[index] = Late(start, due[index]);
                _ = CallAsync(index, start, due[index]);
            }
        }

        public LoadOutcome Outcome(TimeSpan elapsed)
        {
            double[] ok = [.. _latencies.Where(latency => !double.IsNaN(latency))];
            if (ok.Length == 0) { throw new InvalidOperationException("No call succeeded."); }
            return new LoadOutcome(new Sample(ok), new Sample(_lags), ok.Length / elapsed.TotalSeconds, _errors);
        }

        private async Task CallAsync(int index, long start, TimeSpan due)
        {
            try
            {
                await call(index, cancellationToken);
                _latencies[index] = Late(start, due);
            }
            catch (RpcException failure)
            {
                _latencies[index] = double.NaN;
                _errors.AddOrUpdate(failure.StatusCode, 1, static (_, count) => count + 1);
            }
            catch (Exception failure)
            {
                _answered.TrySetException(failure);
            }

            if (Interlocked.Increment(ref _answeredCount) == _latencies.Length) { _answered.TrySetResult(); }
        }

        private static double Late(long start, TimeSpan due) =>
            (Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds;
    }
}
