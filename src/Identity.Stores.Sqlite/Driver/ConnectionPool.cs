using System.Collections.Concurrent;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>Connections that are handed to one user each; who comes when all are out waits. Thread-safe.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly ConcurrentStack<Connection> _idle = new();
    private readonly Func<Connection> _open;
    private readonly SemaphoreSlim _free;
    private bool _isClosed;

    /// <param name="open">Opens one in the place of one that broke.</param>
    /// <param name="condition">Learns what the connections met.</param>
    /// <param name="connections">All connections, open.</param>
    public ConnectionPool(
        Func<Connection> open, StoreCondition condition, params ReadOnlySpan<Connection> connections)
    {
        (_open, Condition) = (open, condition);
        _free = new SemaphoreSlim(connections.Length, connections.Length);
        foreach (Connection connection in connections) { _idle.Push(connection); }
    }

    /// <summary>What the connections met.</summary>
    public StoreCondition Condition { get; }

    private bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Takes a connection, which must be returned.</summary>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public async ValueTask<Connection> TakeAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await _free.WaitAsync(cancellationToken);
        try
        {
            ThrowIfClosed();
            return _idle.TryPop(out Connection? connection) ? connection : _open();
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Gives a connection back, outside any transaction.</summary>
    public void Return(Connection connection)
    {
        Condition.Note(connection);
        if (connection.IsBroken) { connection.Dispose(); } else { _idle.Push(connection); }
        // The pool may have been closed while the connection was out, or just now.
        if (IsClosed) { CloseIdle(); }
        _free.Release();
    }

    /// <summary>Closes the connections: those that are out when they are returned.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isClosed, true);
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out Connection? connection)) { connection.Dispose(); }
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(IsClosed, this);
}
