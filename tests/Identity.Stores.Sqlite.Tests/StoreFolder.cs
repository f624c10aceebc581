namespace Identity.Stores.Sqlite.Tests;

/// <summary>A folder of its own for a test's store; gone with the test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("identity-store-");

    /// <summary>In a folder that does not exist yet.</summary>
    public string File => Path.Combine(_folder.FullName, "data", "identity.db");

    public SqliteStore Open() => SqliteStore.Open(new SqliteStoreOptions { Path = File });

    public async ValueTask<SqliteStore> OpenMigratedAsync(CancellationToken cancellationToken)
    {
        SqliteStore store = Open();
        await store.ApplyAsync(cancellationToken);
        return store;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
