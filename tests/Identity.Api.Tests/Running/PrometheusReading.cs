using System.Globalization;
using System.Text.RegularExpressions;

namespace Identity.Api.Tests.Running;

/// <summary>
/// A text in the format of Prometheus (version 0.0.4), read as strictly as it is specified: whatever breaks a rule is a
/// <see cref="FormatException"/>.
/// </summary>
internal sealed partial class PrometheusReading
{
    private static readonly string[] HistogramEndings = ["_bucket", "_sum", "_count"];

    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);
    private string _family = "";
    private string _helped = "";

    private PrometheusReading(string text) => Text = text;

    public string Text { get; }

    /// <summary>The families with their types.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>A sample by name and labels as they are written; 0 when there is none.</summary>
    public double this[string sample] => _samples.GetValueOrDefault(sample);

    public IEnumerable<string> Samples => _samples.Keys;

    /// <summary>The labels of a family, <c>le</c> left out.</summary>
    public IReadOnlySet<string> LabelsOf(string family) => _labels[family];

    public static PrometheusReading Of(string text)
    {
        var reading = new PrometheusReading(text);
        if (!text.EndsWith('\n')) { throw new FormatException("The last line has no end."); }
        foreach (string line in text.Split('\n')[..^1]) { reading.Read(line); }
        foreach ((string family, string type) in reading._types)
        {
            if (type == "histogram") { reading.CheckHistogram(family); }
        }

        return reading;
    }

    private void Read(string line)
    {
        if (Help().Match(line) is { Success: true } help) { _helped = help.Groups["name"].Value; }
        else if (Type().Match(line) is { Success: true } type) { Begin(type); }
        else if (Sample().Match(line) is { Success: true } sample) { Add(sample); }
        else { throw new FormatException($"No line of the format: {line}"); }
    }

    private void Begin(Match type)
    {
        _family = type.Groups["name"].Value;
        string kind = type.Groups["type"].Value;
        if (_helped != _family) { throw new FormatException($"{_family} has no help before its type."); }
        if (!_types.TryAdd(_family, kind)) { throw new FormatException($"{_family} comes twice."); }
        if (kind == "counter" != _family.EndsWith("_total", StringComparison.Ordinal))
        {
            throw new FormatException($"{_family} is a {kind} by its type, but not by its name.");
        }

        _labels[_family] = [];
    }

    private void Add(Match sample)
    {
        string name = sample.Groups["name"].Value;
        bool isPart = _family.Length > 0 && _types[_family] == "histogram"
            ? HistogramEndings.Any(ending => name == _family + ending) : name == _family;
        if (!isPart) { throw new FormatException($"{name} is in the family {_family}."); }
        string[] labels = [.. sample.Groups["label"].Captures.Select(capture => capture.Value)];
        if (labels.Distinct().Count() != labels.Length) { throw new FormatException($"{name} repeats a label."); }
        _labels[_family].UnionWith(labels.Where(label => label != "le"));
        string key = name + sample.Groups["labels"].Value;
        if (!_samples.TryAdd(key, Number(sample.Groups["value"].Value)))
        {
            throw new FormatException($"{key} comes twice.");
        }
    }

    private void CheckHistogram(string family)
    {
        var buckets = _samples.Keys
            .Select(key => Bucket().Match(key)).Where(match => match.Groups["name"].Value == family)
            .ToLookup(match => match.Groups["rest"].Value.TrimEnd(','));
        foreach (IGrouping<string, Match> series in buckets)
        {
            double[] bounds = [.. series.Select(match => Number(match.Groups["bound"].Value))];
            double[] counts = [.. series.Select(match => _samples[match.Value])];
            string labels = series.Key.Length == 0 ? "" : $"{{{series.Key}}}";
            if (!bounds.SequenceEqual(bounds.Order()) || !counts.SequenceEqual(counts.Order())
                || !double.IsPositiveInfinity(bounds[^1])
                || !counts[^1].Equals(_samples.GetValueOrDefault($"{family}_count{labels}", -1))
                || !_samples.ContainsKey($"{family}_sum{labels}"))
            {
                throw new FormatException($"{family}{labels} is no histogram.");
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
        (?<labels>(?:\{(?:(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\\\|\\"|\\n)*"(?:,(?!\})|(?=\})))+\})?)
        \x20(?<value>[-+]?[0-9.]+(?:E[-+]?[0-9]+)?|NaN|[-+]Inf)$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sample();

    [GeneratedRegex("""^(?<name>.*)_bucket\{(?<rest>.*)le="(?<bound>[^"]*)"\}$""")]
    private static partial Regex Bucket();
}
