using System.Diagnostics.Metrics;
using Identity.Application.Ingesting;
using Identity.Core.Resolution;

namespace Identity.Application.Measuring;

/// <summary>
/// Everything that the service measures of itself: the one place where its instruments are defined, and the methods
/// that record into them. docs/observability.md lists them. Recording allocates nothing and never throws. No label
/// carries what a caller sent: each has a fixed set of values. Thread-safe; one for all parts of a service.
/// </summary>
public sealed class ServiceMeasures : IDisposable
{
    /// <summary>The name of the meter, as exporters know it.</summary>
    public const string MeterName = "Identity";

    // From a read that finds everything in memory to a call that only a patient caller still waits for.
    private static readonly double[] CallSeconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] CommitSeconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    private static readonly double[] GroupObservations = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048];

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callDuration;
    private readonly UpDownCounter<long> _callsInFlight;
    private readonly Counter<long> _slowCalls;
    private readonly Counter<long> _overloads;
    private readonly Counter<long> _observations;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<double> _commitObservations;
    private readonly Counter<long> _commitFailures;
    private readonly Counter<long> _suppressed;
    private readonly Counter<long> _released;
    private readonly Counter<long> _cacheHits;
    private readonly Counter<long> _cacheMisses;
    private readonly Counter<long> _cacheEvictions;
    private readonly Counter<long> _sweeps;
    private readonly Counter<long> _sweptClusters;
    private readonly Counter<long> _reresolved;
    private Func<long>? _waiting;
    private Func<long>? _cacheBytes;
    private Func<long>? _reresolutions;

    public ServiceMeasures()
    {
        Meter = new Meter(MeterName);
        Links = new LinkTally(this);
        _calls = Count("identity.calls", "Calls that ended, by method and status code.");
        _callDuration = Spread("identity.call.duration", "s", CallSeconds,
            "How long calls took, streams from their beginning to their end.");
        _callsInFlight = Meter.CreateUpDownCounter<long>(
            "identity.calls.in_flight", null, "Calls under way, open streams among them.");
        _slowCalls = Count("identity.slow_calls", "Calls that took longer than the limit for slow calls.");
        _overloads = Count("identity.overload.refusals", "Refusals because too much was under way, by where.");
        _observations = Count("identity.observations", "Observations that were answered, by outcome.");
        _commitDuration = Spread("identity.commit.duration", "s", CommitSeconds,
            "How long it took to make a commit group durable, fsync included.");
        _commitObservations = Spread("identity.commit.group.observations", null, GroupObservations,
            "How many observations (or other writes) a commit group held.");
        _commitFailures = Count("identity.commit.failures", "Commit groups of which nothing was written.");
        Watch("identity.writer.waiting.observations", "Observations that wait for their commit or are in it.",
            () => _waiting);
        _suppressed = Count("identity.links.suppressed", "Links that came to be held back, by reason.");
        _released = Count("identity.links.released", "Links that ceased to be held back, by the former reason.");
        _cacheHits = Count("identity.cache.hits", "Reads that the profile cache answered.");
        _cacheMisses = Count("identity.cache.misses", "Reads that the profile cache could not answer.");
        _cacheEvictions = Count("identity.cache.evictions", "Entries that the profile cache gave up for room.");
        Watch("identity.cache.size", "Bytes that the profile cache holds.", () => _cacheBytes, "By");
        _sweeps = Count("identity.sweeps", "Searches for what has expired, by how they ended.");
        _sweptClusters = Count("identity.swept_clusters", "Clusters that were resolved again by such a search.");
        Watch("identity.reresolutions.under_way", "Workspaces that are being brought to new rules.",
            () => _reresolutions);
        _reresolved = Count("identity.reresolved_observations", "Observations that were brought to new rules.");
    }

    /// <summary>What all instruments belong to; of each service its own, so that two in a process stay apart.</summary>
    public Meter Meter { get; }

    /// <summary>Links of the write under way that come to be held back or cease to be.</summary>
    internal LinkTally Links { get; }

    /// <summary>Records zeros where all values of a label are known, so that rates begin with the service.</summary>
    public void Begin()
    {
        foreach (KeyValuePair<string, object?> outcome in MeasureLabels.Outcomes) { _observations.Add(0, outcome); }
        foreach (KeyValuePair<string, object?> place in MeasureLabels.Places) { _overloads.Add(0, place); }
        foreach (KeyValuePair<string, object?> reason in MeasureLabels.Reasons)
        {
            _suppressed.Add(0, reason);
            _released.Add(0, reason);
        }

        _sweeps.Add(0, MeasureLabels.Done);
        _sweeps.Add(0, MeasureLabels.Failed);
        Counter<long>[] plain =
            [_commitFailures, _cacheHits, _cacheMisses, _cacheEvictions, _sweptClusters, _reresolved];
        foreach (Counter<long> counter in plain) { counter.Add(0); }
    }

    /// <param name="method">The label <c>method</c>; one object for all calls of a method.</param>
    public void CallBegan(KeyValuePair<string, object?> method) => _callsInFlight.Add(1, method);

    /// <param name="method">The same as when it began.</param>
    /// <param name="code">The label <c>code</c>.</param>
    /// <param name="elapsed">From the first byte of the request to the last of the answer.</param>
    public void CallEnded(
        KeyValuePair<string, object?> method, KeyValuePair<string, object?> code, TimeSpan elapsed)
    {
        _callsInFlight.Add(-1, method);
        _calls.Add(1, method, code);
        _callDuration.Record(elapsed.TotalSeconds, method);
    }

    public void CallWasSlow(KeyValuePair<string, object?> method) => _slowCalls.Add(1, method);

    public void Overloaded(OverloadPlace place) => _overloads.Add(1, MeasureLabels.Places[(int)place]);

    /// <summary>Counts an answer to an observation, by what truly became of it, whatever its sender is told.</summary>
    public void Observed(IngestOutcome outcome) => _observations.Add(1, MeasureLabels.Outcomes[(int)outcome - 1]);

    /// <param name="observations">How many observations, or other writes, the group held.</param>
    /// <param name="elapsed">How long the commit alone took.</param>
    public void GroupCommitted(int observations, TimeSpan elapsed)
    {
        _commitDuration.Record(elapsed.TotalSeconds);
        _commitObservations.Record(observations);
    }

    public void GroupFailed() => _commitFailures.Add(1);

    public void CacheHit() => _cacheHits.Add(1);

    public void CacheMissed() => _cacheMisses.Add(1);

    public void CacheEvicted(long entries) => _cacheEvictions.Add(entries);

    /// <summary>Where the size of the cache is read, in bytes; the last to say so stands.</summary>
    public void WatchCache(Func<long> bytes) => _cacheBytes = bytes;

    /// <summary>Where the number of waiting observations is read; the last to say so stands.</summary>
    public void WatchWriter(Func<long> waiting) => _waiting = waiting;

    /// <summary>Where the number of re-resolutions under way is read; the last to say so stands.</summary>
    public void WatchReresolutions(Func<long> underWay) => _reresolutions = underWay;

    public void Reresolved(int observations) => _reresolved.Add(observations);

    public void Swept(int clusters)
    {
        _sweeps.Add(1, MeasureLabels.Done);
        _sweptClusters.Add(clusters);
    }

    public void SweepFailed() => _sweeps.Add(1, MeasureLabels.Failed);

    public void Dispose() => Meter.Dispose();

    internal void LinksSuppressed(SuppressionReason reason, long links) =>
        _suppressed.Add(links, MeasureLabels.Reasons[(int)reason - 1]);

    internal void LinksReleased(SuppressionReason reason, long links) =>
        _released.Add(links, MeasureLabels.Reasons[(int)reason - 1]);

    private Counter<long> Count(string name, string description) =>
        Meter.CreateCounter<long>(name, null, description);

    private Histogram<double> Spread(string name, string? unit, double[] bounds, string description) =>
        Meter.CreateHistogram(name, unit, description, tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private void Watch(string name, string description, Func<Func<long>?> source, string? unit = null) =>
        Meter.CreateObservableGauge(
            name, () => source() is { } read ? [new Measurement<long>(read())] : Array.Empty<Measurement<long>>(),
            unit, description);
}
