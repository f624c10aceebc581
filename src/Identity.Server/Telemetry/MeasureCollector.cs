using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Text;
using Identity.Application.Measuring;

namespace Identity.Server.Telemetry;

/// <summary>
/// Adds up what one service's instruments record, and the runtime's that tell how the process is, and writes it for
/// Prometheus. No exporter for it can be restored from the package source that the builds use. Thread-safe.
/// </summary>
internal sealed class MeasureCollector : IDisposable
{
    private const string RuntimeMeter = "System.Runtime";

    // Named one by one, so that a newer runtime does not change what the service shows; and with their kinds, because
    // the runtime has some as counters that go down.
    private static readonly FrozenDictionary<string, MeasureKind> RuntimeInstruments =
        new Dictionary<string, MeasureKind>
        {
            ["dotnet.gc.collections"] = MeasureKind.Counter,
            ["dotnet.gc.heap.total_allocated"] = MeasureKind.Counter,
            ["dotnet.gc.last_collection.heap.size"] = MeasureKind.Gauge,
            ["dotnet.gc.pause.time"] = MeasureKind.Counter,
            ["dotnet.thread_pool.thread.count"] = MeasureKind.Gauge,
            ["dotnet.thread_pool.queue.length"] = MeasureKind.Gauge,
            ["dotnet.monitor.lock_contentions"] = MeasureKind.Counter,
            ["dotnet.exceptions"] = MeasureKind.Counter,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MeasureFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Meter _own;

    public MeasureCollector(ServiceMeasures measures)
    {
        _own = measures.Meter;
        _listener.InstrumentPublished = Take;
        _listener.SetMeasurementEventCallback<long>(static (_, value, labels, family) =>
            ((MeasureFamily?)family)?.Take(value, labels));
        _listener.SetMeasurementEventCallback<int>(static (_, value, labels, family) =>
            ((MeasureFamily?)family)?.Take(value, labels));
        _listener.SetMeasurementEventCallback<double>(static (_, value, labels, family) =>
            ((MeasureFamily?)family)?.Take(value, labels));
        _listener.Start();
        measures.Begin();
    }

    /// <summary>Everything as it is now, in the text format of Prometheus.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (MeasureFamily family in _families.Values)
            {
                if (family.IsObserved) { family.Clear(); }
            }

            _listener.RecordObservableInstruments();
            foreach (MeasureFamily family in _families.Values) { PrometheusText.Write(text, family); }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, MeterListener listener)
    {
        MeasureKind kind = MeasureFamily.KindOf(instrument);
        bool isRuntime = instrument.Meter.Name == RuntimeMeter
            && RuntimeInstruments.TryGetValue(instrument.Name, out kind);
        if (!ReferenceEquals(instrument.Meter, _own) && !isRuntime) { return; }
        MeasureFamily family = MeasureFamily.Of(instrument, kind);
        lock (_gate) { _families[family.Name] = family; }
        listener.EnableMeasurementEvents(instrument, family);
    }
}
