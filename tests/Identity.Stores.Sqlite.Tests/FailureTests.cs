using Identity.Core;
using Identity.Stores.Sqlite.Driver;
using SQLitePCL;
using Xunit;

namespace Identity.Stores.Sqlite.Tests;

public sealed class FailureTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(raw.SQLITE_BUSY, typeof(StoreUnavailableException))]
    [InlineData(raw.SQLITE_LOCKED, typeof(StoreUnavailableException))]
    [InlineData(raw.SQLITE_IOERR, typeof(StoreUnavailableException))]
    [InlineData(raw.SQLITE_IOERR_FSYNC, typeof(StoreUnavailableException))]
    [InlineData(raw.SQLITE_CANTOPEN, typeof(StoreUnavailableException))]
    [InlineData(raw.SQLITE_FULL, typeof(StoreFullException))]
    [InlineData(raw.SQLITE_READONLY, typeof(StoreFullException))]
    [InlineData(raw.SQLITE_CORRUPT, typeof(StoreDamagedException))]
    [InlineData(raw.SQLITE_NOTADB, typeof(StoreDamagedException))]
    [InlineData(raw.SQLITE_CONSTRAINT, typeof(InvariantException))]
    [InlineData(raw.SQLITE_MISUSE, typeof(InvariantException))]
    public void Each_result_of_the_driver_tells_the_caller_what_can_be_done(int result, Type expected) =>
        Assert.IsType(expected, Failures.Of(result));

    [Fact]
    public async Task A_full_store_refuses_writes_goes_on_reading_and_works_again_when_there_is_room()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        Connection connection = StoreFile.OpenForWriting(_folder.File);
        using var pool = new ConnectionPool(() => connection, countMax: 1, connection);
        connection.RunScript("PRAGMA max_page_count = 60");
        await using (var write = SqliteWriteTransaction.Begin(pool, await pool.TakeAsync(Token)))
        {
            await write.AppendChangesAsync(1, [], Token);
            StoreFullException failure = await Assert.ThrowsAsync<StoreFullException>(() => FillAsync(write));
            Assert.DoesNotContain("nora", failure.ToString(), StringComparison.Ordinal);
            await Assert.ThrowsAnyAsync<StoreException>(() => write.CommitAsync(Token).AsTask());
        }

        Assert.Equal(0, await RevisionAsync(store));
        connection.RunScript("PRAGMA max_page_count = 100000");
        await using (var write = SqliteWriteTransaction.Begin(pool, await pool.TakeAsync(Token)))
        {
            await write.AppendChangesAsync(1, [], Token);
            await FillAsync(write);
            await write.CommitAsync(Token);
        }

        Assert.Equal(1, await RevisionAsync(store));
    }

    [Fact]
    public async Task A_text_that_is_no_text_is_never_stored_as_another()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);

        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await write.PutEpochAsync(1, new("cookie", "lone \uD800 surrogate", 1), Token));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task FillAsync(SqliteWriteTransaction write)
    {
        for (int index = 0; index < 500; index++)
        {
            await write.PutEpochAsync(1, new("email", $"nora{index}@example.org" + new string('x', 900), index), Token);
        }
    }

    private static async Task<long> RevisionAsync(SqliteStore store)
    {
        await using IReadTransaction read = await store.BeginReadAsync(Token);
        return await read.RevisionAsync(1, Token);
    }
}
