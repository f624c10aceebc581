using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Reference;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>The product's rule gives what its independent transcription gives, over random histories.</summary>
public sealed class ReferenceTests
{
    private const int Histories = 6_000;

    [Fact]
    public void The_rule_equals_its_transcription_on_random_histories_that_meet_everything()
    {
        var coverage = new Coverage();
        Console.WriteLine($"Seeds from {Seeds.First}.");
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            WholeGraph graph = Check(history);
            coverage.Count(history);
            coverage.Count(graph);
            WholeGraph retracted = Check(Retracted(history));
            coverage.Count(retracted);
            coverage.Count("retraction");
            CountFlips(coverage, graph, retracted);
            WholeGraph later = Check(history with { Now = history.Now.AddMinutes(10) });
            coverage.Count(later);
            coverage.Count("expiry while time goes on", Expired(later) - Expired(graph));
            History shuffled = ShuffledWithCopies(history);
            coverage.Count("duplicate", shuffled.Sent.Count - history.Sent.Count);
            AssertSame(CoreAnswer.Of(graph), CoreAnswer.Of(Deduplicated(shuffled)), history);
        }

        coverage.Check();
    }

    private static History ShuffledWithCopies(History history)
    {
        var random = new Random(history.Seed);
        Sent[] sent = [.. history.Sent, .. history.Sent.Where(_ => random.Next(3) == 0)];
        random.Shuffle(sent);
        return history with { Sent = sent };
    }

    private static History Deduplicated(History history) =>
        history with { Sent = [.. history.Sent.DistinctBy(sent => (sent.Raw.Source, sent.Raw.MessageId))] };

    private static History Retracted(History history)
    {
        var random = new Random(history.Seed);
        return history with { Sent = [.. history.Sent.Where(_ => random.Next(2) != 0)] };
    }

    private static WholeGraph Check(History history)
    {
        WholeGraph graph = CoreAnswer.Resolve(history);
        if (!CoreAnswer.Of(graph).SequenceEqual(Expected(history)))
        {
            History smallest = Shrinker.Shrink(
                history, smaller => !CoreAnswer.Of(smaller).SequenceEqual(Expected(smaller)));
            AssertSame(Expected(smallest), CoreAnswer.Of(smallest), smallest);
        }

        return graph;
    }

    private static IReadOnlyList<string> Expected(History history) =>
        new ReferenceRule(history.Observations, history.Rules, history.Decisions, history.Now).Answer(CoreAnswer.Ids);

    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual, History history)
    {
        if (expected.SequenceEqual(actual)) { return; }
        string[] nl = [Environment.NewLine + "  "];
        Assert.Fail($"{history}expected:{nl[0]}{string.Join(nl[0], expected.Except(actual))}{Environment.NewLine}"
            + $"actual:{nl[0]}{string.Join(nl[0], actual.Except(expected))}");
    }

    private static int Expired(WholeGraph graph) =>
        graph.Resolution.Excluded.Count(node => node.Value == SuppressionReason.Expired);

    private static void CountFlips(Coverage coverage, WholeGraph before, WholeGraph after)
    {
        foreach (Node node in before.Graph.Nodes)
        {
            bool was = before.Resolution.Excluded.GetValueOrDefault(node) == SuppressionReason.Shared;
            bool isStill = after.Graph.TryGetNode(node.Key, out Node? same)
                && after.Resolution.Excluded.GetValueOrDefault(same) == SuppressionReason.Shared;
            if (was != isStill) { coverage.Count("shared flip"); }
        }
    }
}
