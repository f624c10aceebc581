using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>All that follows from the observations of a workspace, and can be made from them again.</summary>
internal static class DerivedTables
{
    private static readonly Query[] Deletes =
    [
        new("DELETE FROM identifiers WHERE workspace = ?1"),
        new("DELETE FROM links WHERE workspace = ?1"),
        new("DELETE FROM mentions WHERE workspace = ?1"),
        new("DELETE FROM summaries WHERE workspace = ?1"),
        new("DELETE FROM logins WHERE workspace = ?1"),
        new("DELETE FROM epochs WHERE workspace = ?1"),
        new("DELETE FROM residences WHERE workspace = ?1"),
        new("DELETE FROM persons WHERE workspace = ?1"),
        new("DELETE FROM profiles WHERE workspace = ?1"),
        new("DELETE FROM parts WHERE workspace = ?1"),
        new("DELETE FROM match_entries WHERE workspace = ?1"),
        new("DELETE FROM match_keys WHERE workspace = ?1"),
        new("DELETE FROM matches WHERE workspace = ?1"),
    ];

    private static readonly Query EndOpen = new(
        "UPDATE multi_occupancies SET until_at = ?2 WHERE workspace = ?1 AND until_at IS NULL");

    public static void Clear(Connection connection, long workspace)
    {
        foreach (Query query in Deletes)
        {
            using Statement delete = connection.Prepare(query).Bind(workspace);
            delete.Execute();
        }
    }

    /// <summary>What those at addresses were is no longer so.</summary>
    public static void EndMultiOccupancies(Connection connection, long workspace, DateTimeOffset moment)
    {
        using Statement end = connection.Prepare(EndOpen).Bind(workspace).Bind(moment);
        end.Execute();
    }
}
