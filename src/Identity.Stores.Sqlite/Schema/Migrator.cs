using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Schema;

/// <summary>Brings a file to the newest schema. Thread-safe as far as each call has a connection of its own.</summary>
internal static class Migrator
{
    private const string Table =
        """
        CREATE TABLE IF NOT EXISTS migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT;
        """;

    private static readonly Query HasTable =
        new("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'");

    private static readonly Query Version = new("PRAGMA user_version");
    private static readonly Query Applied = new("SELECT number, name, applied_at FROM migrations ORDER BY number");
    private static readonly Query Add = new("INSERT INTO migrations (number, name, applied_at) VALUES (?1, ?2, ?3)");
    private static readonly Query BeginExclusive = new("BEGIN EXCLUSIVE");
    private static readonly Query Commit = new("COMMIT");

    /// <summary>
    /// Throws unless the schema is there. The look at the file also fixes the state that a read transaction sees.
    /// </summary>
    public static void Check(Connection connection)
    {
        if (VersionOf(connection) < Migration.Newest)
        {
            throw new StoreUnavailableException(
                "The store's tables are missing or older than this program; run `identity migrate`.");
        }

        connection.HasNewestTables = true;
    }

    /// <summary>The same, but looks only until it was so once: tables never go back.</summary>
    public static void CheckOnce(Connection connection)
    {
        if (!connection.HasNewestTables) { Check(connection); }
    }

    /// <summary>The number of the newest migration that the file has; 0 when it has none.</summary>
    public static int VersionOf(Connection connection)
    {
        using Statement version = connection.Prepare(Version);
        version.Read();
        return version.Int();
    }

    /// <summary>What this program knows, and what the file has beyond that.</summary>
    public static IReadOnlyList<MigrationState> State(Connection connection)
    {
        Dictionary<int, MigrationState> applied = ReadApplied(connection);
        var states = new List<MigrationState>();
        foreach (Migration known in Migration.All)
        {
            bool isApplied = applied.Remove(known.Number, out MigrationState? state);
            states.Add(new MigrationState(known.Number, known.Name, isApplied ? state?.AppliedAt : null));
        }

        states.AddRange(applied.Values.OrderBy(state => state.Number));
        return states;
    }

    /// <summary>Applies what is missing, each step in a transaction of its own, and returns it.</summary>
    public static IReadOnlyList<MigrationState> Apply(Connection connection, TimeProvider clock)
    {
        var done = new List<MigrationState>();
        foreach (Migration migration in Migration.All)
        {
            if (ReadApplied(connection).ContainsKey(migration.Number)) { continue; }
            connection.Begin(BeginExclusive);
            try
            {
                // Another process may have done it while we waited for the lock.
                if (!ReadApplied(connection).ContainsKey(migration.Number))
                {
                    done.Add(Apply(connection, migration, clock.GetUtcNow()));
                }

                connection.Run(Commit);
            }
            finally
            {
                connection.Rollback();
            }
        }

        return done;
    }

    private static MigrationState Apply(Connection connection, Migration migration, DateTimeOffset now)
    {
        connection.RunScript(Table);
        connection.RunScript(migration.Text);
        using Statement add = connection.Prepare(Add);
        add.Bind(migration.Number).Bind(migration.Name).Bind(now).Execute();
        return new MigrationState(migration.Number, migration.Name, Core.Microseconds.Truncate(now));
    }

    private static Dictionary<int, MigrationState> ReadApplied(Connection connection)
    {
        var applied = new Dictionary<int, MigrationState>();
        if (!Exists(connection)) { return applied; }
        using Statement rows = connection.Prepare(Applied);
        while (rows.Read())
        {
            var state = new MigrationState(rows.Int(), rows.Text(), rows.Moment());
            applied.Add(state.Number, state);
        }

        return applied;
    }

    private static bool Exists(Connection connection)
    {
        using Statement table = connection.Prepare(HasTable);
        return table.Read();
    }
}
