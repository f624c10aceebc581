using Identity.Core;
using SQLitePCL;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// The one table from SQLite's result codes to the ports' exceptions. The sentences are fixed: the driver's own texts
/// can hold values, and so personal data.
/// </summary>
internal static class Failures
{
    /// <summary>The exception that a result code stands for.</summary>
    /// <param name="result">A result code, extended or not, that means failure.</param>
    public static Exception Of(int result)
    {
        // The lowest byte is the primary code; what is above only says more precisely where it happened.
        Exception cause = new InvalidOperationException($"SQLite's result code was {result}.");
        return (result & 0xFF) switch
        {
            raw.SQLITE_FULL => new StoreFullException("The store has no room to write.", cause),
            raw.SQLITE_READONLY => new StoreFullException("The store can only be read.", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT =>
                new StoreDamagedException("The store's file is damaged, or is not a store.", cause),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL =>
                new StoreUnavailableException("The store is busy.", cause),
            raw.SQLITE_NOMEM => new StoreUnavailableException("The store ran out of memory.", cause),
            raw.SQLITE_INTERRUPT => new StoreUnavailableException("The store was interrupted.", cause),
            raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH or raw.SQLITE_NOLFS =>
                new StoreUnavailableException("The store's file cannot be reached.", cause),
            // What is left (constraints, misuse, a wrong statement) is our own mistake, and calling again is no help.
            _ => new InvariantException($"A statement of the store must be right, but failed with {result}."),
        };
    }
}
