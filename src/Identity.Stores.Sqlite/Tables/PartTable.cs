using Identity.Core.Profiles;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>What may be released of parts of persons that fuzzy links join.</summary>
internal static class PartTable
{
    private static readonly Query Select = new("SELECT profile FROM parts WHERE workspace = ?1 AND firm_id = ?2");

    private static readonly Query Upsert = new(
        """
        INSERT INTO parts (workspace, firm_id, profile) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace, firm_id) DO UPDATE SET profile = ?3 WHERE profile <> ?3
        """);

    private static readonly Query Delete = new("DELETE FROM parts WHERE workspace = ?1 AND firm_id = ?2");

    public static Summary? Find(Connection connection, long workspace, long firmId)
    {
        using Statement row = connection.Prepare(Select).Bind(workspace).Bind(firmId);
        return row.Read() ? StoredSummary.Parse(row.Text()) : null;
    }

    public static void Put(
        Connection connection, long workspace, IReadOnlyCollection<(long FirmId, Summary Profile)> parts)
    {
        using Statement upsert = connection.Prepare(Upsert);
        foreach ((long firmId, Summary profile) in parts)
        {
            upsert.Bind(workspace).Bind(firmId).Bind(SummaryText.Write(profile)).ExecuteAndRebind();
        }
    }

    public static void Remove(Connection connection, long workspace, IReadOnlyCollection<long> parts)
    {
        using Statement delete = connection.Prepare(Delete);
        foreach (long part in parts) { delete.Bind(workspace).Bind(part).ExecuteAndRebind(); }
    }
}
