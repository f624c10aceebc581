using Identity.Core;
using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Tables;
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

    [Theory]
    [InlineData(raw.SQLITE_IOERR_WRITE, 28, typeof(StoreFullException))] // ENOSPC
    [InlineData(raw.SQLITE_IOERR_SHMSIZE, 28, typeof(StoreFullException))]
    [InlineData(raw.SQLITE_IOERR_WRITE, 30, typeof(StoreFullException))] // EROFS
    [InlineData(raw.SQLITE_IOERR_FSYNC, 5, typeof(StoreUnavailableException))] // EIO
    [InlineData(raw.SQLITE_CANTOPEN, 24, typeof(StoreUnavailableException))] // EMFILE
    [InlineData(raw.SQLITE_CONSTRAINT, 28, typeof(InvariantException))]
    public void What_the_system_says_tells_failures_of_files_apart(int result, int systemError, Type expected) =>
        Assert.IsType(expected, Failures.Of(result, systemError));

    [Fact]
    public async Task A_write_that_cannot_even_begin_gives_its_connection_back()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        await DamageAsync("counters");

        for (int attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.BeginWriteAsync(Token));
        }
    }

    [Fact]
    public async Task Once_damage_was_met_nothing_more_is_written_and_the_check_says_so()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        await store.CheckWritesAsync(Token);
        await DamageAsync("epochs");
        await using (IReadTransaction read = await store.BeginReadAsync(Token))
        {
            await Assert.ThrowsAsync<StoreDamagedException>(
                async () => await read.GetEpochsAsync(1, [new("cookie", "c", 0)], Token));
            Assert.Equal(0, await read.RevisionAsync(1, Token));
        }

        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.BeginWriteAsync(Token));
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.CheckWritesAsync(Token));
        Assert.Equal(0, await RevisionAsync(store));
    }

    [Theory]
    [InlineData("")]
    [InlineData(OpenFiles.LogEnding)]
    public async Task What_was_moved_away_takes_no_write_until_it_is_back(string ending)
    {
        string moved = _folder.File + ending;
        string aside = _folder.File + ".aside";
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        await CommitAsync(store);
        await using (IWriteTransaction late = await store.BeginWriteAsync(Token))
        {
            await late.AppendChangesAsync(1, [], Token);
            File.Move(moved, aside);
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await late.CommitAsync(Token));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.BeginWriteAsync(Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CheckWritesAsync(Token));
        File.Copy(aside, moved);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.BeginWriteAsync(Token));
        File.Move(aside, moved, overwrite: true);
        await store.CheckWritesAsync(Token);
        await CommitAsync(store);
    }

    [Fact]
    public async Task After_a_write_that_failed_the_check_writes_itself_to_see_whether_it_is_over()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        using (Connection other = StoreFile.OpenForWriting(_folder.File))
        {
            other.Begin(new Query("BEGIN IMMEDIATE"));
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.BeginWriteAsync(Token));
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.CheckWritesAsync(Token));
            other.Rollback();
        }

        await store.CheckWritesAsync(Token);
        Assert.Equal(1, Probes());
        await store.CheckWritesAsync(Token);
        Assert.Equal(1, Probes()); // All is well, so nothing more is written.
    }

    [Fact]
    public async Task A_log_that_was_found_is_moved_into_the_file_before_anything_is_added()
    {
        string copy = Path.Combine(Path.GetDirectoryName(_folder.File)!, "copy.db");
        await using (SqliteStore store = await _folder.OpenMigratedAsync(Token))
        {
            await CommitAsync(store);
            // As a kill leaves it.
            File.Copy(_folder.File, copy);
            File.Copy(_folder.File + OpenFiles.LogEnding, copy + OpenFiles.LogEnding);
        }

        var log = new FileInfo(copy + OpenFiles.LogEnding);
        await using var found = SqliteStore.Open(new SqliteStoreOptions { Path = copy });
        Assert.True(log.Length > 0);
        await using IWriteTransaction write = await found.BeginWriteAsync(Token);
        log.Refresh();
        Assert.Equal(0, log.Length);
        Assert.Equal(1, await write.RevisionAsync(1, Token));
    }

    [Fact]
    public async Task A_connection_that_broke_is_not_used_again()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        Connection broken = StoreFile.OpenForReading(_folder.File);
        Connection next = StoreFile.OpenForReading(_folder.File);
        using var pool = new ConnectionPool(() => next, new StoreCondition(files: null), broken);
        Connection taken = await pool.TakeAsync(Token);
        Assert.ThrowsAny<StoreException>(() => taken.Check(raw.SQLITE_BUSY));
        pool.Return(taken);
        taken = await pool.TakeAsync(Token);
        Assert.Same(broken, taken);
        Assert.ThrowsAny<StoreException>(() => taken.Check(raw.SQLITE_IOERR_READ));
        pool.Return(taken);
        Assert.Same(next, await pool.TakeAsync(Token));
    }

    [Fact]
    public async Task A_full_store_refuses_writes_goes_on_reading_and_works_again_when_there_is_room()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        Connection connection = StoreFile.OpenForWriting(_folder.File);
        using var pool = new ConnectionPool(() => connection, new StoreCondition(files: null), connection);
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

    // What is in the log would be read from there, so it goes first.
    private async Task DamageAsync(string table)
    {
        long page;
        using (Connection connection = StoreFile.OpenForWriting(_folder.File))
        {
            connection.RunScript("PRAGMA wal_checkpoint(TRUNCATE)");
            using Statement row = connection.Prepare(
                new Query("SELECT rootpage FROM sqlite_schema WHERE name = ?1")).Bind(table);
            Assert.True(row.Read());
            page = row.Long();
        }

        await using var file = new FileStream(_folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = (page - 1) * 4_096;
        file.Write([.. Enumerable.Repeat((byte)0xEE, 4_096)]);
    }

    private static async Task CommitAsync(SqliteStore store)
    {
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.AppendChangesAsync(1, [], Token);
        await write.CommitAsync(Token);
    }

    private long Probes()
    {
        using Connection connection = StoreFile.OpenForReading(_folder.File);
        return CounterTable.Value(connection, CounterTable.WholeStore, CounterTable.Probe);
    }

    private static async Task<long> RevisionAsync(SqliteStore store)
    {
        await using IReadTransaction read = await store.BeginReadAsync(Token);
        return await read.RevisionAsync(1, Token);
    }
}
