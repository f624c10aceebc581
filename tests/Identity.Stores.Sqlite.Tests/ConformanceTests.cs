using Identity.Stores.Conformance;
using Identity.Testing;

namespace Identity.Stores.Sqlite.Tests;

public sealed class SqliteIdentityStoreTests : IdentityStoreConformance, IDisposable
{
    private readonly StoreFolder _folder = new();

    protected override async ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken) =>
        await _folder.OpenMigratedAsync(cancellationToken);

    public void Dispose() => _folder.Dispose();
}

public sealed class SqliteWorkspaceStoreTests : WorkspaceStoreConformance, IDisposable
{
    private readonly StoreFolder _folder = new();

    protected override async ValueTask<IWorkspaceStore> OpenAsync(CancellationToken cancellationToken) =>
        await _folder.OpenMigratedAsync(cancellationToken);

    public void Dispose() => _folder.Dispose();
}

/// <summary>The model keeps the promises itself; it lives as long as its process, and so as long as the test.</summary>
public sealed class MemoryIdentityStoreTests : IdentityStoreConformance, IAsyncDisposable
{
    private readonly MemoryStore _store = new();

    protected override ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken) => new(_store);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

public sealed class MemoryWorkspaceStoreTests : WorkspaceStoreConformance, IAsyncDisposable
{
    private readonly MemoryStore _store = new();

    protected override ValueTask<IWorkspaceStore> OpenAsync(CancellationToken cancellationToken) => new(_store);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
