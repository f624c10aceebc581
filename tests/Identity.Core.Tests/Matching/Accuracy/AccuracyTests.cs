using System.Globalization;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Evaluating;
using Identity.SampleData;
using Xunit;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>How good deduplication is without labels and settings: floors, where the truth is known.</summary>
public sealed class AccuracyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("febrl3", 0.998, 0.995)]
    [InlineData("febrl4", 0.999, 0.999)]
    [InlineData("fake_1000", 0.95, 0.96)]
    [InlineData("historical_50k_dev", 0.88, 0.92)]
    [InlineData("dutch", 0.97, 0.985)]
    public void Groups_are_right_and_candidates_found(string name, double f1Min, double candidateRecallMin)
    {
        LabelledSet set = LabelledSets.Of(name);
        ClusterMeasures measures = set.Measures();
        Print(set, measures);
        Assert.Null(set.Result.FitDoubt);
        Assert.InRange(measures.Clustered.F1, f1Min, 1);
        Assert.InRange(measures.Candidates.Recall, candidateRecallMin, 1);
        Assert.InRange(measures.Candidates.Recall, measures.Scored.Recall, 1);
        Assert.Equal(set.Result.CandidateCount, measures.Candidates.FoundPairs);
    }

    /// <summary>Control: the measure falls when groups are dealt out at random, and when labels are.</summary>
    [Fact]
    public void The_measure_falls_when_groups_are_shuffled()
    {
        DedupeResult result = LabelledSets.Fake.Result;
        int[] clusters = [.. result.ClusterOf];
        new Random(7).Shuffle(clusters);
        DedupeResult shuffled = Grouped(result, clusters);
        ClusterMeasures measures = ClusterMeasures.Of(shuffled, LabelledSets.Fake.LabelsOf(result));
        Assert.InRange(measures.Clustered.F1, 0, 0.05);
        Assert.InRange(measures.Cubed.F1, 0, 0.5);
        Assert.InRange(measures.FalseMerges, 5_000, 10_000);

        string[] labels = LabelledSets.Fake.LabelsOf(result);
        new Random(8).Shuffle(labels);
        measures = ClusterMeasures.Of(result, labels);
        Assert.InRange(measures.Scored.F1, 0, 0.05);
        Assert.InRange(measures.Candidates.Recall, 0, 0.05);
    }

    /// <summary>Why groups are not what is connected by pairs.</summary>
    [Theory]
    [InlineData("dutch")]
    [InlineData("historical_50k_dev")]
    public void Groups_are_better_than_what_pairs_connect(string name)
    {
        LabelledSet set = LabelledSets.Of(name);
        string[] labels = set.LabelsOf(set.Result);
        ClusterMeasures connected = ClusterMeasures.Of(Grouped(set.Result, Connected(set.Result)), labels);
        PairMeasure grouped = set.Measures().Clustered;
        output.WriteLine($"{name}, connected: {connected.Clustered} false merges {connected.FalseMerges}");
        Assert.InRange(connected.Clustered.F1, 0, grouped.F1 - 0.002);
        Assert.InRange(connected.Clustered.Precision, 0, grouped.Precision - 0.005);
    }

    /// <summary>
    /// Those who are easily taken for one. Twins under one initial, and namesakes without birth dates, cannot all be
    /// told apart by anybody; floors say how many are.
    /// </summary>
    [Theory]
    [InlineData(DoubleKind.Spouses, 0.002)]
    [InlineData(DoubleKind.FatherSon, 0.04)]
    [InlineData(DoubleKind.Namesakes, 0.25)]
    [InlineData(DoubleKind.Twins, 0.15)]
    public void Doubles_are_seldom_merged(DoubleKind kind, double shareMax)
    {
        DedupeResult result = LabelledSets.Dutch.Result;
        ILookup<string, int> clustersOf = LabelledSets.Dutch.LabelsOf(result)
            .Select((label, place) => (label, Cluster: result.ClusterOf[place]))
            .ToLookup(item => item.label, item => item.Cluster, StringComparer.Ordinal);
        PersonPair[] doubles = [.. LabelledSets.Generator().Doubles().Where(pair => pair.Kind == kind)];
        int merged = doubles.Count(pair => Of(pair.PersonA).Intersect(Of(pair.PersonB)).Any());
        output.WriteLine($"{kind}: {merged} of {doubles.Length} pairs of persons share a group");
        Assert.InRange(doubles.Length, 20, 20_000);
        Assert.InRange((double)merged / doubles.Length, 0, shareMax);

        IEnumerable<int> Of(int person) => clustersOf[person.ToString(CultureInfo.InvariantCulture)];
    }

    private static DedupeResult Grouped(DedupeResult result, int[] clusters) =>
        new(new Core.Matching.MatchRecord[result.Count], result.Ids, result.Explain)
        {
            Pairs = result.Pairs,
            ClusterOf = clusters,
            Candidates = result.Candidates,
            CandidateCount = result.CandidateCount,
            TooCommonKeys = result.TooCommonKeys,
            Model = result.Model,
        };

    private static int[] Connected(DedupeResult result)
    {
        int[] parents = [.. Enumerable.Range(0, result.Count)];
        foreach (ScoredPair pair in result.Pairs) { parents[Root(pair.Left)] = Root(pair.Right); }
        return [.. Enumerable.Range(0, result.Count).Select(Root)];

        int Root(int record)
        {
            while (parents[record] != record) { record = parents[record] = parents[parents[record]]; }
            return record;
        }
    }

    private void Print(LabelledSet set, ClusterMeasures measures)
    {
        string Line(string what, double precision, double recall, double f1) => string.Create(
            CultureInfo.InvariantCulture, $"{what,-10} P {precision:F4}  R {recall:F4}  F1 {f1:F4}");
        output.WriteLine($"{set.Name}: {measures.Records} records, {measures.Persons} persons, "
            + $"{measures.Clusters} groups, {set.Result.CandidateCount} candidates");
        foreach ((string what, PairMeasure pairs) in new[]
        {
            ("candidates", measures.Candidates), ("scored", measures.Scored), ("grouped", measures.Clustered),
        })
        {
            output.WriteLine(Line(what, pairs.Precision, pairs.Recall, pairs.F1));
        }

        output.WriteLine(Line("B-cubed", measures.Cubed.Precision, measures.Cubed.Recall, measures.Cubed.F1));
        output.WriteLine($"false merges per 10,000 records: {measures.FalseMerges:F1}");
    }
}
