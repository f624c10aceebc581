using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Which rules were in force from when.</summary>
internal static class RulesTable
{
    private static readonly Query Insert = new(
        """
        INSERT INTO rules_history (workspace, rules_version, rules, in_force_at) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO NOTHING
        """);

    private static readonly Query SelectAt = new(
        """
        SELECT rules_version, rules, in_force_at FROM rules_history
        WHERE workspace = ?1 AND in_force_at <= ?2 ORDER BY rules_version DESC LIMIT 1
        """);

    public static void Put(Connection connection, long workspace, RulesRecord rules)
    {
        using Statement insert = connection.Prepare(Insert)
            .Bind(workspace).Bind(rules.Version).Bind(rules.Rules).Bind(rules.InForceAt);
        insert.Execute();
    }

    public static RulesRecord? At(Connection connection, long workspace, DateTimeOffset moment)
    {
        using Statement row = connection.Prepare(SelectAt).Bind(workspace).Bind(moment);
        return row.Read() ? new RulesRecord(row.Long(), row.OptionalText(), row.Moment()) : null;
    }
}
