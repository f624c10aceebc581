using System.Globalization;
using System.Text;

namespace Identity.Server.Telemetry;

/// <summary>Writes families in the text format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes a family with all its series; one without series still says that it exists.</summary>
    public static void Write(StringBuilder text, MeasureFamily family)
    {
        string kind = family.Kind switch
        {
            MeasureKind.Counter => "counter",
            MeasureKind.Histogram => "histogram",
            _ => "gauge",
        };
        text.Append("# HELP ").Append(family.Name).Append(' ');
        AppendEscaped(text, family.Help, isLabel: false);
        text.Append("\n# TYPE ").Append(family.Name).Append(' ').Append(kind).Append('\n');
        foreach ((LabelSet labels, MeasureSeries series) in family.Series)
        {
            if (family.Kind == MeasureKind.Histogram) { WriteHistogram(text, family, labels, series); }
            else { WriteSample(text, family.Name, labels, series.Sum); }
        }
    }

    /// <summary>A number as the format has it: shortest form that reads back the same, NaN, +Inf, -Inf.</summary>
    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);

    // The count is taken from the buckets, so that the two agree whatever is recorded meanwhile.
    private static void WriteHistogram(StringBuilder text, MeasureFamily family, LabelSet labels, MeasureSeries series)
    {
        long count = 0;
        for (int index = 0; index <= family.Bounds.Length; index++)
        {
            count += series.InBucket(index);
            double bound = index < family.Bounds.Length ? family.Bounds[index] : double.PositiveInfinity;
            WriteSample(text, family.Name + "_bucket", labels, count, Number(bound));
        }

        WriteSample(text, family.Name + "_sum", labels, series.Sum);
        WriteSample(text, family.Name + "_count", labels, count);
    }

    private static void WriteSample(
        StringBuilder text, string name, in LabelSet labels, double value, string? bound = null)
    {
        text.Append(name);
        char separator = '{';
        for (int index = 0; index < labels.Count; index++)
        {
            (string key, object? label) = labels[index];
            AppendLabel(text, separator, PrometheusNames.OfLabel(key), TextOf(label));
            separator = ',';
        }

        if (bound is not null)
        {
            AppendLabel(text, separator, "le", bound);
            separator = ',';
        }

        if (separator == ',') { text.Append('}'); }
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static void AppendLabel(StringBuilder text, char separator, string name, string value)
    {
        text.Append(separator).Append(name).Append("=\"");
        AppendEscaped(text, value, isLabel: true);
        text.Append('"');
    }

    private static string TextOf(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static void AppendEscaped(StringBuilder text, string value, bool isLabel)
    {
        foreach (char letter in value)
        {
            switch (letter)
            {
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '"' when isLabel: text.Append("\\\""); break;
                default: text.Append(letter); break;
            }
        }
    }
}
