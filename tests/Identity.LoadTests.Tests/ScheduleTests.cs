using Grpc.Core;
using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.Driving;
using Xunit;

namespace Identity.LoadTests.Tests;

/// <summary>Calls are due at the rate that was asked, whatever becomes of them.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Even_calls_have_the_same_distance()
    {
        TimeSpan[] due = Schedule.Even(perSecond: 200, count: 401);
        Assert.Equal(TimeSpan.Zero, due[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(5), due[1]);
        Assert.Equal(TimeSpan.FromSeconds(2), due[400]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gaps_of_a_Poisson_process_are_exponentially_distributed(int seed)
    {
        const int count = 100_000;
        double[] gaps = Gaps(Schedule.Poisson(perSecond: 1_000, count, seed));
        // Mean and deviation are both 1 ms, and of exponential gaps 1 / e are longer than that.
        Assert.InRange(gaps.Average(), 0.98, 1.02);
        Assert.InRange(Math.Sqrt(gaps.Average(gap => gap * gap) - Math.Pow(gaps.Average(), 2)), 0.97, 1.03);
        Assert.InRange(gaps.Count(gap => gap > 1) / (double)count, 0.357, 0.379);
    }

    [Fact]
    public void Even_gaps_are_told_from_those() =>
        Assert.Equal(0, Gaps(Schedule.Even(perSecond: 1_000, count: 1_000)).Count(gap => gap > 1.01));

    [Fact]
    public void The_same_seed_gives_the_same_times()
    {
        Assert.Equal(Schedule.Poisson(50, 100, seed: 7), Schedule.Poisson(50, 100, seed: 7));
        Assert.NotEqual(Schedule.Poisson(50, 100, seed: 7), Schedule.Poisson(50, 100, seed: 8));
    }

    [Fact]
    public async Task A_call_that_is_not_answered_holds_up_none_after_it()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var last = new TaskCompletionSource();
        LoadOutcome outcome = await OpenLoop.RunAsync(
            Schedule.Even(perSecond: 10_000, count: 100),
            // The first is answered after the last was begun; who waited for answers would wait forever.
            (index, _) =>
            {
                if (index == 99) { last.SetResult(); }
                return index == 0 ? last.Task : Task.CompletedTask;
            },
            token);
        Assert.Equal(100, outcome.Latency.Count);
        // It counts from when it was due, so it waited at least for the 99 gaps of 0.1 ms.
        Assert.True(outcome.Latency.Max >= 9.9, $"{outcome.Latency.Max} ms");
    }

    [Fact]
    public async Task Failed_calls_are_counted_by_status_and_have_no_latency()
    {
        LoadOutcome outcome = await OpenLoop.RunAsync(
            Schedule.Even(perSecond: 10_000, count: 10),
            (index, _) => index % 2 == 0 ? Task.CompletedTask
                : throw new RpcException(new Status(StatusCode.Unavailable, "")),
            TestContext.Current.CancellationToken);
        Assert.Equal(5, outcome.Latency.Count);
        Assert.Equal(5, outcome.Errors[StatusCode.Unavailable]);
    }

    private static double[] Gaps(TimeSpan[] due) =>
        [.. due.Skip(1).Zip(due, (later, earlier) => (later - earlier).TotalMilliseconds)];
}
