using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;
using Identity.Core.Matching.Evaluating;
using Xunit;

namespace Identity.Core.Tests.Matching.Evaluating;

public sealed class ClusterMeasuresTests
{
    private static readonly MatchModel Model =
        new Deduplication(new DedupeOptions { Reference = new(2026, 11, 22) }).Run(progress: null).Model;

    [Fact]
    public void The_example_of_the_paper_is_measured_as_printed()
    {
        // Figure 1 of Bagga and Baldwin: persons of 5, 2 and 5 records; the groups have 5 and 2 + 5.
        string[] labels = [.. "AAAAABBCCCCC".Select(letter => letter.ToString())];
        ClusterMeasures measures = ClusterMeasures.Of(Result([0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5]), labels);
        Assert.Equal(0.762, measures.Cubed.Precision, 3);
        Assert.Equal(1, measures.Cubed.Recall, 9);
        Assert.Equal((12, 3, 2), (measures.Records, measures.Persons, measures.Clusters));
        Assert.Equal(new PairMeasure(21, 31, 21), measures.Clustered);
        Assert.Equal(2 * 10_000 / 12.0, measures.FalseMerges, 9);
    }

    [Fact]
    public void Pairs_are_measured_before_and_after_grouping()
    {
        DedupeResult result = Result(
            [0, 0, 2, 2, 4], pairs: [(0, 1), (2, 3), (3, 4)], candidates: [(0, 1), (0, 3), (3, 4)]);
        ClusterMeasures measures = ClusterMeasures.Of(result, ["a", "a", "b", "c", "c"]);
        Assert.Equal(new PairMeasure(2, 3, 2), measures.Scored);
        Assert.Equal(new PairMeasure(2, 2, 1), measures.Clustered);
        Assert.Equal(1, measures.Candidates.Recall);
        Assert.Equal(0.8, measures.Scored.F1, 9);
        Assert.Equal(0.5, measures.Clustered.F1, 9);
        Assert.Equal(2_000, measures.FalseMerges, 9);
    }

    [Fact]
    public void Records_without_a_label_do_not_count()
    {
        DedupeResult result = Result([0, 0, 0, 3], pairs: [(0, 1), (1, 2)], candidates: [(0, 1), (1, 2), (2, 3)]);
        ClusterMeasures measures = ClusterMeasures.Of(result, ["a", "", "a", "b"]);
        Assert.Equal(3, measures.Records);
        Assert.Equal(new PairMeasure(1, 0, 0), measures.Scored);
        Assert.Equal(new PairMeasure(1, 1, 1), measures.Clustered);
        Assert.Equal(new PairMeasure(1, 1, 0), measures.Candidates);
        Assert.Equal(0, measures.FalseMerges);
    }

    [Fact]
    public void Only_pairs_across_files_count_where_files_are_linked()
    {
        DedupeResult result = Result([0, 0, 0, 0], pairs: [(0, 1), (0, 2)], candidates: [(0, 1), (0, 2)]);
        ClusterMeasures measures = ClusterMeasures.Of(result, ["a", "a", "a", "b"], [0, 0, 1, 1]);
        Assert.Equal(new PairMeasure(2, 4, 2), measures.Clustered);
        Assert.Equal(new PairMeasure(2, 1, 1), measures.Scored);
    }

    [Fact]
    public void Nothing_is_measured_as_perfect()
    {
        ClusterMeasures measures = ClusterMeasures.Of(Result([]), []);
        Assert.Equal((1.0, 1.0, 0.0), (measures.Clustered.F1, measures.Cubed.F1, measures.FalseMerges));
    }

    [Fact]
    public void Labels_and_sources_must_be_as_many_as_records()
    {
        Assert.Throws<ArgumentException>(() => ClusterMeasures.Of(Result([0, 1]), ["a"]));
        Assert.Throws<ArgumentException>(() => ClusterMeasures.Of(Result([0, 1]), ["a", "b"], [0]));
    }

    [Fact]
    public void One_large_group_is_not_counted_pair_by_pair()
    {
        int[] clusters = new int[1_000_000];
        string[] labels = [.. Enumerable.Range(0, clusters.Length).Select(place => place % 2 == 0 ? "even" : "odd")];
        ClusterMeasures measures = ClusterMeasures.Of(Result(clusters), labels);
        Assert.Equal(1_000_000L * 999_999 / 2, measures.Clustered.FoundPairs);
        Assert.Equal(500_000L * 499_999, measures.Clustered.RightPairs);
        Assert.Equal(0.5, measures.Cubed.Precision, 9);
        Assert.Equal(5_000, measures.FalseMerges, 9);
    }

    [Fact]
    public void Against_counting_every_pair_and_record_one_by_one()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            int count = random.Next(1, 25);
            int[] clusters = [.. Enumerable.Range(0, count).Select(_ => random.Next(5))];
            string[] labels = [.. Enumerable.Range(0, count).Select(_ => $"{random.Next(6)}")];
            ClusterMeasures measures = ClusterMeasures.Of(Result(clusters), labels);
            Assert.Equal(PairsOf(clusters, labels), measures.Clustered);
            Assert.Equal(Precision(clusters, labels), measures.Cubed.Precision, 9);
            Assert.Equal(Precision(labels, clusters), measures.Cubed.Recall, 9);
        }
    }

    private static PairMeasure PairsOf(int[] clusters, string[] labels)
    {
        var pairs = from one in Enumerable.Range(0, labels.Length)
                    from other in Enumerable.Range(0, one)
                    select (Same: labels[one] == labels[other], Found: clusters[one] == clusters[other]);
        var all = pairs.ToList();
        return new PairMeasure(
            all.Count(pair => pair.Same), all.Count(pair => pair.Found), all.Count(pair => pair.Same && pair.Found));
    }

    private static double Precision<TFound, TTrue>(TFound[] found, TTrue[] truth)
    {
        double Share(int record)
        {
            int[] group = [.. Enumerable.Range(0, found.Length).Where(other => Equals(found[other], found[record]))];
            return group.Count(other => Equals(truth[other], truth[record])) / (double)group.Length;
        }

        return Enumerable.Range(0, found.Length).Average(Share);
    }

    private static DedupeResult Result(
        int[] clusters, (int Left, int Right)[]? pairs = null, (int Left, int Right)[]? candidates = null)
    {
        string[] ids = [.. Enumerable.Range(0, clusters.Length).Select(place => $"{place:D7}")];
        return new DedupeResult(new MatchRecord[clusters.Length], ids, (_, _) => new MatchExplanation(0, 0, []))
        {
            Pairs = [.. (pairs ?? []).Select(pair => new ScoredPair(pair.Left, pair.Right, 1))],
            ClusterOf = clusters,
            Candidates = candidates ?? [],
            CandidateCount = candidates?.Length ?? 0,
            TooCommonKeys = 0,
            Model = Model,
        };
    }
}
