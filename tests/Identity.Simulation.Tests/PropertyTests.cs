using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// What holds for every history, whatever the persons are. The numbers are those of docs/resolution.md.
/// </summary>
public sealed class PropertyTests
{
    private const int Histories = 1_500;

    // 3
    [Fact]
    public void No_person_holds_more_values_than_are_allowed_or_both_ends_of_an_apart() => ForEach(history =>
    {
        WholeGraph graph = CoreAnswer.Resolve(history);
        foreach (Group person in graph.Persons.Keys)
        {
            foreach (IGrouping<NamespaceRule, Node> values in person.Members.GroupBy(member => member.Rule))
            {
                int count = values.Select(member => member.Key.Value).Distinct().Count();
                if (values.Key.Unique > 0 && count > values.Key.Unique) { return $"{values.Key.Name}: {count} values"; }
            }

            HashSet<IdentifierKey> keys = [.. person.Members.Select(member => member.Key)];
            Decision? apart = history.Decisions.FirstOrDefault(decision => decision.Verdict == Verdict.Apart
                && decision.A != decision.B && keys.Contains(decision.A) && keys.Contains(decision.B));
            if (apart is not null) { return $"{apart.Id} is not kept"; }
        }

        return null;
    });

    // 4
    [Fact]
    public void Every_identifier_has_one_person_tied_by_kept_links_or_decisions() => ForEach(history =>
    {
        WholeGraph graph = CoreAnswer.Resolve(history);
        var tied = new Dictionary<Node, HashSet<Node>>();
        foreach (Node node in graph.Graph.Nodes.Where(node => node.Rule.Links)) { tied.Add(node, [node]); }
        foreach (Link link in graph.Graph.Links.Where(graph.Resolution.IsKept)) { Tie(tied, link.A, link.B); }
        foreach (DecisionOutcome outcome in graph.Resolution.Decisions.Where(outcome => outcome.Suppression is null))
        {
            Tie(tied, outcome.A, outcome.B);
        }

        foreach ((Node node, HashSet<Node> component) in tied)
        {
            int persons = graph.Persons.Keys.Count(person => person.Members.Contains(node));
            if (persons != 1) { return $"{node.Key} has {persons} persons"; }
            bool isTied = component.SetEquals(graph.Resolution.GroupOf[node].Members);
            if (!isTied) { return $"{node.Key} is tied otherwise"; }
        }

        return null;
    });

    // 7
    [Fact]
    public void Every_id_ever_handed_out_leads_to_exactly_one_person() => ForEach(history =>
    {
        if (history.Sent.Count > 50) { return null; }
        var handedOut = new HashSet<Guid>();
        for (int count = 1; count <= history.Sent.Count; count++)
        {
            WholeGraph graph = CoreAnswer.Resolve(history with { Sent = [.. history.Sent.Take(count)] });
            handedOut.UnionWith(graph.Persons.Values);
            foreach (Guid id in handedOut)
            {
                if (graph.Persons.Values.Count(current => current == graph.Follow(id)) != 1) { return $"{id} is lost"; }
            }

            if (graph.Persons.Values.Any(id => graph.Follow(id) != id)) { return "an id leads elsewhere"; }
        }

        return null;
    });

    // 10
    [Fact]
    public void Nothing_that_strangers_send_with_a_public_key_changes_an_established_person() => ForEach(history =>
    {
        HashSet<IdentifierKey> known = [.. CoreAnswer.Resolve(history).Graph.Nodes.Select(node => node.Key)];
        // A decision on an identifier that nobody has seen yet waits for it, and a claim is enough to see it.
        history = history with
        {
            Decisions = [.. history.Decisions.Where(item => known.Contains(item.A) && known.Contains(item.B))],
        };
        History visited = history with
        {
            Sent = [.. history.Sent, .. HistoryGenerator.MakePublic(history.Seed + 1, history.Rules)],
        };
        IReadOnlyList<string> lost = [.. Established(history).Except(Established(visited))];
        return lost.Count == 0 ? null : $"{string.Join(Environment.NewLine, lost)}{Environment.NewLine}by {visited}";
    });

    private static IReadOnlyList<string> Established(History history)
    {
        WholeGraph graph = CoreAnswer.Resolve(history);
        return
        [
            .. graph.Persons.Where(person => person.Key.IsEstablished).Select(person => $"{person.Value}: "
                + string.Join(' ', person.Key.Members.Select(member => member.Key.ToString())
                    .Order(StringComparer.Ordinal))),
        ];
    }

    private static void Tie(Dictionary<Node, HashSet<Node>> tied, Node a, Node b)
    {
        HashSet<Node> left = tied[a];
        HashSet<Node> right = tied[b];
        if (ReferenceEquals(left, right)) { return; }
        left.UnionWith(right);
        foreach (Node node in right) { tied[node] = left; }
    }

    // The check says what is wrong, or null.
    private static void ForEach(Func<History, string?> check)
    {
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (check(history) is null) { continue; }
            History smallest = Shrinker.Shrink(history, smaller => check(smaller) is not null);
            Assert.Fail($"{check(smallest)}{Environment.NewLine}{smallest}");
        }
    }
}
