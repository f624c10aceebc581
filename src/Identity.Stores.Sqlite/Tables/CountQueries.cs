using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Counts over whole tables of a workspace: they cost more, the more it holds.</summary>
internal static class CountQueries
{
    private static readonly Query Observations = new("SELECT count(*) FROM observations WHERE workspace = ?1");
    private static readonly Query Identifiers = new("SELECT count(*) FROM identifiers WHERE workspace = ?1");
    private static readonly Query Links = new("SELECT count(*) FROM links WHERE workspace = ?1");
    private static readonly Query Persons = new("SELECT count(*) FROM persons WHERE workspace = ?1");

    private static readonly Query Suppressed = new(
        """
        SELECT suppressed, count(*) FROM links WHERE workspace = ?1 AND suppressed IS NOT NULL
        GROUP BY suppressed ORDER BY suppressed
        """);

    public static StoreCounts Count(Connection connection, long workspace) => new(
        Count(connection, Observations, workspace),
        Count(connection, Identifiers, workspace),
        Count(connection, Links, workspace),
        CountSuppressed(connection, workspace),
        Count(connection, Persons, workspace));

    private static long Count(Connection connection, Query query, long workspace)
    {
        using Statement row = connection.Prepare(query).Bind(workspace);
        row.Read();
        return row.Long();
    }

    private static Dictionary<string, long> CountSuppressed(Connection connection, long workspace)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using Statement rows = connection.Prepare(Suppressed).Bind(workspace);
        while (rows.Read()) { counts.Add(rows.Text(), rows.Long()); }
        return counts;
    }
}
