using System.Globalization;
using Identity.Cli.Output;
using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;

namespace Identity.Cli.Deduplicating;

/// <summary>Writes what a deduplication found, as tables that a spreadsheet opens without harm.</summary>
internal static class DedupeOutput
{
    private const string ClustersName = "clusters.csv";

    /// <summary>Where the clusters go: beside the pairs.</summary>
    public static string ClustersPathOf(string pairsPath) =>
        Path.Combine(Path.GetDirectoryName(pairsPath) ?? ".", ClustersName);

    /// <summary>Writes `left_id,right_id,score`, the best first, and the clusters.</summary>
    public static async Task WriteAsync(DedupeResult result, string pairsPath, CancellationToken cancellationToken)
    {
        await WriteAsync(pairsPath, "left_id,right_id,score", Pairs(result), cancellationToken);
        await WriteAsync(ClustersPathOf(pairsPath), "id,cluster_id", Clusters(result), cancellationToken);
    }

    private static IEnumerable<string[]> Pairs(DedupeResult result)
    {
        foreach (ScoredPair pair in result.Pairs.OrderByDescending(pair => pair.Bits)
            .ThenBy(pair => pair.Left).ThenBy(pair => pair.Right))
        {
            (string left, string right) = (result.Ids[pair.Left], result.Ids[pair.Right]);
            if (DedupeInput.FileOf(left) > DedupeInput.FileOf(right)) { (left, right) = (right, left); }
            string score = MatchModel.ProbabilityOf(pair.Bits).ToString("0.######", CultureInfo.InvariantCulture);
            yield return [DedupeInput.IdOf(left), DedupeInput.IdOf(right), score];
        }
    }

    // Clusters are numbered in the order of their smallest id.
    private static IEnumerable<string[]> Clusters(DedupeResult result)
    {
        var numbers = new Dictionary<int, int>();
        for (int place = 0; place < result.Count; place++)
        {
            int cluster = result.ClusterOf[place];
            if (!numbers.TryGetValue(cluster, out int number)) { numbers.Add(cluster, number = numbers.Count + 1); }
            yield return [DedupeInput.IdOf(result.Ids[place]), number.ToString(CultureInfo.InvariantCulture)];
        }
    }

    private static async Task WriteAsync(
        string path, string header, IEnumerable<string[]> rows, CancellationToken cancellationToken)
    {
        // Beside its place until it is whole: whoever reads a result reads all of it.
        string draft = $"{path}.part";
        await using (var writer = new StreamWriter(draft))
        {
            await writer.WriteLineAsync(header);
            foreach (string[] row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writer.WriteLineAsync(SpreadsheetText.Row(row));
            }
        }

        File.Move(draft, path, overwrite: true);
    }
}
