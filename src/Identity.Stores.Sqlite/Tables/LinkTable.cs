using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Links, by their ends and by the cluster that they hold together.</summary>
internal static class LinkTable
{
    // Up to here each pair is looked up; above, a walk along every identifier's links costs less.
    private const int PairwiseMax = 16;

    private static readonly Query ByPair = Select("links", "a = ?2 AND b = ?3");
    private static readonly Query ByA = Select("links", "a = ?2");
    private static readonly Query ByB = Select("links INDEXED BY links_by_b", "b = ?2");

    private static readonly Query ByCluster = Select(
        "links INDEXED BY links_by_cluster", "cluster_id = ?2 AND cluster_id <> 0");

    private static readonly Query VouchedValues = new(
        """
        SELECT count(*) FROM (
            SELECT DISTINCT value FROM (
                SELECT other.value FROM links CROSS JOIN identifiers AS other
                    ON other.workspace = links.workspace AND other.id = links.b
                WHERE links.workspace = ?1 AND links.a = ?2 AND other.namespace = ?3
                  AND (links.remembered_count > 0 OR links.authenticated_count > 0)
                UNION ALL
                SELECT other.value FROM links INDEXED BY links_by_b CROSS JOIN identifiers AS other
                    ON other.workspace = links.workspace AND other.id = links.a
                WHERE links.workspace = ?1 AND links.b = ?2 AND other.namespace = ?3
                  AND (links.remembered_count > 0 OR links.authenticated_count > 0))
            LIMIT ?4 + 0)
        """);

    private static readonly Query DeleteByA = new("DELETE FROM links WHERE workspace = ?1 AND a = ?2");

    private static readonly Query DeleteByB = new(
        "DELETE FROM links INDEXED BY links_by_b WHERE workspace = ?1 AND b = ?2");

    public static IReadOnlyList<LinkRecord> OfClusters(
        Connection connection, long workspace, IReadOnlyCollection<long> clusters)
    {
        var found = new List<LinkRecord>();
        using Statement rows = connection.Prepare(ByCluster);
        foreach (long cluster in Distinct.Ids(clusters))
        {
            rows.Bind(workspace).Bind(cluster);
            ReadAll(rows, found);
        }

        return found;
    }

    public static IReadOnlyList<LinkRecord> Among(
        Connection connection, long workspace, IReadOnlyCollection<long> identifiers)
    {
        long[] ids = [.. Distinct.Ids(identifiers)];
        Array.Sort(ids);
        return ids.Length <= PairwiseMax
            ? AmongPairs(connection, workspace, ids)
            : AmongMany(connection, workspace, ids);
    }

    public static IReadOnlyList<LinkRecord> OfIdentifier(Connection connection, long workspace, long identifier)
    {
        var found = new List<LinkRecord>();
        foreach (Query query in (Query[])[ByA, ByB])
        {
            using Statement rows = connection.Prepare(query).Bind(workspace).Bind(identifier);
            ReadAll(rows, found);
        }

        return found;
    }

    public static int CountVouchedValues(
        Connection connection, long workspace, long identifier, string @namespace, int limit)
    {
        using Statement row = connection.Prepare(VouchedValues)
            .Bind(workspace).Bind(identifier).Bind(@namespace).Bind(limit);
        row.Read();
        return row.Int();
    }

    public static void Put(Connection connection, long workspace, IReadOnlyCollection<LinkRecord> links)
    {
        foreach (LinkRecord link in links)
        {
            if (!Write(connection, LinkRow.UpdateUnindexed, workspace, link))
            {
                Write(connection, LinkRow.Upsert, workspace, link);
            }
        }
    }

    public static void RemoveOf(Connection connection, long workspace, IReadOnlyCollection<long> identifiers)
    {
        foreach (Query query in (Query[])[DeleteByA, DeleteByB])
        {
            using Statement statement = connection.Prepare(query);
            foreach (long identifier in identifiers) { statement.Bind(workspace).Bind(identifier).ExecuteAndRebind(); }
        }
    }

    private static Query Select(string source, string condition) =>
        new($"SELECT {LinkRow.Columns} FROM {source} WHERE workspace = ?1 AND {condition}");

    private static List<LinkRecord> AmongPairs(Connection connection, long workspace, long[] ids)
    {
        var found = new List<LinkRecord>();
        using Statement rows = connection.Prepare(ByPair);
        for (int a = 0; a < ids.Length; a++)
        {
            for (int b = a + 1; b < ids.Length; b++)
            {
                rows.Bind(workspace).Bind(ids[a]).Bind(ids[b]);
                ReadAll(rows, found);
            }
        }

        return found;
    }

    private static List<LinkRecord> AmongMany(Connection connection, long workspace, long[] ids)
    {
        var found = new List<LinkRecord>();
        var wanted = new HashSet<long>(ids);
        using Statement rows = connection.Prepare(ByA);
        foreach (long a in ids)
        {
            rows.Bind(workspace).Bind(a);
            while (rows.Read())
            {
                LinkRecord link = LinkRow.Read(rows);
                if (wanted.Contains(link.B)) { found.Add(link); }
            }

            rows.Rebind();
        }

        return found;
    }

    private static bool Write(Connection connection, Query query, long workspace, LinkRecord link)
    {
        using Statement statement = connection.Prepare(query).Bind(workspace);
        LinkRow.Bind(statement, link);
        return statement.Execute() > 0;
    }

    private static void ReadAll(Statement rows, List<LinkRecord> found)
    {
        while (rows.Read()) { found.Add(LinkRow.Read(rows)); }
        rows.Rebind();
    }
}
