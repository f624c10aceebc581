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

    private const int BusyPauseMs = 5;

    private static readonly Query RollbackAll = new("ROLLBACK");
    private static readonly Query BeginImmediate = new("BEGIN IMMEDIATE");
    private static readonly Query MoveLog = new("PRAGMA wal_checkpoint(TRUNCATE)");

    private readonly sqlite3 _database;
    private Statement?[] _statements = new Statement?[Query.Count];
    private int _changesBefore;
    private bool _isLogMoved;

    private Connection(sqlite3 database, bool isForWriting) => (_database, IsForWriting) = (database, isForWriting);

    public bool IsForWriting { get; }

    /// <summary>A statement failed since the transaction began, so that it may have been done in part.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The last failure of the store since the last transaction began; null when there was none.</summary>
    public StoreException? Failure { get; private set; }

    /// <summary>
    /// A file could not be read, written or synced, so the connection is closed and not used again: what it holds of
    /// the files may not be what is on disk.
    /// </summary>
    public bool IsBroken { get; private set; }

    /// <summary>Something was written since the last transaction began.</summary>
    public bool HasWritten => raw.sqlite3_total_changes(_database) != _changesBefore;

    /// <summary>The file had the newest tables when this connection last looked.</summary>
    public bool HasNewestTables { get; set; }

    /// <summary>Is told what is run; null, as always but in measurements, tells nobody.</summary>
    public IStatementJournal? Journal { get; init; }

    /// <summary>A transaction is open; SQLite itself ends it after some failures.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Opens a file that exists, and may be written to when that is what it is for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Statements that set the connection up, separated by semicolons.</param>
    /// <param name="isForWriting">It is the one that writes.</param>
    /// <param name="journal">Is told what is run, from after the settings on; null for nobody.</param>
    public static Connection Open(
        string path, string settings, bool isForWriting, IStatementJournal? journal = null)
    {
        // No mutex of SQLite's own: a connection is never used by two threads at once.
        int result = raw.sqlite3_open_v2(
            path, out sqlite3 database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(database, isForWriting) { Journal = journal };
        try
        {
            connection.Check(result);
            if (isForWriting) { connection.RefuseReadOnlyFile(); }
            connection.Check(raw.sqlite3_extended_result_codes(database, 1));
            connection.Check(raw.sqlite3_busy_timeout(database, BusyTimeoutMs));
            connection.SetUp(settings);
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
        Journal?.Began(query);
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
        (HasFailed, Failure) = (false, null);
        _changesBefore = raw.sqlite3_total_changes(_database);
        if (IsForWriting && !_isLogMoved) { MoveLogIntoFile(); }
        Run(begin);
    }

    // SQLite does not wait, as it does elsewhere, for another that gives a new file its log at the same moment.
    private void SetUp(string settings)
    {
        using var pause = new ManualResetEventSlim();
        int result = raw.sqlite3_exec(_database, settings);
        for (int waited = 0; (result & 0xFF) == raw.SQLITE_BUSY && waited < BusyTimeoutMs; waited += BusyPauseMs)
        {
            pause.Wait(BusyPauseMs);
            result = raw.sqlite3_exec(_database, settings);
        }

        Check(result);
    }

    /// <summary>Runs statements that are not kept.</summary>
    public void RunScript(string text) => Check(raw.sqlite3_exec(_database, text));

    /// <summary>Throws when the system does not let the log be written to.</summary>
    public void RefuseReadOnlyLog()
    {
        try
        {
            Run(BeginImmediate);
        }
        catch (StoreUnavailableException)
        {
            // Somebody else is writing, who may.
        }
        finally
        {
            Rollback();
        }
    }

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
        Exception failure = Failures.Of(result, Native.SystemErrorOf(_database));
        Failure = failure as StoreException ?? Failure;
        IsBroken |= Failures.IsOfFiles(result);
        throw failure;
    }

    // After a sync that failed, and a kill of the process, the system still shows what never reached the disk, and
    // calls it clean: it is never written again. What is then committed behind it in the log would end with it at the
    // next loss of power. So a log that was found is moved into the file, which writes and syncs it anew, before
    // anything is added. Readers may hold a part of it up; then it is as good as it gets.
    private void MoveLogIntoFile()
    {
        using Statement row = Prepare(MoveLog);
        row.Execute();
        _isLogMoved = true;
    }

    // SQLite would open it for reading, and leave a log behind that may not be written to either.
    private void RefuseReadOnlyFile()
    {
        if (raw.sqlite3_db_readonly(_database, "main") == 1) { throw Failures.Of(raw.SQLITE_READONLY); }
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
        return new Statement(this, handle, query);
    }
}
