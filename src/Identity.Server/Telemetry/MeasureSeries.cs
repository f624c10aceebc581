using System.Collections.Immutable;

namespace Identity.Server.Telemetry;

/// <summary>The values of one instrument under one set of labels, since the start. Thread-safe.</summary>
internal sealed class MeasureSeries(ImmutableArray<double> bounds)
{
    // One more than bounds: the last is for what is above all of them.
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>The sum of all measurements, or the last of a gauge.</summary>
    public double Sum => Volatile.Read(ref _sum);

    public void Add(double value)
    {
        double before = Volatile.Read(ref _sum);
        while (true)
        {
            double seen = Interlocked.CompareExchange(ref _sum, before + value, before);
            if (seen.Equals(before)) { return; }
            before = seen;
        }
    }

    public void Set(double value) => Volatile.Write(ref _sum, value);

    /// <summary>Adds to a distribution. Each bound belongs to its own bucket.</summary>
    public void Spread(double value)
    {
        int bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket]) { bucket++; }
        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }

    /// <summary>How many measurements are in a bucket, not counting the smaller ones.</summary>
    public long InBucket(int index) => Volatile.Read(ref _buckets[index]);
}
