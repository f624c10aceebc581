using Identity.Core;
using Identity.Core.Identifiers;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task An_identifier_comes_back_as_it_was_written_whether_full_or_bare()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord[] written = [Identifier(1), FullIdentifier(2)];
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, written, Token));

        IReadOnlyList<IdentifierRecord> read =
            await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1, 2], Token));
        Assert.Equal(written, read.OrderBy(item => item.Id));
    }

    [Fact]
    public async Task Writing_an_identifier_again_replaces_all_of_it()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord full = FullIdentifier(1);
        IdentifierRecord[] states =
        [
            full,
            full with { Facts = full.Facts with { LastSeen = Noon.AddYears(1) }, UniqueSeen = 9, Exclusion = null },
            full with { ClusterId = 77, PersonId = IdOf("another"), HeirId = 0 },
            full with { ClusterId = 0, PersonId = null, Remembered = null },
            full with { BirthId = IdOf("x"), SecondId = IdOf("y"), Key = new IdentifierKey("email", "z", 0) },
        ];
        foreach (IdentifierRecord state in states)
        {
            await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [state], Token));
            Assert.Equal([state], await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1], Token)));
            IReadOnlyList<IdentifierRecord> byValue =
                await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, [state.Key], Token));
            Assert.Equal([state], byValue);
        }

        Assert.Empty(await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, [full.Key], Token)));
        Assert.Empty(await ReadInWriteAsync(store, write => write.GetClusterIdentifiersAsync(Workspace, [77], Token)));
    }

    [Fact]
    public async Task Every_epoch_of_a_value_is_found_once_whatever_epoch_is_asked_for()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord[] epochs =
            [.. Enumerable.Range(1, 3).Select(id => Identifier(id) with { Key = new("phone", "+411", id - 1) })];
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(Workspace, epochs, Token);
            await write.PutIdentifiersAsync(Workspace, [Identifier(9) with { Key = new("email", "+411", 0) }], Token);
        });

        IdentifierKey[] asked = [new("phone", "+411", 1), new("phone", "+411", 55), new("phone", "+4", 0)];
        Assert.Equal(
            [1, 2, 3], Ids(await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, asked, Token))));
    }

    [Fact]
    public async Task Values_are_found_exactly_never_by_likeness()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        string[] values =
            ["anna", "Anna", "anna ", " anna", "ann", "ann\u0430", "ann\u00e4", "anna\u0308", "%", "a_na", "1", "01"];
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(
            Workspace, [.. values.Select((value, index) => Identifier(index + 1, value))], Token));

        for (int index = 0; index < values.Length; index++)
        {
            IdentifierKey key = new("email", values[index], 0);
            Assert.Equal(
                [index + 1], Ids(await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, [key], Token))));
        }
    }

    [Fact]
    public async Task Ids_that_do_not_exist_are_left_out_and_repeated_ones_answered_once()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(
            Workspace, [Identifier(1), Identifier(2)], Token));

        Assert.Equal(
            [1, 2], Ids(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [2, 5, 1, 2], Token))));
        Assert.Empty(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [], Token)));
        Assert.Empty(await ReadAsync(store, read => read.FindIdentifiersAsync(Workspace, [], Token)));
    }

    [Fact]
    public async Task Thousands_of_ids_may_be_asked_for_at_once()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(
            Workspace, [.. Enumerable.Range(1, 3_000).Select(id => Identifier(id))], Token));

        long[] ids = [.. Enumerable.Range(1, 6_000).Select(id => (long)id)];
        Assert.Equal(
            ids[..3_000], Ids(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, ids, Token))));
    }

    [Fact]
    public async Task A_key_or_an_id_of_another_identifier_is_a_bug()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token));
        IdentifierRecord[] intruders =
        [
            Identifier(2) with { Key = Identifier(1).Key },
            Identifier(2) with { BirthId = Identifier(1).BirthId },
            Identifier(2) with { SecondId = Identifier(1).SecondId },
        ];
        foreach (IdentifierRecord intruder in intruders)
        {
            await using IWriteTransaction write = await store.BeginWriteAsync(Token);
            await Assert.ThrowsAsync<InvariantException>(
                () => write.PutIdentifiersAsync(Workspace, [intruder], Token).AsTask());
        }
    }

    [Fact]
    public async Task An_identifier_is_found_by_the_ids_it_was_born_with_and_by_no_other()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord known = Identifier(1) with { PersonId = IdOf("person") };
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [known], Token));

        foreach (Guid id in (Guid[])[known.BirthId, known.SecondId])
        {
            Assert.Equal(known, await ReadAsync(store, read => read.FindByPersonIdAsync(Workspace, id, Token)));
        }

        Assert.Null(await ReadAsync(store, read => read.FindByPersonIdAsync(Workspace, IdOf("person"), Token)));
    }

    [Fact]
    public async Task The_members_of_a_person_are_those_that_say_so_now()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord[] members =
            [.. Enumerable.Range(1, 3).Select(id => Identifier(id) with { PersonId = IdOf("p") })];
        await WriteAsync(store, async write =>
            await write.PutIdentifiersAsync(Workspace, [.. members, Identifier(9)], Token));
        Assert.Equal([1, 2, 3], Ids(await ReadAsync(store, read => read.GetMembersAsync(Workspace, IdOf("p"), Token))));

        await WriteAsync(store, async write =>
            await write.PutIdentifiersAsync(Workspace, [members[0] with { PersonId = IdOf("q") }], Token));
        Assert.Equal([2, 3], Ids(await ReadAsync(store, read => read.GetMembersAsync(Workspace, IdOf("p"), Token))));
        Assert.Equal([1], Ids(await ReadAsync(store, read => read.GetMembersAsync(Workspace, IdOf("q"), Token))));
        Assert.Empty(await ReadAsync(store, read => read.GetMembersAsync(Workspace, Guid.Empty, Token)));
    }

    [Fact]
    public async Task Givers_come_by_id_up_to_the_limit_and_only_those_since_the_moment()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord[] givers =
        [
            .. Enumerable.Range(1, 6).Select(id => Identifier(id) with
            {
                HeirId = 20 + (id % 2),
                HeirSince = Noon.AddDays(id),
            })
        ];
        await WriteAsync(store, async write =>
            await write.PutIdentifiersAsync(Workspace, [.. givers, Identifier(9)], Token));

        Assert.Equal([1, 2, 3, 4, 5, 6], await Givers([21, 20, 21], null, 10));
        Assert.Equal([1, 2, 3], await Givers([20, 21], null, 3));
        Assert.Equal([1, 3, 5], await Givers([21], null, 3));
        Assert.Equal([4, 5, 6], await Givers([20, 21], Noon.AddDays(4), 10));
        Assert.Equal([4], await Givers([20, 21], Noon.AddDays(4), 1));
        Assert.Empty(await Givers([0, 1], null, 10));

        async Task<IEnumerable<long>> Givers(long[] heirs, DateTimeOffset? since, int limit) => (await ReadAsync(
            store, read => read.GetGiversAsync(Workspace, heirs, since, limit, Token))).Select(item => item.Id);
    }

    [Fact]
    public async Task The_identifiers_of_clusters_are_theirs_and_those_without_a_cluster_are_nobodys()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutIdentifiersAsync(
            Workspace, [.. Enumerable.Range(1, 6).Select(id => Identifier(id) with { ClusterId = id / 2 })], Token);

        Assert.Equal([2, 3, 6], Ids(await write.GetClusterIdentifiersAsync(Workspace, [1, 3, 1], Token)));
        Assert.Empty(await write.GetClusterIdentifiersAsync(Workspace, [0, 4], Token));
        await write.PutIdentifiersAsync(Workspace, [Identifier(2) with { ClusterId = 3 }], Token);
        Assert.Equal([3], Ids(await write.GetClusterIdentifiersAsync(Workspace, [1], Token)));
        Assert.Equal([2, 6], Ids(await write.GetClusterIdentifiersAsync(Workspace, [3], Token)));
    }
}
