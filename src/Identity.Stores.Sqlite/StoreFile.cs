using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite;

/// <summary>The file of the store: how it is made and opened.</summary>
internal static class StoreFile
{
    private const UnixFileMode OwnerOnlyFolder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // FULL: an acknowledged write survives the loss of power. A negative cache size is in KiB. What is deleted is
    // overwritten with zeros, so that an erasure leaves nothing behind in free pages. The log is moved into the file
    // every 4,000 pages (16 MiB), and never stays larger than 64 MiB on disk. The file is not mapped into memory: what
    // cannot be read there ends the process instead of one call, and readers map it anew after each commit, which costs
    // them more than reading.
    private const string WriterSettings =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = OFF;
        PRAGMA trusted_schema = OFF;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """;

    private const string ReaderSettings =
        """
        PRAGMA query_only = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -8192;
        """;

    private const string InMemorySettings =
        """
        PRAGMA journal_mode = MEMORY;
        PRAGMA synchronous = OFF;
        PRAGMA trusted_schema = OFF;
        PRAGMA temp_store = MEMORY;
        """;

    static StoreFile() => SQLitePCL.Batteries_V2.Init();

    public static Connection OpenForWriting(string path, IStatementJournal? journal = null) =>
        Connection.Open(path, WriterSettings, isForWriting: true, journal);

    /// <summary>What is lost with the process needs no log and no syncing.</summary>
    public static Connection OpenInMemory() =>
        Connection.Open(":memory:", InMemorySettings, isForWriting: false);

    public static Connection OpenForReading(string path, IStatementJournal? journal = null) =>
        Connection.Open(path, ReaderSettings, isForWriting: false, journal);

    /// <summary>Makes the file and its folder where they are missing. SQLite gives the log the file's mode.</summary>
    /// <exception cref="StoreDamagedException">There is a log, but what it belongs to is missing or empty.</exception>
    public static void Ensure(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            var file = new FileInfo(full);
            if (file is not { Exists: true, Length: > 0 } && File.Exists(full + OpenFiles.LogEnding))
            {
                // SQLite would take the file for a new one, and delete the log with all that it holds.
                throw new StoreDamagedException("The store's file is missing or empty, but its log is there.");
            }

            if (file.Exists) { return; }
            if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder)) { CreateFolder(folder); }
            CreateFile(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("The store's file cannot be made.", failure);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }
    }

    private static void CreateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnlyFile; }
        new FileStream(path, options).Dispose();
    }
}
