using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Schema;
using Xunit;

namespace Identity.Stores.Sqlite.Tests;

public sealed class MigrationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_file_has_no_migration_and_says_how_to_get_them()
    {
        await using SqliteStore store = _folder.Open();

        Assert.All(await store.GetStateAsync(Token), state => Assert.Null(state.AppliedAt));
        foreach (Func<Task> call in (Func<Task>[])
            [
                async () => await store.BeginReadAsync(Token),
                async () => await store.BeginWriteAsync(Token),
                async () => await store.GetWorkspacesAsync(Token),
                async () => await store.GetKeysAsync(Token),
            ])
        {
            StoreUnavailableException failure = await Assert.ThrowsAsync<StoreUnavailableException>(call);
            Assert.Contains("`identity migrate`", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Applying_again_does_nothing_and_the_state_says_when_it_was_done()
    {
        await using SqliteStore store = _folder.Open();
        IReadOnlyList<MigrationState> first = await store.ApplyAsync(Token);

        Assert.Equal(Migration.All.Count, first.Count);
        Assert.All(first, state => Assert.NotNull(state.AppliedAt));
        Assert.Empty(await store.ApplyAsync(Token));
        Assert.Equal(first, await store.GetStateAsync(Token));
    }

    [Fact]
    public async Task Of_many_that_open_and_migrate_a_new_file_at_once_one_does_the_work()
    {
        IReadOnlyList<MigrationState>[] applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                await using SqliteStore store = _folder.Open();
                IReadOnlyList<MigrationState> done = await store.ApplyAsync(Token);
                await using IReadTransaction works = await store.BeginReadAsync(Token);
                return done;
            },
            Token)));

        Assert.Equal(
            Migration.All.Select(item => item.Number), applied.SelectMany(done => done).Select(item => item.Number));
    }

    [Fact]
    public async Task A_migration_of_a_newer_program_is_shown_and_the_store_goes_on()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(Token);
        using (Connection newer = StoreFile.OpenForWriting(_folder.File))
        {
            newer.RunScript("INSERT INTO migrations VALUES (99, 'From the future', 0); PRAGMA user_version = 99;");
        }

        IReadOnlyList<MigrationState> states = await store.GetStateAsync(Token);
        Assert.Equal(new MigrationState(99, "From the future", DateTimeOffset.UnixEpoch), states[^1]);
        Assert.Empty(await store.ApplyAsync(Token));
        await (await store.BeginWriteAsync(Token)).DisposeAsync();
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_and_can_be_applied_later()
    {
        using (Connection other = OpenEmpty()) { other.RunScript("CREATE TABLE changes (stray INTEGER)"); }
        await using SqliteStore store = _folder.Open();

        await Assert.ThrowsAnyAsync<Exception>(async () => await store.ApplyAsync(Token));
        Assert.All(await store.GetStateAsync(Token), state => Assert.Null(state.AppliedAt));
        using (Connection other = StoreFile.OpenForWriting(_folder.File)) { other.RunScript("DROP TABLE changes"); }
        Assert.Equal(Migration.All.Count, (await store.ApplyAsync(Token)).Count);
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps_and_each_sets_the_version_to_its_number()
    {
        using Connection connection = OpenEmpty();
        for (int index = 0; index < Migration.All.Count; index++)
        {
            Assert.Equal(index + 1, Migration.All[index].Number);
            connection.RunScript(Migration.All[index].Text);
            using Statement version = connection.Prepare(new Query("PRAGMA user_version"));
            version.Read();
            Assert.Equal(index + 1, version.Long());
        }
    }

    [Fact]
    public void What_follows_from_older_tables_is_made_anew_for_households()
    {
        using Connection older = OpenEmpty();
        foreach (Migration migration in Migration.All.Take(2)) { older.RunScript(migration.Text); }
        older.RunScript(
            """
            INSERT INTO workspaces VALUES (1, x'01', 'shop', x'02', 5, NULL, 5);
            INSERT INTO persons VALUES (1, x'03', 1, 1, NULL);
            """);
        older.RunScript(Migration.All[2].Text);
        using Statement row = older.Prepare(new Query(
            "SELECT resolved_version, household_id, is_multi_occupancy FROM workspaces JOIN persons"));
        row.Read();
        Assert.Equal((4, null, false), (row.Int(), row.OptionalId(), row.Bool()));
    }

    public void Dispose() => _folder.Dispose();

    private Connection OpenEmpty()
    {
        StoreFile.Ensure(_folder.File);
        return StoreFile.OpenForWriting(_folder.File);
    }
}
