using System.Diagnostics.Metrics;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Resolving;
using Identity.Core.Resolution;
using Identity.Testing;
using Xunit;

namespace Identity.Application.Tests.Measuring;

/// <summary>What is recorded, and when.</summary>
public sealed class ServiceMeasuresTests : IDisposable
{
    private readonly ServiceMeasures _measures = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _sums = [];

    public ServiceMeasuresTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _measures.Meter) { listener.EnableMeasurementEvents(instrument); }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) => Add(instrument, value, labels));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _measures.Dispose();
    }

    [Fact]
    public void Links_count_by_reason_when_their_group_is_durable()
    {
        _measures.Links.Note(null, "UNIQUE(login)");
        _measures.Links.Note("UNIQUE(login)", "UNIQUE(email)");
        _measures.Links.Note("BRIDGE", "UNIQUE(login)");
        _measures.Links.Note("SHARED", null);
        Assert.Empty(_sums);
        _measures.Links.Count();
        Assert.Equal(2, Sum("identity.links.suppressed", "reason", "unique"));
        Assert.Equal(1, Sum("identity.links.released", "reason", "bridge"));
        Assert.Equal(1, Sum("identity.links.released", "reason", "shared"));
        Assert.Equal(3, _sums.Count);
        _measures.Links.Count();
        Assert.Equal(2, Sum("identity.links.suppressed", "reason", "unique"));
    }

    [Fact]
    public void Every_reason_is_known_by_its_text()
    {
        foreach (SuppressionReason reason in Enum.GetValues<SuppressionReason>())
        {
            _measures.Links.Note(null, new Suppression(reason, "x").ToString());
        }

        _measures.Links.Count();
        Assert.Equal(Enum.GetValues<SuppressionReason>().Length, _sums.Values.Sum());
    }

    [Fact]
    public async Task A_write_that_fails_is_not_counted_with_the_others_of_its_group()
    {
        var writer = NewWriter();
        Task<int> good = writer.SubmitAsync(1, _ => Note(null, "SHARED"), weight: 3);
        Task<int> bad = writer.SubmitAsync<int>(1, async _ =>
        {
            await Note(null, "CLAIM");
            throw new InvalidOperationException("A bug.");
        });
        using var stopping = new CancellationTokenSource();
        Task running = writer.RunAsync(stopping.Token);
        Assert.Equal(1, await good);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await stopping.CancelAsync();
        await running;
        // Done again without the bad one, and counted once.
        Assert.Equal(1, Sum("identity.links.suppressed", "reason", "shared"));
        Assert.Equal(0, Sum("identity.links.suppressed", "reason", "claim"));
        Assert.Equal(3, Sum("identity.commit.group.observations"));
        Assert.Equal(0, Sum("identity.commit.failures"));
    }

    [Fact]
    public void What_waits_is_shown_in_observations_and_a_full_queue_counts_its_refusals()
    {
        var writer = NewWriter();
        _ = writer.SubmitAsync(1, _ => ValueTask.FromResult(1), ObservationWriter.WeightMax);
        Assert.Throws<RefusedException>(() => { _ = writer.SubmitAsync(1, _ => ValueTask.FromResult(1)); });
        _listener.RecordObservableInstruments();
        Assert.Equal(ObservationWriter.WeightMax, Sum("identity.writer.waiting.observations"));
        Assert.Equal(1, Sum("identity.overload.refusals", "place", "writes"));
    }

    [Fact]
    public void The_size_of_the_cache_is_read_when_somebody_asks()
    {
        _listener.RecordObservableInstruments();
        Assert.DoesNotContain("identity.cache.size", _sums.Keys);
        _measures.WatchCache(() => 42);
        _listener.RecordObservableInstruments();
        Assert.Equal(42, Sum("identity.cache.size"));
    }

    [Fact]
    public void Every_known_label_begins_at_zero()
    {
        _measures.Begin();
        Assert.All(_sums.Values, sum => Assert.Equal(0, sum));
        Assert.Contains("identity.observations outcome=merged", _sums.Keys);
        // Only ever said, never what happened.
        Assert.DoesNotContain("identity.observations outcome=accepted", _sums.Keys);
        Assert.Contains("identity.overload.refusals place=streams", _sums.Keys);
    }

    private double Sum(string instrument) => _sums.GetValueOrDefault(instrument);

    private double Sum(string instrument, string label, string value) => Sum($"{instrument} {label}={value}");

    private ValueTask<int> Note(string? before, string? after)
    {
        _measures.Links.Note(before, after);
        return ValueTask.FromResult(1);
    }

    private ObservationWriter NewWriter()
    {
        var store = new MemoryStore();
        var follower = new ChangeFollower(store, new VisitorCache(0));
        return new ObservationWriter(store, follower, _measures, TimeProvider.System);
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        string key = instrument.Name;
        foreach ((string label, object? text) in labels) { key += $" {label}={text}"; }
        _sums[key] = _sums.GetValueOrDefault(key) + value;
    }
}
