using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Numbers that only go up.</summary>
internal static class CounterTable
{
    /// <summary>The place of a workspace's number, for what is counted over all of them.</summary>
    public const long WholeStore = 0;

    public const string Revision = "revision";
    public const string Sequence = "sequence";
    public const string IdentifierId = "identifier_id";

    /// <summary>Counts the decisions of stewards.</summary>
    public const string Decisions = "decisions";

    /// <summary>Counts the writes that only found out whether writing works again.</summary>
    public const string Probe = "probe";

    private static readonly Query Select = new("SELECT value FROM counters WHERE workspace = ?1 AND name = ?2");

    private static readonly Query Increase = new(
        """
        INSERT INTO counters (workspace, name, value) VALUES (?1, ?2, 1)
        ON CONFLICT (workspace, name) DO UPDATE SET value = value + 1
        RETURNING value
        """);

    private static readonly Query RaiseTo = new(
        """
        INSERT INTO counters (workspace, name, value) VALUES (?1, ?2, ?3)
        ON CONFLICT (workspace, name) DO UPDATE SET value = max(value, excluded.value)
        """);

    /// <summary>The last number; 0 before the first.</summary>
    public static long Value(Connection connection, long workspace, string name)
    {
        using Statement row = connection.Prepare(Select).Bind(workspace).Bind(name);
        return row.Read() ? row.Long() : 0;
    }

    /// <summary>The next number.</summary>
    public static long Next(Connection connection, long workspace, string name)
    {
        using Statement row = connection.Prepare(Increase).Bind(workspace).Bind(name);
        row.Read();
        long value = row.Long();
        row.Read(); // To its end, or the change would not be complete.
        return value;
    }

    /// <summary>Goes up to a number, and never down.</summary>
    public static void Raise(Connection connection, long workspace, string name, long value)
    {
        using Statement statement = connection.Prepare(RaiseTo).Bind(workspace).Bind(name).Bind(value);
        statement.Execute();
    }
}
