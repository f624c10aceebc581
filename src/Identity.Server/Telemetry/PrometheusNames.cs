using System.Diagnostics.Metrics;

namespace Identity.Server.Telemetry;

/// <summary>
/// How instruments and labels are called in Prometheus, after OpenTelemetry's rules: dots become underscores, the unit
/// and <c>total</c> come last.
/// </summary>
internal static class PrometheusNames
{
    public static string OfInstrument(Instrument instrument, MeasureKind kind)
    {
        string name = OfLabel(instrument.Name);
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) { name += unit; }
        return kind == MeasureKind.Counter ? name + "_total" : name;
    }

    /// <summary>Letters, digits and underscores, no digit first.</summary>
    public static string OfLabel(string name)
    {
        string plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return plain.Length == 0 || char.IsAsciiDigit(plain[0]) ? "_" + plain : plain;
    }
}
