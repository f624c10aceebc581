using System.Runtime.Versioning;
using Identity.Stores.Sqlite.Driver;
using Xunit;

namespace Identity.Stores.Sqlite.Tests;

// The tests of modes are skipped there; the compiler cannot know.
[UnsupportedOSPlatform("windows")]
public sealed class FileTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_may_read_the_folder_or_any_file_of_the_store()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists in the place of modes.");
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        string folder = Path.GetDirectoryName(_folder.File)!;

        Assert.Equal("0700", Mode(folder));
        string[] files = Directory.GetFiles(folder);
        Assert.Equal(3, files.Length); // The file, its log, and the log's index.
        Assert.All(files, file => Assert.Equal("0600", Mode(file)));
    }

    // FULL (2) in a write-ahead log: what was committed survives the loss of power, and the kill of the process.
    [Theory]
    [InlineData("synchronous", "2")]
    [InlineData("journal_mode", "wal")]
    [InlineData("secure_delete", "1")]
    [InlineData("temp_store", "2")]
    [InlineData("wal_autocheckpoint", "4000")]
    [InlineData("journal_size_limit", "67108864")]
    [InlineData("cache_size", "-65536")]
    [InlineData("mmap_size", "0")]
    public void The_connection_that_writes_is_set_up_to_lose_nothing(string setting, string expected)
    {
        StoreFile.Ensure(_folder.File);
        using Connection connection = StoreFile.OpenForWriting(_folder.File);

        Assert.Equal(expected, Setting(connection, setting));
    }

    [Fact]
    public async Task A_connection_that_reads_cannot_write()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        using Connection connection = StoreFile.OpenForReading(_folder.File);

        Assert.Equal("wal", Setting(connection, "journal_mode"));
        Assert.Throws<StoreFullException>(() => connection.RunScript("DELETE FROM counters"));
    }

    [Fact]
    public async Task A_closed_store_is_one_file()
    {
        SqliteStore store = await _folder.OpenMigratedAsync(Token);
        await (await store.BeginReadAsync(Token)).DisposeAsync();
        await store.DisposeAsync();

        Assert.Equal([_folder.File], Directory.GetFiles(Path.GetDirectoryName(_folder.File)!));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.BeginReadAsync(Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.BeginWriteAsync(Token));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_write_that_is_open_when_the_store_closes_can_still_commit_and_one_that_waits_is_told()
    {
        SqliteStore store = await _folder.OpenMigratedAsync(Token);
        IWriteTransaction write = await store.BeginWriteAsync(Token);
        Task<IWriteTransaction> waiting = store.BeginWriteAsync(Token).AsTask();
        await store.DisposeAsync();
        await write.AppendChangesAsync(1, [], Token);
        await write.CommitAsync(Token);
        await write.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Equal([_folder.File], Directory.GetFiles(Path.GetDirectoryName(_folder.File)!));
        await using SqliteStore again = _folder.Open();
        await using IReadTransaction read = await again.BeginReadAsync(Token);
        Assert.Equal(1, await read.RevisionAsync(1, Token));
    }

    [Fact]
    public async Task A_file_that_is_not_a_store_is_refused_without_a_word_of_what_it_holds()
    {
        await using (SqliteStore store = await _folder.OpenMigratedAsync(Token)) { }
        await File.WriteAllTextAsync(_folder.File, string.Concat(Enumerable.Repeat("nora@example.org;", 500)), Token);

        StoreDamagedException failure = Assert.Throws<StoreDamagedException>(_folder.Open);
        Assert.DoesNotContain("nora", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_were_overwritten_are_noticed_when_they_are_read()
    {
        await using (SqliteStore store = await _folder.OpenMigratedAsync(Token)) { }
        long page;
        using (Connection connection = StoreFile.OpenForWriting(_folder.File))
        {
            using Statement row = connection.Prepare(
                new Query("SELECT rootpage FROM sqlite_schema WHERE name = 'counters'"));
            row.Read();
            page = row.Long();
        }

        await using (FileStream file = File.OpenWrite(_folder.File))
        {
            file.Position = (page - 1) * 4_096;
            file.Write([.. Enumerable.Repeat((byte)0xEE, 4_096)]);
        }

        await using SqliteStore damaged = _folder.Open();
        await using IReadTransaction read = await damaged.BeginReadAsync(Token);
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await read.RevisionAsync(1, Token));
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_refused_and_leaves_no_log_behind()
    {
        await using (SqliteStore store = await _folder.OpenMigratedAsync(Token)) { }
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists in the place of modes.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Whoever runs this may write to any file.");
        File.SetUnixFileMode(_folder.File, UnixFileMode.UserRead);

        Assert.Throws<StoreFullException>(_folder.Open);
        Assert.Equal([_folder.File], Directory.GetFiles(Path.GetDirectoryName(_folder.File)!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_log_without_what_it_belongs_to_is_kept_and_not_taken_for_a_new_store(bool isEmpty)
    {
        await using (SqliteStore store = await _folder.OpenMigratedAsync(Token)) { }
        File.Delete(_folder.File);
        if (isEmpty) { await File.WriteAllBytesAsync(_folder.File, [], Token); }
        string log = _folder.File + OpenFiles.LogEnding;
        await File.WriteAllBytesAsync(log, new byte[64], Token);

        Assert.Throws<StoreDamagedException>(_folder.Open);
        Assert.Equal(64, new FileInfo(log).Length);
    }

    [Fact]
    public void A_path_where_no_file_can_be_is_told_as_unavailable()
    {
        string file = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(_folder.File)!)!, "plain");
        File.WriteAllText(file, "");

        Assert.Throws<StoreUnavailableException>(
            () => SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(file, "below.db") }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void The_number_of_readers_has_bounds(int count) => Assert.Throws<ArgumentOutOfRangeException>(
        () => SqliteStore.Open(new SqliteStoreOptions { Path = _folder.File, ReadConnectionsMax = count }));

    public void Dispose() => _folder.Dispose();

    private static string Setting(Connection connection, string name)
    {
        using Statement row = connection.Prepare(new Query($"PRAGMA {name}"));
        row.Read();
        return row.Text();
    }

    private static string Mode(string path) =>
        Convert.ToString((int)File.GetUnixFileMode(path), toBase: 8).PadLeft(4, '0');
}
