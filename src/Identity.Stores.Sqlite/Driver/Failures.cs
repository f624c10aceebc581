using Identity.Core;
using SQLitePCL;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// The one table from SQLite's result codes to the ports' exceptions. The sentences are fixed: the driver's own texts
/// can hold values, and so personal data.
/// </summary>
internal static class Failures
{
    // Numbers of the system's errors that are the same wherever this runs, but for the quota: Linux and others differ.
    private const int TooManyFilesInSystem = 23;
    private const int TooManyFiles = 24;
    private const int NoRoom = 28;
    private const int ReadOnlyFileSystem = 30;
    private static readonly int QuotaExceeded = OperatingSystem.IsLinux() ? 122 : 69;

    /// <summary>The exception that a result code stands for.</summary>
    /// <param name="result">A result code, extended or not, that means failure.</param>
    /// <param name="systemError">The system's error number behind it; 0 when there is none.</param>
    public static Exception Of(int result, int systemError = 0)
    {
        Exception cause = new InvalidOperationException(
            $"SQLite's result code was {result}, the system's {systemError}.");
        if (IsOfFiles(result) || PrimaryOf(result) == raw.SQLITE_CANTOPEN)
        {
            return OfSystem(systemError, cause);
        }

        return PrimaryOf(result) switch
        {
            raw.SQLITE_FULL => new StoreFullException("The store has no room to write.", cause),
            raw.SQLITE_READONLY => new StoreFullException("The store can only be read.", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT =>
                new StoreDamagedException("The store's file is damaged, or is not a store.", cause),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL =>
                new StoreUnavailableException("The store is busy.", cause),
            raw.SQLITE_NOMEM => new StoreUnavailableException("The store ran out of memory.", cause),
            raw.SQLITE_INTERRUPT => new StoreUnavailableException("The store was interrupted.", cause),
            raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_NOLFS =>
                new StoreUnavailableException("The store's file cannot be reached.", cause),
            // What is left (constraints, misuse, a wrong statement) is our own mistake, and calling again is no help.
            _ => new InvariantException($"A statement of the store must be right, but failed with {result}."),
        };
    }

    /// <summary>A file could not be read, written or synced.</summary>
    public static bool IsOfFiles(int result) => PrimaryOf(result) == raw.SQLITE_IOERR;

    // The lowest byte is the primary code; what is above only says more precisely where it happened.
    private static int PrimaryOf(int result) => result & 0xFF;

    private static StoreException OfSystem(int systemError, Exception cause) => systemError switch
    {
        NoRoom => new StoreFullException("The store has no room to write.", cause),
        ReadOnlyFileSystem => new StoreFullException("The store can only be read.", cause),
        TooManyFiles or TooManyFilesInSystem =>
            new StoreUnavailableException("The process may not open more files.", cause),
        _ when systemError == QuotaExceeded => new StoreFullException("The store has no room to write.", cause),
        _ => new StoreUnavailableException("The store's file cannot be reached.", cause),
    };
}
