using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Core.Resolution;

/// <summary>
/// Adds observations to a graph: facts about identifiers, and links between them. A sum, in any order.
/// </summary>
public static class EvidenceFold
{
    /// <summary>The graph of all observations. Equal observations must have been removed before.</summary>
    public static Graph FoldAll(IReadOnlyCollection<Observation> observations, WorkspaceRules rules, Epochs epochs)
    {
        var graph = new Graph();
        foreach (Observation observation in observations) { Add(graph, observation, rules, epochs); }
        graph.CountUniqueSeen();
        return graph;
    }

    /// <summary>Adds one observation: its mentions and, of the identifiers that can be linked, all pairs.</summary>
    public static void Add(Graph graph, Observation observation, WorkspaceRules rules, Epochs epochs)
    {
        IReadOnlyList<Mentioned> items = observation.Identifiers;
        var nodes = new Node[items.Count];
        for (int index = 0; index < items.Count; index++)
        {
            nodes[index] = graph.NodeOf(KeyOf(items[index], observation.OccurredAt, epochs), rules);
            nodes[index].Facts = nodes[index].Facts.With(MentionOf(items[index], observation));
        }

        for (int left = 0; left < items.Count; left++)
        {
            for (int right = left + 1; right < items.Count; right++)
            {
                if (!items[left].Rule.Links || !items[right].Rule.Links) { continue; }
                graph.LinkOf(nodes[left], nodes[right]).Add(
                    observation.PairLevel(items[left], items[right]), observation.OccurredAt, observation.Source);
            }
        }
    }

    /// <summary>The identifier that a mention means: its value in the epoch of the moment.</summary>
    public static IdentifierKey KeyOf(Mentioned item, DateTimeOffset seenAt, Epochs epochs) =>
        new(item.Rule.Name, item.Value, epochs.At(item.Rule.Name, item.Value, seenAt));

    /// <summary>What an observation says about one of its identifiers.</summary>
    public static Mention MentionOf(Mentioned item, Observation observation) =>
        new(observation.OccurredAt, observation.Level, item.Claimed, observation.Source, item.Shown);
}
