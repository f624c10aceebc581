using System.Reflection;
using System.Text.RegularExpressions;
using Identity.Api.Tests.Running;
using Xunit;

namespace Identity.Api.Tests.Observing;

/// <summary>docs/observability.md lists every metric that the server shows, and no other.</summary>
public sealed partial class MetricsDocumentationTests(RunningServer server)
{
    [Fact]
    public async Task The_table_and_the_server_agree()
    {
        PrometheusReading reading = await server.MetricsAsync();
        Assert.Equal(
            reading.Types.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal),
            Documented(Document()).Select(row => $"{row.Name} {row.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_table_names_every_label_that_there_is()
    {
        await new TestWorkspace(server, server.AdminKey).StatsAsync();
        PrometheusReading reading = await server.MetricsAsync(now => now.LabelsOf("identity_calls_total").Count > 0);
        foreach ((string name, string _, IReadOnlySet<string> labels) in Documented(Document()))
        {
            bool hasSamples = reading.Samples.Any(sample => sample == name
                || sample.StartsWith(name + "{", StringComparison.Ordinal)
                || sample.StartsWith(name + "_count", StringComparison.Ordinal));
            if (hasSamples) { Assert.Equal(labels.Order(), reading.LabelsOf(name).Order()); }
        }
    }

    // The control: a row that is left out is missed.
    [Fact]
    public void A_row_that_is_missing_is_noticed()
    {
        string document = Document().Replace("| `identity_ready` |", "| |", StringComparison.Ordinal);
        Assert.Equal(Documented(Document()).Count - 1, Documented(document).Count);
    }

    private static List<(string Name, string Kind, IReadOnlySet<string> Labels)> Documented(string document) =>
        [.. Row().Matches(document).Select(match => (
            match.Groups["name"].Value,
            match.Groups["kind"].Value,
            (IReadOnlySet<string>)match.Groups["label"].Captures.Select(label => label.Value).ToHashSet()))];

    private static string Document()
    {
        string root = typeof(MetricsDocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "RepositoryRoot").Value ?? "";
        return File.ReadAllText(Path.Combine(root, "docs", "observability.md"));
    }

    [GeneratedRegex(
        @"^\| `(?<name>\w+)` \| (?<kind>counter|gauge|histogram) \|(?: `(?<label>\w+)`,?)* \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
