using Identity.Core;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task A_write_reads_what_it_wrote_before_the_commit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
        await write.AddObservationAsync(Workspace, Observation("m"), [1], Token);
        await write.AppendChangesAsync(Workspace, [], Token);

        Assert.Single(await write.GetIdentifiersAsync(Workspace, [1], Token));
        Assert.Single(await write.GetObservationsOfAsync(Workspace, [1], int.MaxValue, Token));
        Assert.NotNull(await write.FindObservationAsync(Workspace, "web", "m", Token));
        Assert.Equal(1, await write.RevisionAsync(Workspace, Token));
    }

    [Fact]
    public async Task Readers_see_nothing_before_the_commit_and_everything_after()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
        await write.AppendChangesAsync(Workspace, [], Token);

        Assert.Empty(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1], Token)));
        Assert.Equal(0, await ReadAsync(store, read => read.RevisionAsync(Workspace, Token)));
        await write.CommitAsync(Token);
        Assert.Single(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1], Token)));
        Assert.Equal(1, await ReadAsync(store, read => read.RevisionAsync(Workspace, Token)));
    }

    [Fact]
    public async Task A_write_that_is_not_committed_leaves_nothing()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using (IWriteTransaction write = await store.BeginWriteAsync(Token))
        {
            await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
            await write.PutLinksAsync(Workspace, [Link(1, 2)], Token);
            await write.PutPersonsAsync(Workspace, [(Person("p"), Summary("Bern"))], Token);
            await write.AddObservationAsync(Workspace, Observation("m"), [1], Token);
            await write.AppendChangesAsync(Workspace, [], Token);
        }

        StoreCounts counts = await ReadAsync(store, read => read.CountAsync(Workspace, Token));
        Assert.Equal(0, counts.Identifiers + counts.Links + counts.Persons + counts.Observations);
        await WriteAsync(store, async write =>
        {
            Assert.Equal(1, await write.AddObservationAsync(Workspace, Observation("m"), [], Token));
            Assert.Equal(1, await write.AppendChangesAsync(Workspace, [], Token));
        });
    }

    [Fact]
    public async Task A_reader_sees_one_state_while_others_commit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IReadTransaction early = await store.BeginReadAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
            await write.AppendChangesAsync(Workspace, [], Token);
        });
        await using IReadTransaction late = await store.BeginReadAsync(Token);
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [Identifier(2)], Token));

        Assert.Empty(await early.GetIdentifiersAsync(Workspace, [1, 2], Token));
        Assert.Equal(0, await early.RevisionAsync(Workspace, Token));
        Assert.Equal([1], Ids(await late.GetIdentifiersAsync(Workspace, [1, 2], Token)));
        Assert.Equal(1, await late.RevisionAsync(Workspace, Token));
    }

    [Fact]
    public async Task A_second_write_waits_for_the_first_and_sees_what_it_committed()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IWriteTransaction first = await store.BeginWriteAsync(Token);
        Task<IWriteTransaction> waiting = store.BeginWriteAsync(Token).AsTask();
        await first.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
        await first.CommitAsync(Token);

        Assert.False(waiting.IsCompleted);
        await first.DisposeAsync();
        await using IWriteTransaction second = await waiting;
        Assert.Single(await second.GetIdentifiersAsync(Workspace, [1], Token));
    }

    [Fact]
    public async Task A_caller_that_gives_up_waiting_does_not_hold_up_the_next()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IWriteTransaction first = await store.BeginWriteAsync(Token);
        using var patience = new CancellationTokenSource();
        Task<IWriteTransaction> waiting = store.BeginWriteAsync(patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await first.DisposeAsync();
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token));
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_leaves_nothing()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using (IWriteTransaction write = await store.BeginWriteAsync(Token))
        {
            await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => write.CommitAsync(new CancellationToken(canceled: true)).AsTask());
        }

        Assert.Empty(await ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1], Token)));
    }

    [Fact]
    public async Task What_is_committed_is_there_when_the_store_is_opened_again_and_nothing_else()
    {
        await using (IIdentityStore store = await OpenAsync(Token))
        {
            await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token));
            await using IWriteTransaction lost = await store.BeginWriteAsync(Token);
            await lost.PutIdentifiersAsync(Workspace, [Identifier(2)], Token);
        }

        await using IIdentityStore again = await OpenAsync(Token);
        Assert.Equal([1], Ids(await ReadAsync(again, read => read.GetIdentifiersAsync(Workspace, [1, 2], Token))));
    }

    [Fact]
    public async Task A_transaction_takes_no_calls_after_its_end()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IReadTransaction read = await store.BeginReadAsync(Token);
        await read.DisposeAsync();
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.CommitAsync(Token);

        await Assert.ThrowsAsync<InvariantException>(() => read.RevisionAsync(Workspace, Token).AsTask());
        await Assert.ThrowsAsync<InvariantException>(() => write.RevisionAsync(Workspace, Token).AsTask());
        await Assert.ThrowsAsync<InvariantException>(() => write.CommitAsync(Token).AsTask());
    }

    [Fact]
    public async Task A_transaction_may_be_disposed_of_twice()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IWriteTransaction first = await store.BeginWriteAsync(Token);
        await first.DisposeAsync();
        await using IWriteTransaction second = await store.BeginWriteAsync(Token);
        await first.DisposeAsync();

        Task<IWriteTransaction> third = store.BeginWriteAsync(Token).AsTask();
        Assert.False(third.IsCompleted);
        await second.DisposeAsync();
        await (await third).DisposeAsync();
    }

    [Fact]
    public async Task A_write_in_which_a_call_failed_cannot_be_committed()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using (IWriteTransaction write = await store.BeginWriteAsync(Token))
        {
            await write.AddObservationAsync(Workspace, Observation("m"), [], Token);
            await Assert.ThrowsAsync<InvariantException>(
                () => write.AddObservationAsync(Workspace, Observation("m"), [], Token).AsTask());
            await Assert.ThrowsAnyAsync<StoreException>(() => write.CommitAsync(Token).AsTask());
        }

        Assert.Null(await ReadAsync(store, read => read.FindObservationAsync(Workspace, "web", "m", Token)));
    }

    [Fact]
    public async Task An_identifier_id_is_given_out_once_also_after_a_write_was_lost_or_the_store_opened_again()
    {
        var ids = new List<long>();
        await using (IIdentityStore store = await OpenAsync(Token))
        {
            await WriteAsync(store, async write => ids.Add(await write.NextIdentifierIdAsync(Token)));
            await using (IWriteTransaction lost = await store.BeginWriteAsync(Token))
            {
                ids.Add(await lost.NextIdentifierIdAsync(Token));
                ids.Add(await lost.NextIdentifierIdAsync(Token));
            }

            await WriteAsync(store, async write => ids.Add(await write.NextIdentifierIdAsync(Token)));
            await using IWriteTransaction last = await store.BeginWriteAsync(Token);
            ids.Add(await last.NextIdentifierIdAsync(Token));
        }

        await using IIdentityStore again = await OpenAsync(Token);
        await WriteAsync(again, async write => ids.Add(await write.NextIdentifierIdAsync(Token)));
        Assert.True(ids[0] > 0);
        Assert.Equal(ids.Distinct().Order(), ids);
    }

    [Fact]
    public async Task Writers_at_once_take_turns()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(
            () => WriteAsync(store, async write =>
            {
                await write.AddObservationAsync(Workspace, Observation($"m{index}"), [], Token);
                await write.AppendChangesAsync(Workspace, [], Token);
            }),
            Token)));

        IReadOnlyList<ObservationRecord> all =
            await ReadInWriteAsync(store, write => write.GetObservationsAfterAsync(Workspace, 0, 100, Token));
        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), all.Select(item => item.Sequence));
        Assert.Equal(40, await ReadAsync(store, read => read.RevisionAsync(Workspace, Token)));
    }

    [Fact]
    public async Task Many_readers_at_once_are_all_served_beside_a_writer()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await write.PutIdentifiersAsync(Workspace, [Identifier(1)], Token));
        await using IWriteTransaction open = await store.BeginWriteAsync(Token);
        await open.PutIdentifiersAsync(Workspace, [Identifier(2)], Token);

        IReadOnlyList<IdentifierRecord>[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(
            () => ReadAsync(store, read => read.GetIdentifiersAsync(Workspace, [1, 2], Token)), Token)));
        Assert.All(answers, answer => Assert.Equal([1], Ids(answer)));
    }
}
