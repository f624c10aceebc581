using Identity.LoadTests.Driving;
using Identity.LoadTests.Serving;
using Xunit;

namespace Identity.LoadTests.Tests;

/// <summary>What the system, the server and h2load say is read as they mean it.</summary>
public sealed class ReadingTests
{
    [Fact]
    public void Processor_time_is_found_behind_any_name() => Assert.Equal(
        12.34,
        ProcessReading.CpuSecondsOf(
            "42 (a) S 1 (b) S 1 42 42 0 -1 4194560 100 0 0 0 1000 234 7 8 20 0 12 0 99 1 2 3"), 6);

    [Fact]
    public void Memory_is_found_by_its_kind()
    {
        string[] lines = ["Name:\tidentity", "VmRSS:\t  614400 kB", "RssAnon:\t  102400 kB"];
        Assert.Equal(600, ProcessReading.MemoryMbOf(lines, "VmRSS"));
        Assert.Equal(100, ProcessReading.MemoryMbOf(lines, "RssAnon"));
        Assert.Throws<InvalidOperationException>(() => ProcessReading.MemoryMbOf(lines, "VmSwap"));
    }

    [Fact]
    public void Calls_that_did_not_end_with_OK_are_counted_over_all_methods()
    {
        MetricsReading reading = MetricsReading.Parse(
            """
            # HELP identity_calls_total Calls that ended.
            # TYPE identity_calls_total counter
            identity_calls_total{method="a/B",code="OK"} 90
            identity_calls_total{method="a/B",code="NOT_FOUND"} 4
            identity_calls_total{method="a/C",code="UNAVAILABLE"} 3
            identity_calls_total_other 1000
            dotnet_gc_heap_total_allocated_bytes_total 5e+3

            """);
        Assert.Equal(97, reading.Calls);
        Assert.Equal(7, reading.FailedCalls);
        Assert.Equal(5_000, reading.AllocatedBytes);
    }

    [Theory]
    [InlineData("status codes: 40000 2xx, 0 3xx, 0 4xx, 0 5xx", 40_000)]
    [InlineData("status codes: 7 2xx, 0 3xx, 3 4xx, 0 5xx", 7)]
    [InlineData("could not connect", 0)]
    public void Only_successes_of_h2load_count(string line, int expected) =>
        Assert.Equal(expected, HttpLoad.CountOf($"finished in 1s\n{line}\n"));
}
