using System.Diagnostics.Metrics;
using System.Text;
using Identity.Api.Tests.Running;
using Identity.Application.Measuring;
using Identity.Server.Telemetry;
using Xunit;

namespace Identity.Api.Tests.Observing;

/// <summary>What is recorded comes out in the text format of Prometheus, with its rules kept.</summary>
public sealed class PrometheusFormatTests : IDisposable
{
    private readonly ServiceMeasures _measures = new();

    public void Dispose() => _measures.Dispose();

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_that_is_not_below_it()
    {
        using var collector = new MeasureCollector(_measures);
        Histogram<double> waits = _measures.Meter.CreateHistogram(
            "test.wait", "s", "Waits.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] });
        var who = new KeyValuePair<string, object?>("who", "a");
        foreach (double value in (double[])[0.25, 0.5, 1, 2, 64]) { waits.Record(value, who); }
        PrometheusReading reading = PrometheusReading.Of(collector.Write());
        Assert.Equal("histogram", reading.Types["test_wait_seconds"]);
        Assert.Equal(2, reading["test_wait_seconds_bucket{who=\"a\",le=\"0.5\"}"]);
        Assert.Equal(4, reading["test_wait_seconds_bucket{who=\"a\",le=\"2\"}"]);
        Assert.Equal(5, reading["test_wait_seconds_bucket{who=\"a\",le=\"+Inf\"}"]);
        Assert.Equal(67.75, reading["test_wait_seconds_sum{who=\"a\"}"]);
        Assert.Equal(5, reading["test_wait_seconds_count{who=\"a\"}"]);
    }

    [Fact]
    public void Counters_add_up_by_labels_and_what_goes_up_and_down_is_a_gauge()
    {
        using var collector = new MeasureCollector(_measures);
        Counter<long> counter = _measures.Meter.CreateCounter<long>("test.count");
        UpDownCounter<long> level = _measures.Meter.CreateUpDownCounter<long>("test.level", "By");
        counter.Add(2, new("a", "x"), new("b", "y"));
        counter.Add(3, new("a", "x"), new("b", "y"));
        counter.Add(7, new("a", "x"), new("b", "z"));
        level.Add(5);
        level.Add(-2);
        PrometheusReading reading = PrometheusReading.Of(collector.Write());
        Assert.Equal(5, reading["test_count_total{a=\"x\",b=\"y\"}"]);
        Assert.Equal(7, reading["test_count_total{a=\"x\",b=\"z\"}"]);
        Assert.Equal(("gauge", 3), (reading.Types["test_level_bytes"], reading["test_level_bytes"]));
    }

    [Fact]
    public void An_observed_gauge_shows_what_is_there_now_and_forgets_what_is_gone()
    {
        using var collector = new MeasureCollector(_measures);
        string who = "first";
        _measures.Meter.CreateObservableGauge(
            "test.now", () => new Measurement<double>(double.NaN, new KeyValuePair<string, object?>("who", who)));
        Assert.Contains("test_now{who=\"first\"}", PrometheusReading.Of(collector.Write()).Samples);
        who = "second";
        PrometheusReading reading = PrometheusReading.Of(collector.Write());
        Assert.Contains("test_now{who=\"second\"}", reading.Samples);
        Assert.DoesNotContain("test_now{who=\"first\"}", reading.Samples);
    }

    [Fact]
    public void Text_that_could_break_the_format_is_escaped()
    {
        using var collector = new MeasureCollector(_measures);
        Counter<long> counter = _measures.Meter.CreateCounter<long>("9.test-odd", null, "One \\ and\ntwo \"quoted\".");
        counter.Add(1, new KeyValuePair<string, object?>("la.bel", "a\"b\\c\nd"));
        PrometheusReading reading = PrometheusReading.Of(collector.Write());
        Assert.Contains(
            "# HELP _9_test_odd_total One \\\\ and\\ntwo \"quoted\".\n", reading.Text, StringComparison.Ordinal);
        Assert.Equal(1, reading["_9_test_odd_total{la_bel=\"a\\\"b\\\\c\\nd\"}"]);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1E+21")]
    [InlineData(-3, "-3")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Numbers_are_written_as_the_format_wants_them(double value, string text) =>
        Assert.Equal(text, PrometheusText.Number(value));

    [Fact]
    public void A_label_that_became_free_by_mistake_cannot_fill_the_memory()
    {
        using var collector = new MeasureCollector(_measures);
        Counter<long> counter = _measures.Meter.CreateCounter<long>("test.free");
        for (int value = 0; value < MeasureFamily.SeriesMax + 10; value++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("value", value));
        }

        Assert.Equal(MeasureFamily.SeriesMax, PrometheusReading.Of(collector.Write()).Samples
            .Count(sample => sample.StartsWith("test_free_total", StringComparison.Ordinal)));
    }

    [Fact]
    public void Measures_of_another_service_in_the_process_are_not_shown()
    {
        using var collector = new MeasureCollector(_measures);
        using var other = new ServiceMeasures();
        other.CacheHit();
        _measures.CacheMissed();
        PrometheusReading reading = PrometheusReading.Of(collector.Write());
        Assert.Equal((0, 1), (reading["identity_cache_hits_total"], reading["identity_cache_misses_total"]));
    }

    [Fact]
    public void Recording_a_call_allocates_nothing()
    {
        const int Calls = 10_000;
        using var collector = new MeasureCollector(_measures);
        KeyValuePair<string, object?> method = new("method", "m");
        KeyValuePair<string, object?> code = new("code", "OK");
        Record(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Record(Calls);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // Less than one byte a call: something else in the process may listen, and allocate once.
        Assert.InRange(allocated, 0, Calls);
        Assert.Equal(
            Calls + 1, PrometheusReading.Of(collector.Write())["identity_calls_total{method=\"m\",code=\"OK\"}"]);

        void Record(int calls)
        {
            for (int call = 0; call < calls; call++)
            {
                _measures.CallBegan(method);
                _measures.Observed(Application.Ingesting.IngestOutcome.Merged);
                _measures.GroupCommitted(7, TimeSpan.FromMilliseconds(3));
                _measures.CallEnded(method, code, TimeSpan.FromMilliseconds(2));
            }
        }
    }

    // The controls of the reader that the tests rely on.
    [Theory]
    [InlineData("# HELP a_total x\n# TYPE a_total counter\na_total 1", "no line end")]
    [InlineData("# TYPE a_total counter\na_total 1\n", "no help")]
    [InlineData("# HELP a x\n# TYPE a counter\na 1\n", "name of no counter")]
    [InlineData("# HELP a_total x\n# TYPE a_total gauge\na_total 1\n", "name of a counter")]
    [InlineData("# HELP a x\n# TYPE a gauge\nb 1\n", "foreign sample")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1\na 2\n", "sample twice")]
    [InlineData("# HELP a x\n# TYPE a gauge\na{b=\"c\"d\"} 1\n", "quote not escaped")]
    [InlineData("# HELP a x\n# TYPE a gauge\na{b=\"c\",} 1\n", "comma too many")]
    [InlineData("# HELP a x\n# TYPE a gauge\na{b=\"c\",b=\"d\"} 1\n", "label twice")]
    [InlineData("# HELP a x\n# TYPE a gauge\na one\n", "no number")]
    [InlineData("# HELP a x\n# TYPE a gauge\n\na 1\n", "empty line")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n", "no infinity")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "falling")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n", "other count")]
    public void The_reader_finds_what_is_wrong(string text, string defect)
    {
        Assert.Throws<FormatException>(() => PrometheusReading.Of(text));
        Assert.NotEmpty(defect);
    }

    [Fact]
    public void The_reader_takes_what_is_right() => Assert.Equal(1, PrometheusReading.Of(new StringBuilder()
        .Append("# HELP a x\n# TYPE a histogram\n")
        .Append("a_bucket{b=\"\\\"\",le=\"1\"} 0\na_bucket{b=\"\\\"\",le=\"+Inf\"} 1\n")
        .Append("a_sum{b=\"\\\"\"} 1.5E-05\na_count{b=\"\\\"\"} 1\n").ToString())["a_count{b=\"\\\"\"}"]);
}
