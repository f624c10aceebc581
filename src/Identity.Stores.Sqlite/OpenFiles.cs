using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite;

/// <summary>
/// The file and its log as they were opened. When one of them is deleted, moved or replaced, SQLite goes on writing to
/// what no restart would find again, and a new connection would mix two stores: so both are looked at before and after
/// each write, and before a connection is opened. Thread-safe.
/// </summary>
internal sealed class OpenFiles
{
    /// <summary>What is appended to the file's name for its log.</summary>
    public const string LogEnding = "-wal";

    private readonly (string Path, FileIdentity? Identity)[] _files;

    /// <param name="path">The file, which a connection has read from, so that its log is open too.</param>
    public OpenFiles(string path) =>
        _files = [(path, FileIdentity.Of(path)), (path + LogEnding, FileIdentity.Of(path + LogEnding))];

    /// <summary>Throws when a restart would not find what is open.</summary>
    public void Check()
    {
        foreach ((string path, FileIdentity? identity) in _files)
        {
            if (FileIdentity.Of(path) == identity) { continue; }
            throw new StoreUnavailableException(
                "The store's file or its log was deleted, moved or replaced while it was open, so nothing more is "
                + "written. Put both back as they were, or stop the server before it is restored.");
        }
    }
}
