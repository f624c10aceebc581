using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Identity.Server.Telemetry;

/// <summary>What kind of metric an instrument is, in the words of Prometheus.</summary>
internal enum MeasureKind
{
    Counter = 1,
    Gauge = 2,
    Histogram = 3,
}

/// <summary>
/// An instrument as a family of Prometheus, with its series. Recording into a series that exists allocates nothing.
/// Thread-safe.
/// </summary>
internal sealed class MeasureFamily
{
    /// <summary>
    /// Labels have few values, so this is never reached; if a mistake made one of them free, memory would still be
    /// bounded. What comes after is not counted.
    /// </summary>
    public const int SeriesMax = 1_000;

    private readonly ConcurrentDictionary<LabelSet, MeasureSeries> _series = new();
    private int _count;

    private MeasureFamily(string name, MeasureKind kind, string help) => (Name, Kind, Help) = (name, kind, help);

    public string Name { get; }

    public MeasureKind Kind { get; }

    public string Help { get; }

    /// <summary>The upper bounds of a histogram's buckets, rising, infinity left out.</summary>
    public ImmutableArray<double> Bounds { get; private init; } = [];

    /// <summary>Its values are asked for, each as a whole, instead of being told bit by bit.</summary>
    public bool IsObserved { get; private init; }

    public IEnumerable<KeyValuePair<LabelSet, MeasureSeries>> Series => _series;

    public static MeasureFamily Of(Instrument instrument, MeasureKind kind) =>
        new(PrometheusNames.OfInstrument(instrument, kind), kind, instrument.Description ?? "")
        {
            IsObserved = instrument.IsObservable,
            Bounds = kind == MeasureKind.Histogram ? BoundsOf(instrument) : [],
        };

    public static MeasureKind KindOf(Instrument instrument) => instrument switch
    {
        Histogram<double> => MeasureKind.Histogram,
        Counter<long> or ObservableCounter<long> or ObservableCounter<double> => MeasureKind.Counter,
        _ => MeasureKind.Gauge,
    };

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = new LabelSet(labels);
        if (!_series.TryGetValue(key, out MeasureSeries? series))
        {
            if (Volatile.Read(ref _count) >= SeriesMax) { return; }
            series = _series.GetOrAdd(key, _ =>
            {
                Interlocked.Increment(ref _count);
                return new MeasureSeries(Bounds);
            });
        }

        if (Kind == MeasureKind.Histogram) { series.Spread(value); }
        else if (IsObserved) { series.Set(value); }
        else { series.Add(value); }
    }

    /// <summary>Forgets all series: what is asked for again must not keep what is no longer there.</summary>
    public void Clear()
    {
        _series.Clear();
        _count = 0;
    }

    private static ImmutableArray<double> BoundsOf(Instrument instrument) =>
        instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
}
