using Identity.Core.Identifiers;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>When later epochs of values began.</summary>
internal static class EpochTable
{
    private static readonly Query ByValue = new(
        "SELECT epoch FROM epochs WHERE workspace = ?1 AND namespace = ?2 AND value = ?3 ORDER BY epoch");

    private static readonly Query Insert = new(
        "INSERT INTO epochs (workspace, namespace, value, epoch) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");

    public static IReadOnlyList<IdentifierKey> OfValues(
        Connection connection, long workspace, IReadOnlyCollection<IdentifierKey> values)
    {
        var found = new List<IdentifierKey>();
        using Statement rows = connection.Prepare(ByValue);
        foreach (IdentifierKey value in Distinct.Values(values))
        {
            rows.Bind(workspace).Bind(value.Namespace).Bind(value.Value);
            while (rows.Read()) { found.Add(value with { Epoch = rows.Long() }); }
            rows.Rebind();
        }

        return found;
    }

    public static void Put(Connection connection, long workspace, IdentifierKey epoch)
    {
        using Statement insert = connection.Prepare(Insert)
            .Bind(workspace).Bind(epoch.Namespace).Bind(epoch.Value).Bind(epoch.Epoch);
        insert.Execute();
    }
}
