using Identity.Core.Resolution;

namespace Identity.Application.Ingesting;

/// <summary>How many links, fuzzy ones included, may hold a cluster together.</summary>
internal static class ClusterBound
{
    public const int LinksMax = 5_000;

    /// <summary>A cluster of some of the nodes has more.</summary>
    public static bool IsExceeded(Graph graph, Resolution resolution, IReadOnlySet<Node> nodes)
    {
        if (graph.Links.Count + graph.FuzzyLinks.Count <= LinksMax) { return false; }
        foreach (IReadOnlyList<Node> cluster in resolution.Clusters(graph))
        {
            if (!cluster.Any(nodes.Contains)) { continue; }
            var members = cluster.ToHashSet();
            int links = graph.Links.Count(link => members.Contains(link.A) && resolution.HoldsCluster(link));
            int fuzzy = graph.FuzzyLinks.Count(link => members.Contains(link.A) && resolution.HoldsCluster(link));
            if (links + fuzzy > LinksMax) { return true; }
        }

        return false;
    }
}
