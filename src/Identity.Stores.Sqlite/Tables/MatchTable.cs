using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Pairs of identifiers whose records look like one person's.</summary>
internal static class MatchTable
{
    private const string Columns = "a, b, grade, source_a, source_b, is_link, cluster_id, suppressed";

    private static readonly Query ByA = Select("matches", "a = ?2");
    private static readonly Query ByB = Select("matches INDEXED BY matches_by_b", "b = ?2");

    private static readonly Query ByCluster = Select(
        "matches INDEXED BY matches_by_cluster", "cluster_id = ?2 AND cluster_id <> 0");

    private static readonly Query Upsert = new(
        $"""
        INSERT INTO matches (workspace, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (workspace, a, b) DO UPDATE SET grade = ?4, source_a = ?5, source_b = ?6, is_link = ?7,
            cluster_id = ?8, suppressed = ?9
        """);

    private static readonly Query Delete = new("DELETE FROM matches WHERE workspace = ?1 AND a = ?2 AND b = ?3");

    public static IReadOnlyList<MatchedPair> OfIdentifiers(
        Connection connection, long workspace, IReadOnlyCollection<long> identifiers)
    {
        var found = new List<MatchedPair>();
        var seen = new HashSet<(long, long)>();
        foreach (Query query in (Query[])[ByA, ByB])
        {
            using Statement rows = connection.Prepare(query);
            foreach (long id in Distinct.Ids(identifiers))
            {
                rows.Bind(workspace).Bind(id);
                while (rows.Read())
                {
                    MatchedPair pair = Read(rows);
                    if (seen.Add((pair.A, pair.B))) { found.Add(pair); }
                }

                rows.Rebind();
            }
        }

        return found;
    }

    public static IReadOnlyList<MatchedPair> OfClusters(
        Connection connection, long workspace, IReadOnlyCollection<long> clusters)
    {
        var found = new List<MatchedPair>();
        using Statement rows = connection.Prepare(ByCluster);
        foreach (long cluster in Distinct.Ids(clusters))
        {
            rows.Bind(workspace).Bind(cluster);
            while (rows.Read()) { found.Add(Read(rows)); }
            rows.Rebind();
        }

        return found;
    }

    public static void Put(Connection connection, long workspace, IReadOnlyCollection<MatchedPair> pairs)
    {
        using Statement upsert = connection.Prepare(Upsert);
        foreach (MatchedPair pair in pairs)
        {
            upsert.Bind(workspace).Bind(pair.A).Bind(pair.B).Bind(pair.Grade).Bind(pair.SourceA).Bind(pair.SourceB)
                .Bind(pair.IsLink).Bind(pair.ClusterId).Bind(pair.Suppressed).ExecuteAndRebind();
        }
    }

    public static void Remove(Connection connection, long workspace, IReadOnlyCollection<(long A, long B)> pairs)
    {
        using Statement delete = connection.Prepare(Delete);
        foreach ((long a, long b) in pairs) { delete.Bind(workspace).Bind(a).Bind(b).ExecuteAndRebind(); }
    }

    private static Query Select(string source, string condition) =>
        new($"SELECT {Columns} FROM {source} WHERE workspace = ?1 AND {condition}");

    private static MatchedPair Read(Statement row) => new()
    {
        A = row.Long(),
        B = row.Long(),
        Grade = row.Int(),
        SourceA = row.Text(),
        SourceB = row.Text(),
        IsLink = row.Bool(),
        ClusterId = row.Long(),
        Suppressed = row.OptionalText(),
    };
}
