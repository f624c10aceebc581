using Identity.Core.Identifiers;
using Identity.Stores;
using Identity.Testing;

namespace Identity.Application.Tests;

/// <summary>
/// A store whose answers about visitors can be held back after they were read, and whose log can be made unreadable.
/// </summary>
internal sealed class PausingStore(MemoryStore store) : IIdentityStore
{
    private volatile TaskCompletionSource? _pause;
    private int _lookUps;

    /// <summary>How often the store was asked for a visitor.</summary>
    public int LookUps => Volatile.Read(ref _lookUps);

    /// <summary>Reads fail.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>From here on what was read waits for <see cref="Resume"/>.</summary>
    public void Pause() => _pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        TaskCompletionSource? pause = _pause;
        _pause = null;
        pause?.SetResult();
    }

    public async ValueTask<VisitorRecords> FindVisitorAsync(
        long workspace, IReadOnlyList<IdentifierKey> values, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lookUps);
        VisitorRecords read = await store.FindVisitorAsync(workspace, values, cancellationToken);
        if (_pause is { } pause) { await pause.Task; }
        return read;
    }

    public ValueTask<IReadTransaction> BeginReadAsync(CancellationToken cancellationToken) => IsUnreadable
        ? throw new StoreUnavailableException("The store cannot be read.") : store.BeginReadAsync(cancellationToken);

    public ValueTask<IWriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        store.BeginWriteAsync(cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
