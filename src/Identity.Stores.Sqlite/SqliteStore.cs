using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Schema;
using Identity.Stores.Sqlite.Tables;

namespace Identity.Stores.Sqlite;

/// <summary>
/// The embedded store: one SQLite file with a write-ahead log, one writer, and readers that it does not hold up. A
/// commit is synced to disk before it returns. SQLite works in the caller's thread, so every task is complete when it
/// is returned, except where one waits for its turn; writes of workspaces and keys wait for an open write too. Other
/// processes may use the same file. Thread-safe.
/// </summary>
public sealed class SqliteStore : IIdentityStore, IWorkspaceStore, IStoreMigrations, IStoreCondition
{
    private readonly TimeProvider _clock;
    private readonly StoreCondition _condition;
    private readonly ConnectionPool _readers;
    private readonly ConnectionPool _writer;

    private SqliteStore(SqliteStoreOptions options, Connection writer, Connection[] readers)
    {
        _clock = options.Clock;
        var files = new OpenFiles(options.Path);
        _condition = new StoreCondition(files);
        _readers = new ConnectionPool(Reopening(StoreFile.OpenForReading), _condition, readers);
        _writer = new ConnectionPool(Reopening(StoreFile.OpenForWriting), _condition, writer);

        Func<Connection> Reopening(Func<string, IStatementJournal?, Connection> open) => () =>
        {
            files.Check();
            return open(options.Path, options.Journal);
        };
    }

    private SqliteStore(Connection connection)
    {
        _clock = TimeProvider.System;
        _condition = new StoreCondition(files: null);
        // A connection in memory cannot be opened twice; nothing is asked for a second one while it is out.
        _readers = _writer = new ConnectionPool(
            static () => throw new InvariantException("There is one."), _condition, connection);
    }

    /// <summary>Opens the file, and makes it when it is missing. Does not migrate it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of read connections is out of its bounds.</exception>
    /// <exception cref="StoreUnavailableException">The file cannot be opened.</exception>
    /// <exception cref="StoreFullException">It may not be written to, or there is no room to open it.</exception>
    /// <exception cref="StoreDamagedException">The file is not a store, or its log is without it.</exception>
    public static SqliteStore Open(SqliteStoreOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReadConnectionsMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReadConnectionsMax, 64);
        StoreFile.Ensure(options.Path);
        var open = new List<Connection>();
        try
        {
            open.Add(StoreFile.OpenForWriting(options.Path, options.Journal));
            open[0].RefuseReadOnlyLog();
            // All at once, so that none is missing when the process has used up its file descriptors. What is opened
            // late opens files late, so each reads something.
            for (int index = 0; index < options.ReadConnectionsMax; index++)
            {
                open.Add(StoreFile.OpenForReading(options.Path, options.Journal));
            }

            foreach (Connection connection in open) { _ = Migrator.VersionOf(connection); }
            return new SqliteStore(options, open[0], [.. open.Skip(1)]);
        }
        catch
        {
            foreach (Connection connection in open) { connection.Dispose(); }
            throw;
        }
    }

    /// <summary>
    /// Opens an empty store in memory that is gone when it is disposed of. It has one connection, so reads and writes
    /// take turns. Not migrated.
    /// </summary>
    public static SqliteStore OpenInMemory() => new(StoreFile.OpenInMemory());

    public async ValueTask<IWriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        SqliteWriteTransaction.Begin(_writer, await TakeWriterAsync(cancellationToken));

    public async ValueTask<IReadTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        SqliteReadTransaction.Begin(_readers, await _readers.TakeAsync(cancellationToken));

    public async ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken)
    {
        Connection connection = await _readers.TakeAsync(cancellationToken);
        try
        {
            Migrator.CheckOnce(connection);
            return VisitorTable.Find(connection, workspace, values);
        }
        finally
        {
            _readers.Return(connection);
        }
    }

    public async ValueTask<IReadOnlyList<WorkspaceRecord>> GetWorkspacesAsync(CancellationToken cancellationToken) =>
        await ReadAsync(WorkspaceTable.All, cancellationToken);

    public async ValueTask<IReadOnlyList<KeyRecord>> GetKeysAsync(CancellationToken cancellationToken) =>
        await ReadAsync(KeyTable.All, cancellationToken);

    public async ValueTask<WorkspaceRecord> AddWorkspaceAsync(
        WorkspaceRecord workspace, KeyRecord firstKey, CancellationToken cancellationToken) =>
        await WriteAsync(
            connection =>
            {
                WorkspaceRecord added = WorkspaceTable.Add(connection, workspace);
                KeyTable.Put(connection, firstKey with { Workspace = added.Number });
                RulesTable.Put(
                    connection, added.Number,
                    new RulesRecord(added.RulesVersion, added.Rules, DateTimeOffset.UnixEpoch));
                return added;
            },
            cancellationToken);

    public async ValueTask PutWorkspaceAsync(WorkspaceRecord workspace, CancellationToken cancellationToken) =>
        await WriteAsync(connection => WorkspaceTable.Put(connection, workspace), cancellationToken);

    public async ValueTask PutKeyAsync(KeyRecord key, CancellationToken cancellationToken) =>
        await WriteAsync(connection => KeyTable.Put(connection, key), cancellationToken);

    public async ValueTask<IReadOnlyList<MigrationState>> GetStateAsync(CancellationToken cancellationToken) =>
        await UseAsync(_readers, Migrator.State, cancellationToken);

    public async ValueTask<IReadOnlyList<MigrationState>> ApplyAsync(CancellationToken cancellationToken) =>
        await UseAsync(_writer, connection => Migrator.Apply(connection, _clock), cancellationToken);

    public async ValueTask CheckWritesAsync(CancellationToken cancellationToken)
    {
        _condition.CheckWritable();
        if (_condition.WriteFailure is null) { return; }
        // Something must change, or nothing would be written.
        await WriteAsync(
            connection => CounterTable.Next(connection, CounterTable.WholeStore, CounterTable.Probe),
            cancellationToken);
    }

    /// <summary>
    /// Takes no more calls. Open transactions can still end; the last connection to close, which may be theirs, moves
    /// the log into the file and leaves only that.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        _readers.Dispose();
        _writer.Dispose();
        return default;
    }

    private static async ValueTask<T> UseAsync<T>(
        ConnectionPool pool, Func<Connection, T> use, CancellationToken cancellationToken)
    {
        Connection connection = await pool.TakeAsync(cancellationToken);
        try
        {
            return use(connection);
        }
        finally
        {
            pool.Return(connection);
        }
    }

    private async ValueTask<Connection> TakeWriterAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _writer.TakeAsync(cancellationToken);
        }
        catch (StoreException failure)
        {
            _condition.NoteWriteFailure(failure);
            throw;
        }
    }

    private ValueTask<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellationToken) => UseAsync(
        _readers,
        connection =>
        {
            Migrator.Check(connection);
            return read(connection);
        },
        cancellationToken);

    private async ValueTask<T> WriteAsync<T>(Func<Connection, T> write, CancellationToken cancellationToken)
    {
        Connection connection = await TakeWriterAsync(cancellationToken);
        await using var transaction = SqliteWriteTransaction.Begin(_writer, connection);
        T result = write(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
