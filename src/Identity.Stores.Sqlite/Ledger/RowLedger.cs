using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Ledger;

/// <summary>
/// What imports remember of the rows that they sent, in a file of its own: which content each key had in which import,
/// and how far an import is that has not ended. Holds hashes of rows, no row. One process has it open at a time.
/// Thread-safe.
/// </summary>
/// <remarks>
/// A row that says what it said before is the same message as before, which the service takes once. A row that changed
/// and changed back would then be taken for the first one, and the change would stand. So a content that comes back
/// after another content of its key gets a new generation, and with it a new message.
/// </remarks>
public sealed class RowLedger : IDisposable
{
    /// <summary>The bytes of a key, a content or a file's name: a cut SHA-256.</summary>
    public const int HashBytes = 16;

    // NORMAL: after the loss of power the last checkpoints may be gone, which only repeats what is safe to repeat.
    private const string Settings =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA trusted_schema = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -32768;
        """;

    private const string Tables =
        """
        CREATE TABLE IF NOT EXISTS imports (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            file BLOB NOT NULL,
            fingerprint BLOB NOT NULL,
            state TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS rows (
            key BLOB NOT NULL,
            content BLOB NOT NULL,
            seen INTEGER NOT NULL,
            applied INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            PRIMARY KEY (key, content)) STRICT, WITHOUT ROWID;
        """;

    private const string LockEnding = ".lock";

    private static readonly Query BeginWriting = new("BEGIN IMMEDIATE");
    private static readonly Query CommitAll = new("COMMIT");

    private static readonly Query FindImport =
        new("SELECT id, state FROM imports WHERE file = ?1 AND fingerprint = ?2");
    private static readonly Query DropImports = new("DELETE FROM imports WHERE file = ?1");
    private static readonly Query AddImport =
        new("INSERT INTO imports (file, fingerprint, state) VALUES (?1, ?2, '') RETURNING id");
    private static readonly Query WriteState = new("UPDATE imports SET state = ?2 WHERE id = ?1");
    private static readonly Query DropImport = new("DELETE FROM imports WHERE id = ?1");

    private static readonly Query FindRow =
        new("SELECT seen, generation FROM rows WHERE key = ?1 AND content = ?2");

    private static readonly Query FindOther = new(
        """
        SELECT 1 FROM rows WHERE key = ?1 AND content <> ?2 AND applied > ?3 AND applied < ?4 LIMIT 1
        """);

    private static readonly Query WriteRow = new(
        """
        INSERT INTO rows (key, content, seen, applied, generation) VALUES (?1, ?2, ?3, ?3, ?4)
        ON CONFLICT (key, content) DO UPDATE SET
            seen = excluded.seen,
            applied = CASE WHEN generation < excluded.generation THEN excluded.seen ELSE applied END,
            generation = max(generation, excluded.generation)
        """);

    private readonly Lock _gate = new();
    private readonly FileStream _lock;
    private readonly Connection _connection;
    private long _import;

    private RowLedger(FileStream @lock, Connection connection) => (_lock, _connection) = (@lock, connection);

    /// <summary>Opens the file, and makes it where it is missing.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, or another process has it open.</exception>
    /// <exception cref="StoreDamagedException">It is no such file, or damaged.</exception>
    /// <exception cref="StoreFullException">It may not be written to.</exception>
    public static RowLedger Open(string path)
    {
        StoreFile.Ensure(path);
        FileStream held = Hold(path + LockEnding);
        Connection? connection = null;
        try
        {
            connection = Connection.Open(path, Settings, isForWriting: true);
            connection.RunScript(Tables);
            connection.Begin(BeginWriting);
            return new RowLedger(held, connection);
        }
        catch
        {
            connection?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Begins the import of a file, or goes on with one that did not end.</summary>
    /// <param name="file">The hash of the file's name.</param>
    /// <param name="fingerprint">The hash of all on which its rows depend.</param>
    /// <param name="anew">Does not go on with anything.</param>
    /// <returns>The state of the last checkpoint; empty when it begins at its first row.</returns>
    public string Begin(ReadOnlySpan<byte> file, ReadOnlySpan<byte> fingerprint, bool anew)
    {
        lock (_gate)
        {
            string state = anew ? "" : Unfinished(file, fingerprint);
            if (state.Length == 0)
            {
                Run(DropImports, file);
                using Statement added = _connection.Prepare(AddImport);
                added.Bind(file).Bind(fingerprint).Read();
                _import = added.Long();
            }

            Commit();
            return state;
        }
    }

    /// <summary>
    /// Which time it is that a key has this content: 0 at first and as long as nothing else came between, one more each
    /// time that it comes back. The same answer however often the same import asks.
    /// </summary>
    public int GenerationOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        lock (_gate)
        {
            using Statement row = _connection.Prepare(FindRow);
            if (!row.Bind(key).Bind(content).Read()) { return 0; }
            (long seen, int generation) = (row.Long(), row.Int());
            if (seen >= _import) { return generation; }
            using Statement other = _connection.Prepare(FindOther);
            return other.Bind(key).Bind(content).Bind(seen).Bind(_import).Read() ? generation + 1 : generation;
        }
    }

    /// <summary>Remembers that the service has this row; kept with the next checkpoint.</summary>
    public void Saw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, int generation)
    {
        lock (_gate)
        {
            using Statement row = _connection.Prepare(WriteRow);
            row.Bind(key).Bind(content).Bind(_import).Bind(generation).Execute();
        }
    }

    /// <summary>Keeps what was seen until now, and how far the import is.</summary>
    public void Checkpoint(string state)
    {
        lock (_gate)
        {
            using (Statement update = _connection.Prepare(WriteState)) { update.Bind(_import).Bind(state).Execute(); }
            Commit();
        }
    }

    /// <summary>Keeps what was seen, and that the import has ended.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            using (Statement ended = _connection.Prepare(DropImport)) { ended.Bind(_import).Execute(); }
            Commit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Rollback();
            _connection.Dispose();
            _lock.Dispose();
        }
    }

    // A lock of its own, which tells at once; SQLite's would be waited for.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("It is held by another process, or may not be written to.", failure);
        }
    }

    private string Unfinished(ReadOnlySpan<byte> file, ReadOnlySpan<byte> fingerprint)
    {
        using Statement found = _connection.Prepare(FindImport);
        if (!found.Bind(file).Bind(fingerprint).Read()) { return ""; }
        _import = found.Long();
        return found.Text();
    }

    private void Run(Query query, ReadOnlySpan<byte> bytes)
    {
        using Statement statement = _connection.Prepare(query);
        statement.Bind(bytes).Execute();
    }

    // There is always a transaction under way: what is seen is kept only together with how far the import is.
    private void Commit()
    {
        _connection.Run(CommitAll);
        _connection.Begin(BeginWriting);
    }
}
