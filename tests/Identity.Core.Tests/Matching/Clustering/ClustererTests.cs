using Identity.Core.Matching.Blocking;
using Identity.Core.Matching.Clustering;
using Xunit;

namespace Identity.Core.Tests.Matching.Clustering;

/// <summary>How pairs become groups.</summary>
public sealed class ClustererTests
{
    [Fact]
    public void A_chain_of_likenesses_does_not_make_one_group()
    {
        // Neighbours are alike, all others are not.
        const int Count = 12;
        double Score(int one, int other) => Math.Abs(one - other) <= 1 ? 8 : -12;
        int[] groups = Cluster(Count, Score);
        Assert.Equal(Count / 2, groups.Distinct().Count());
        Assert.All(groups.CountBy(group => group), group => Assert.Equal(2, group.Value));

        // Control: what is connected by pairs alone is one group.
        Assert.Single(Connected(Count, Score).Distinct());
    }

    [Fact]
    public void Enough_agreement_outweighs_one_contradiction()
    {
        // All of five are alike, but for one pair.
        double Score(int one, int other) => (one, other) is (0, 4) or (4, 0) ? -10 : 9;
        Assert.Single(Cluster(5, Score).Distinct());
    }

    [Fact]
    public void No_pair_outweighs_all_others()
    {
        // Two pairs of two; one pair across is as sure as can be, the other three speak against.
        double Score(int one, int other) => (Math.Min(one, other), Math.Max(one, other)) switch
        {
            (0, 1) or (2, 3) => 180,
            (1, 2) => 150,
            _ => -8,
        };
        Assert.Equal([0, 0, 2, 2], Cluster(4, Score));
    }

    [Fact]
    public void Sources_without_duplicates_stay_apart()
    {
        int[] sources = [0, 1, 0, 1, 2];
        int[] groups = Cluster(5, (one, other) => 20 - Math.Abs(one - other), record => sources[record]);
        Assert.All(
            groups.Select((group, record) => (group, source: sources[record])).CountBy(item => item),
            item => Assert.Equal(1, item.Value));
        Assert.Single(Cluster(5, (one, other) => 20 - Math.Abs(one - other)).Distinct()); // Control.
    }

    [Fact]
    public void Nobody_is_joined_below_the_bound()
    {
        Assert.Equal([0, 1, 2], Cluster(3, (_, _) => 4.9, bitsMin: 5));
        Assert.Equal([0, 0, 0], Cluster(3, (_, _) => 5, bitsMin: 5));
        Assert.Empty(Cluster(0, (_, _) => 5));
    }

    [Theory]
    [InlineData(601)]
    [InlineData(602)]
    public void The_order_of_pairs_does_not_matter_and_groups_agree_on_the_whole(int seed)
    {
        var random = new Random(seed);
        int joined = 0;
        for (int round = 0; round < 300; round++)
        {
            int count = random.Next(2, 9);
            var scores = new Dictionary<(int, int), double>();
            double Score(int one, int other) => scores[(Math.Min(one, other), Math.Max(one, other))];
            foreach ((int, int) pair in Pairs(count)) { scores[pair] = random.Next(-12, 13); }
            int[] groups = Cluster(count, Score);
            string where = $"seed {seed}, round {round}";
            for (int order = 0; order < 3; order++)
            {
                (int, int)[] shuffled = [.. Pairs(count)];
                random.Shuffle(shuffled);
                Assert.True(groups.SequenceEqual(Cluster(count, Score, shuffled)), where);
            }

            foreach (IGrouping<int, int> group in Enumerable.Range(0, count).GroupBy(record => groups[record]))
            {
                Assert.True(group.Key == group.Min(), where);
                double[] within = [.. Pairs(count).Where(pair => group.Contains(pair.One) && group.Contains(pair.Other))
                    .Select(pair => Score(pair.One, pair.Other))];
                Assert.True(within.Length == 0 || within.Average() >= 0, where);
                joined += within.Length;
            }
        }

        Assert.NotEqual(0, joined);
    }

    private static int[] Cluster(
        int count, Func<int, int, double> score, Func<int, int>? sourceOf = null, double bitsMin = 0)
    {
        (PairList list, float[] scores) = Scored(Pairs(count), score);
        return Clusterer.Cluster(count, list, scores, bitsMin, score, sourceOf);
    }

    private static int[] Cluster(int count, Func<int, int, double> score, IEnumerable<(int, int)> pairs)
    {
        (PairList list, float[] scores) = Scored(pairs, score);
        return Clusterer.Cluster(count, list, scores, bitsMin: 0, score, uniqueSourceOf: null);
    }

    private static (PairList List, float[] Scores) Scored(
        IEnumerable<(int, int)> pairs, Func<int, int, double> score)
    {
        var list = new PairList();
        List<float> scores = [];
        foreach ((int one, int other) in pairs)
        {
            list.Add(one, other);
            scores.Add((float)score(one, other));
        }

        return (list, [.. scores]);
    }

    private static int[] Connected(int count, Func<int, int, double> score)
    {
        int[] groups = [.. Enumerable.Range(0, count)];
        foreach ((int one, int other) in Pairs(count).Where(pair => score(pair.One, pair.Other) >= 0))
        {
            int from = groups[other];
            for (int record = 0; record < count; record++)
            {
                if (groups[record] == from) { groups[record] = groups[one]; }
            }
        }

        return groups;
    }

    private static IEnumerable<(int One, int Other)> Pairs(int count) =>
        from one in Enumerable.Range(0, count)
        from other in Enumerable.Range(one + 1, count - one - 1)
        select (one, other);
}
