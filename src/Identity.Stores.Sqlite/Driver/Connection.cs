using Identity.Core;
using SQLitePCL;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// A connection with its prepared statements: each is prepared at its first use and kept. Not thread-safe; the pools
/// hand it to one transaction at a time.
/// </summary>
internal sealed class Connection : IDisposable
{
    /// <summary>How long a statement waits for another process that holds a lock.</summary>
    public const int BusyTimeoutMs = 5_000;

    private static readonly Query RollbackAll = new("ROLLBACK");

    private readonly sqlite3 _database;
    private Statement?[] _statements = new Statement?[Query.Count];

    private Connection(sqlite3 database) => _database = database;

    /// <summary>A statement failed since the transaction began, so that it may have been done in part.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The file had the newest tables when this connection last looked.</summary>
    public bool HasNewestTables { get; set; }

    /// <summary>A transaction is open; SQLite itself ends it after some failures.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Opens a file that exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Statements that set the connection up, separated by semicolons.</param>
    public static Connection Open(string path, string settings)
    {
        // No mutex of SQLite's own: a connection is never used by two threads at once.
        int result = raw.sqlite3_open_v2(
            path, out sqlite3 database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(database);
        try
        {
            connection.Check(result);
            connection.Check(raw.sqlite3_extended_result_codes(database, 1));
            connection.Check(raw.sqlite3_busy_timeout(database, BusyTimeoutMs));
            connection.RunScript(settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The prepared statement, ready to be bound. It must be disposed of, which makes it free again.</summary>
    public Statement Prepare(Query query)
    {
        if (query.Number >= _statements.Length) { Array.Resize(ref _statements, Query.Count); }
        Statement statement = _statements[query.Number] ??= Compile(query);
        statement.Begin();
        return statement;
    }

    /// <summary>Runs a statement without parameters and rows.</summary>
    public void Run(Query query)
    {
        using Statement statement = Prepare(query);
        statement.Execute();
    }

    /// <summary>Begins a transaction.</summary>
    public void Begin(Query begin)
    {
        HasFailed = false;
        Run(begin);
    }

    /// <summary>Runs statements that are not kept.</summary>
    public void RunScript(string text) => Check(raw.sqlite3_exec(_database, text));

    /// <summary>Ends an open transaction without a trace. Never throws: the transaction is gone either way.</summary>
    public void Rollback()
    {
        if (IsInTransaction && !TryRun(RollbackAll)) { _ = raw.sqlite3_exec(_database, "ROLLBACK"); }
        HasFailed = false;
    }

    public void Dispose()
    {
        foreach (Statement? statement in _statements) { statement?.Close(); }
        _ = raw.sqlite3_close_v2(_database);
    }

    /// <summary>How many rows the last statement wrote.</summary>
    internal int Changes() => raw.sqlite3_changes(_database);

    /// <summary>Throws when a result code means failure.</summary>
    internal void Check(int result)
    {
        if (result is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) { return; }
        HasFailed = true;
        throw Failures.Of(result);
    }

    private bool TryRun(Query query)
    {
        try
        {
            Run(query);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private Statement Compile(Query query)
    {
        Check(raw.sqlite3_prepare_v3(_database, query.Text, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt handle));
        Invariant.Check(raw.sqlite3_bind_parameter_count(handle) <= Statement.ParametersMax, "Statements are small.");
        return new Statement(this, handle);
    }
}
