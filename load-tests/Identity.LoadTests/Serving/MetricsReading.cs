using System.Globalization;

namespace Identity.LoadTests.Serving;

/// <summary>What a server said of itself at one moment, in Prometheus' text form. Immutable.</summary>
internal sealed class MetricsReading
{
    private readonly Dictionary<string, double> _series = new(StringComparer.Ordinal);

    private MetricsReading()
    {
    }

    public static async Task<MetricsReading> TakeAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        return Parse(await client.GetStringAsync(new Uri(server, "/metrics"), cancellationToken));
    }

    public static MetricsReading Parse(string text)
    {
        var reading = new MetricsReading();
        foreach (string line in text.Split('\n'))
        {
            int blank = line.LastIndexOf(' ');
            if (blank < 0 || line.StartsWith('#')) { continue; }
            reading._series[line[..blank]] = double.Parse(line[(blank + 1)..], CultureInfo.InvariantCulture);
        }

        return reading;
    }

    /// <summary>The sum over all series of a name whose labels hold every one of the texts.</summary>
    public double Sum(string name, params string[] labels) => _series
        .Where(item => NameOf(item.Key) == name
            && labels.All(label => item.Key.Contains(label, StringComparison.Ordinal)))
        .Sum(item => item.Value);

    /// <summary>How many calls have ended with something else than OK.</summary>
    public double FailedCalls => Sum("identity_calls_total") - Sum("identity_calls_total", "code=\"OK\"");

    /// <summary>How many calls have ended.</summary>
    public double Calls => Sum("identity_calls_total");

    public double AllocatedBytes => Sum("dotnet_gc_heap_total_allocated_bytes_total");

    private static string NameOf(string series)
    {
        int brace = series.IndexOf('{', StringComparison.Ordinal);
        return brace < 0 ? series : series[..brace];
    }
}
