namespace Identity.Stores.Sqlite;

/// <summary>Makes stores in memory. Thread-safe.</summary>
public sealed class SqliteScratchStores : IScratchStores
{
    public async ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken)
    {
        SqliteStore store = SqliteStore.OpenInMemory();
        try
        {
            await store.ApplyAsync(cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
