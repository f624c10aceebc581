namespace Identity.Server.Telemetry;

/// <summary>
/// Whether traces and metrics go to a collector, by the standard variables of OpenTelemetry. Everything else that they
/// can say is read by its SDK. Immutable.
/// </summary>
internal sealed class OtlpOptions(IReadOnlyDictionary<string, string> variables)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    private static readonly string[] Endpoints = [Endpoint, TracesEndpoint, MetricsEndpoint];

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    public IReadOnlyDictionary<string, string> Variables => variables;

    public bool SendsTraces => IsOn("OTEL_TRACES_EXPORTER", TracesEndpoint);

    public bool SendsMetrics => IsOn("OTEL_METRICS_EXPORTER", MetricsEndpoint);

    /// <summary>Where they go, without what may be secret in it; empty when nothing goes anywhere.</summary>
    public string Destinations => SendsTraces || SendsMetrics
        ? string.Join(", ", Endpoints.Select(ValueOf).Where(text => text.Length > 0).Select(WithoutSecrets)) : "";

    /// <summary>What is wrong with them, a sentence each: the SDK would silently take its defaults instead.</summary>
    public IEnumerable<string> Defects()
    {
        if (!SendsTraces && !SendsMetrics) { yield break; }
        foreach (string name in Endpoints)
        {
            bool isAddress = Uri.TryCreate(ValueOf(name), UriKind.Absolute, out Uri? address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
            if (ValueOf(name).Length > 0 && !isAddress) { yield return $"{name} is no http or https address."; }
        }

        foreach (string signal in (string[])["", "TRACES_", "METRICS_"])
        {
            string name = $"OTEL_EXPORTER_OTLP_{signal}PROTOCOL";
            if (ValueOf(name).Length > 0 && !Protocols.Contains(ValueOf(name)))
            {
                yield return $"{name} is one of {string.Join(", ", Protocols)}.";
            }
        }
    }

    private bool IsOn(string exporter, string endpoint) =>
        !string.Equals(ValueOf("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(ValueOf(exporter), "none", StringComparison.OrdinalIgnoreCase)
        && (ValueOf(Endpoint).Length > 0 || ValueOf(endpoint).Length > 0);

    private static string WithoutSecrets(string text)
    {
        var address = new Uri(text);
        return $"{address.Scheme}://{address.Authority}";
    }

    private string ValueOf(string name) => variables.TryGetValue(name, out string? value) ? value.Trim() : "";
}
