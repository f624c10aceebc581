using Identity.Core;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

/// <summary>What every store of workspaces promises. Each test has a store of its own, empty at first.</summary>
public abstract class WorkspaceStoreConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test; again after it was disposed of, it finds what was written.</summary>
    protected abstract ValueTask<IWorkspaceStore> OpenAsync(CancellationToken cancellationToken);

    [Fact]
    public async Task A_new_store_has_no_workspaces_and_no_keys()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)store;

        Assert.Empty(await store.GetWorkspacesAsync(Token));
        Assert.Empty(await store.GetKeysAsync(Token));
    }

    [Fact]
    public async Task A_workspace_gets_the_next_number_and_its_first_key_belongs_to_it()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)store;
        WorkspaceRecord first = await store.AddWorkspaceAsync(WorkspaceNamed("one"), Key("k1", Noon), Token);
        WorkspaceRecord second =
            await store.AddWorkspaceAsync(WorkspaceNamed("two"), Key("k2", Noon.AddDays(1)), Token);

        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(StoredText.Of(WorkspaceNamed("one") with { Number = 1 }), StoredText.Of(first));
        Assert.Equal(
            [StoredText.Of(first), StoredText.Of(second)],
            (await store.GetWorkspacesAsync(Token)).Select(StoredText.Of));
        Assert.Equal([1, 2], (await store.GetKeysAsync(Token)).Select(key => key.Workspace));
    }

    [Fact]
    public async Task A_workspace_that_was_written_again_comes_back_as_it_is_now_also_when_opened_again()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        WorkspaceRecord added = await store.AddWorkspaceAsync(WorkspaceNamed("one"), Key("k", Noon), Token);
        WorkspaceRecord changed = added with
        {
            DerivedBy = "1/model",
            Name = "a\0'; ü😀",
            Rules = """{"namespaces":[]}""",
            RulesVersion = 5,
            ResolvedVersion = 4,
            Secret = [9, 8, 7],
        };
        await store.PutWorkspaceAsync(changed, Token);
        Assert.Equal(StoredText.Of(changed), StoredText.Of(Assert.Single(await store.GetWorkspacesAsync(Token))));
        await ((IAsyncDisposable)store).DisposeAsync();

        IWorkspaceStore again = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)again;
        Assert.Equal(StoredText.Of(changed), StoredText.Of(Assert.Single(await again.GetWorkspacesAsync(Token))));
    }

    [Fact]
    public async Task Adding_a_workspace_twice_or_writing_one_that_does_not_exist_is_a_bug_and_changes_nothing()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)store;
        await store.AddWorkspaceAsync(WorkspaceNamed("one"), Key("k", Noon), Token);

        await Assert.ThrowsAsync<InvariantException>(
            () => store.AddWorkspaceAsync(WorkspaceNamed("one"), Key("other", Noon), Token).AsTask());
        await Assert.ThrowsAsync<InvariantException>(
            () => store.PutWorkspaceAsync(WorkspaceNamed("two") with { Number = 2 }, Token).AsTask());
        Assert.Single(await store.GetWorkspacesAsync(Token));
        Assert.Single(await store.GetKeysAsync(Token));
    }

    [Fact]
    public async Task Keys_come_back_as_they_were_written_last_the_oldest_first()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)store;
        await store.AddWorkspaceAsync(WorkspaceNamed("one"), Key("b", Noon), Token);
        KeyRecord full = Key("a", Noon.AddDays(-1)) with
        {
            Workspace = 1,
            Name = "quote \" comma , NUL \0",
            Scopes = ["ingest.public"],
            Sources = ["web", "shop"],
            AllowedOrigins = ["https://shop.example", "a,b"],
            ExpiresAt = Noon.AddYears(1),
        };
        await store.PutKeyAsync(full, Token);
        await store.PutKeyAsync(full with { RevokedAt = Noon }, Token);

        Assert.Equal(
            [StoredText.Of(full with { RevokedAt = Noon }), StoredText.Of(Key("b", Noon) with { Workspace = 1 })],
            (await store.GetKeysAsync(Token)).Select(StoredText.Of));
    }

    [Fact]
    public async Task Workspaces_added_at_once_have_numbers_of_their_own()
    {
        IWorkspaceStore store = await OpenAsync(Token);
        await using var _ = (IAsyncDisposable)store;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(
            async () => await store.AddWorkspaceAsync(WorkspaceNamed($"w{index}"), Key($"k{index}", Noon), Token),
            Token)));

        Assert.Equal(
            Enumerable.Range(1, 20), (await store.GetWorkspacesAsync(Token)).Select(item => (int)item.Number));
        Assert.Equal(20, (await store.GetKeysAsync(Token)).Select(key => key.Workspace).Distinct().Count());
    }
}
