using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task A_link_comes_back_as_it_was_written_whether_full_or_bare()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        LinkRecord[] written = [new LinkRecord { A = 1, B = 2 }, FullLink(1, 3)];
        await WriteAsync(store, async write => await write.PutLinksAsync(Workspace, written, Token));

        IReadOnlyList<LinkRecord> read =
            await ReadInWriteAsync(store, write => write.GetLinksOfAsync(Workspace, 1, Token));
        Assert.Equal(written, read.OrderBy(link => link.B));
    }

    [Fact]
    public async Task Writing_a_link_again_replaces_all_of_it()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        LinkRecord full = FullLink(1, 2);
        LinkRecord[] states =
        [
            full,
            full with { Suppressed = null, Device = default },
            full with { ClusterId = 9 },
            full with { ClusterId = 0, Authenticated = new LinkEvidence(Noon, Noon, 1) },
        ];
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        foreach (LinkRecord state in states)
        {
            await write.PutLinksAsync(Workspace, [state], Token);
            Assert.Equal([state], await write.GetLinksAmongAsync(Workspace, [1, 2], Token));
        }

        Assert.Empty(await write.GetClusterLinksAsync(Workspace, [full.ClusterId, 9, 0], Token));
    }

    [Fact]
    public async Task The_links_of_clusters_are_those_that_hold_them_together()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutLinksAsync(Workspace, [Link(1, 2, 1), Link(1, 3, 1), Link(4, 5, 4), Link(1, 4)], Token);

        Assert.Equal([(1, 2), (1, 3)], Ends(await write.GetClusterLinksAsync(Workspace, [1], Token)));
        Assert.Equal(
            [(1, 2), (1, 3), (4, 5)], Ends(await write.GetClusterLinksAsync(Workspace, [4, 1, 4], Token)));
        Assert.Empty(await write.GetClusterLinksAsync(Workspace, [0, 2], Token));
    }

    // Below and above the size at which a store may change its way of looking.
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    public async Task The_links_among_identifiers_have_both_ends_among_them(int count)
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        LinkRecord[] inside = [.. Enumerable.Range(1, count - 1).Select(id => Link(id, id + 1, id % 2))];
        await write.PutLinksAsync(Workspace, [.. inside, Link(1, 900), Link(count, 901), Link(900, 901)], Token);

        long[] asked = [.. Enumerable.Range(1, count).Select(id => (long)id).Reverse(), 1];
        Assert.Equal(Ends(inside), Ends(await write.GetLinksAmongAsync(Workspace, asked, Token)));
    }

    [Fact]
    public async Task The_links_of_an_identifier_are_found_from_either_end()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutLinksAsync(Workspace, [Link(1, 5, 1), Link(5, 9), Link(1, 9)], Token);

        Assert.Equal([(1, 5), (5, 9)], Ends(await write.GetLinksOfAsync(Workspace, 5, Token)));
        Assert.Empty(await write.GetLinksOfAsync(Workspace, 2, Token));
    }

    [Fact]
    public async Task Removing_the_links_of_identifiers_removes_them_from_either_end_and_no_others()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutLinksAsync(Workspace, [Link(1, 5), Link(5, 9), Link(1, 9), Link(2, 3)], Token);
        await write.RemoveLinksOfAsync(Workspace, [5, 3, 77], Token);

        Assert.Equal([(1, 9)], Ends(await write.GetLinksAmongAsync(Workspace, [1, 2, 3, 5, 9], Token)));
    }

    [Fact]
    public async Task Vouched_values_count_each_value_once_whatever_its_epochs_and_only_up_to_the_limit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        (long Id, IdentifierKey Key)[] others =
        [
            (1, new("login", "a", 0)), (2, new("login", "a", 5)), (13, new("login", "b", 0)),
            (14, new("email", "c", 0)), (15, new("login", "d", 0)),
        ];
        await write.PutIdentifiersAsync(
            Workspace, [.. others.Select(other => Identifier(other.Id) with { Key = other.Key })], Token);
        // Identifiers 1 and 2 are smaller than the device, 13 to 15 larger; the last link is of level 2 alone.
        await write.PutLinksAsync(
            Workspace,
            [VouchedLink(1, 10), VouchedLink(2, 10), VouchedLink(10, 13), VouchedLink(10, 14), Link(10, 15)],
            Token);
        await write.PutLinksAsync(Workspace, [FullLink(10, 13) with { Remembered = default }], Token);

        Assert.Equal(2, await write.CountVouchedValuesAsync(Workspace, 10, "login", 1_000, Token));
        Assert.Equal(1, await write.CountVouchedValuesAsync(Workspace, 10, "login", 1, Token));
        Assert.Equal(1, await write.CountVouchedValuesAsync(Workspace, 10, "email", 1_000, Token));
        Assert.Equal(0, await write.CountVouchedValuesAsync(Workspace, 15, "cookie", 1_000, Token));
    }
}
