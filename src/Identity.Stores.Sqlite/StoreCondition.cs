using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite;

/// <summary>Whether what is written would last, by what the connections met lately. Thread-safe.</summary>
/// <param name="files">The files that are open; null for a store in memory.</param>
internal sealed class StoreCondition(OpenFiles? files)
{
    private volatile StoreDamagedException? _damage;
    private volatile StoreException? _writeFailure;

    /// <summary>How the last write failed; null when it did not.</summary>
    public StoreException? WriteFailure => _writeFailure;

    /// <summary>Learns from a connection that was used.</summary>
    public void Note(Connection connection)
    {
        if (connection.Failure is StoreDamagedException damage) { _damage ??= damage; }
        if (!connection.IsForWriting) { return; }
        if (connection.Failure is { } failure) { _writeFailure = failure; }
        else if (connection.HasWritten) { _writeFailure = null; }
    }

    /// <summary>Learns that a write failed for what the connection itself did not notice.</summary>
    public void NoteWriteFailure(StoreException failure) => _writeFailure = failure;

    /// <summary>
    /// Throws when nothing may be written: the files are not where a restart looks for them, or damage was met. Damage
    /// stays: what else is damaged is unknown, and what is written to a damaged file can be lost or make it worse.
    /// </summary>
    public void CheckWritable()
    {
        if (_damage is { } damage) { throw new StoreDamagedException(damage.Message, damage); }
        CheckFiles();
    }

    /// <summary>Throws when the files are not where a restart looks for them.</summary>
    public void CheckFiles() => files?.Check();
}
