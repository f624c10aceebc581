using Xunit;

namespace Identity.Stores.Conformance;

/// <summary>
/// What every store of identities promises. A store's own tests derive from this and say how to open it; there are no
/// exemptions. Each test has a store of its own, empty at first.
/// </summary>
public abstract partial class IdentityStoreConformance
{
    /// <summary>Some numbers to run the generated tests with: how many histories, and how long each is.</summary>
    protected virtual (int Count, int Length) Histories => (300, 60);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test; again after it was disposed of, it finds what was committed.</summary>
    protected abstract ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Writes and commits.</summary>
    private static async Task WriteAsync(IIdentityStore store, Func<IWriteTransaction, Task> write)
    {
        await using IWriteTransaction transaction = await store.BeginWriteAsync(Token);
        await write(transaction);
        await transaction.CommitAsync(Token);
    }

    private static async Task<T> ReadAsync<T>(IIdentityStore store, Func<IReadTransaction, ValueTask<T>> read)
    {
        await using IReadTransaction transaction = await store.BeginReadAsync(Token);
        return await read(transaction);
    }

    /// <summary>Reads what only a write can, and leaves nothing behind.</summary>
    private static async Task<T> ReadInWriteAsync<T>(IIdentityStore store, Func<IWriteTransaction, ValueTask<T>> read)
    {
        await using IWriteTransaction transaction = await store.BeginWriteAsync(Token);
        return await read(transaction);
    }

    private static IEnumerable<long> Ids(IEnumerable<IdentifierRecord> records) =>
        records.Select(item => item.Id).Order();

    private static IEnumerable<(long A, long B)> Ends(IEnumerable<LinkRecord> links) =>
        links.Select(link => (link.A, link.B)).Order();
}
