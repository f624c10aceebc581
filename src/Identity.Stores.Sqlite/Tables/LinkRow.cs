using Identity.Core;
using Identity.Core.Resolution;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>A link as a row: columns, parameters and reads in one order.</summary>
internal static class LinkRow
{
    /// <summary>Without the workspace, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        a, b, cluster_id, device_first_at, device_last_at, device_count,
        remembered_first_at, remembered_last_at, remembered_count,
        authenticated_first_at, authenticated_last_at, authenticated_count, sources, suppressed
        """;

    private const string SetUnindexed =
        """
        device_first_at = ?5, device_last_at = ?6, device_count = ?7,
        remembered_first_at = ?8, remembered_last_at = ?9, remembered_count = ?10,
        authenticated_first_at = ?11, authenticated_last_at = ?12, authenticated_count = ?13,
        sources = ?14, suppressed = ?15
        """;

    /// <summary>Writes a link that is known in the same cluster; else does nothing.</summary>
    public static readonly Query UpdateUnindexed = new(
        $"UPDATE links SET {SetUnindexed} WHERE workspace = ?1 AND a = ?2 AND b = ?3 AND cluster_id = ?4");

    /// <summary>Writes a link, new or known. The same parameters.</summary>
    public static readonly Query Upsert = new(
        $"""
        INSERT INTO links (workspace, {Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
        ON CONFLICT (workspace, a, b) DO UPDATE SET cluster_id = ?4, {SetUnindexed}
        """);

    /// <summary>Binds all but the workspace.</summary>
    public static void Bind(Statement statement, LinkRecord link)
    {
        statement.Bind(link.A).Bind(link.B).Bind(link.ClusterId);
        Bind(statement, link.Device);
        Bind(statement, link.Remembered);
        Bind(statement, link.Authenticated);
        statement.Bind(link.Sources.ToString()).Bind(link.Suppressed);
    }

    public static LinkRecord Read(Statement row) => new()
    {
        A = row.Long(),
        B = row.Long(),
        ClusterId = row.Long(),
        Device = ReadEvidence(row),
        Remembered = ReadEvidence(row),
        Authenticated = ReadEvidence(row),
        Sources = SourceSet.Parse(row.Text()),
        Suppressed = row.OptionalText(),
    };

    private static void Bind(Statement statement, LinkEvidence evidence)
    {
        if (evidence.IsNone)
        {
            statement.BindNull().BindNull();
        }
        else
        {
            statement.Bind(evidence.First).Bind(evidence.Last);
        }

        statement.Bind(evidence.Count);
    }

    private static LinkEvidence ReadEvidence(Statement row) =>
        new(row.MomentOr(default), row.MomentOr(default), row.Int());
}
