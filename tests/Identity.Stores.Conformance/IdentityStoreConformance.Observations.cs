using Identity.Core;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task An_observation_comes_back_as_it_was_written_with_its_sequence()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        ObservationRecord[] written = [Observation("m1"), FullObservation("m2")];
        await WriteAsync(store, async write =>
        {
            Assert.Equal(1, await write.AddObservationAsync(Workspace, written[0], [], Token));
            Assert.Equal(2, await write.AddObservationAsync(Workspace, written[1], [], Token));
        });

        for (int index = 0; index < written.Length; index++)
        {
            ObservationRecord expected = written[index] with { Sequence = index + 1 };
            ObservationRecord? read = await ReadAsync(
                store, read => read.FindObservationAsync(Workspace, "web", expected.MessageId, Token));
            Assert.Equal(StoredText.Of(expected), StoredText.Of(read));
        }
    }

    [Fact]
    public async Task An_observation_is_found_by_its_source_and_message_id_together()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.AddObservationAsync(Workspace, Observation("m", "web"), [], Token);
            await write.AddObservationAsync(Workspace, Observation("m", "crm"), [], Token);
        });

        Assert.Equal(2, (await Find("crm", "m"))?.Sequence);
        Assert.Null(await Find("crm", "n"));
        Assert.Null(await Find("erp", "m"));
        Assert.Null(await Find("m", "crm"));

        Task<ObservationRecord?> Find(string source, string messageId) =>
            ReadAsync(store, read => read.FindObservationAsync(Workspace, source, messageId, Token));
    }

    [Fact]
    public async Task A_second_observation_with_the_same_source_and_message_id_is_a_bug()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await write.AddObservationAsync(Workspace, Observation("m"), [], Token));
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);

        await Assert.ThrowsAsync<InvariantException>(
            () => write.AddObservationAsync(Workspace, Observation("m"), [], Token).AsTask());
    }

    [Fact]
    public async Task The_observations_of_identifiers_come_once_each_in_the_order_of_arrival()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        long[][] mentions = [[9], [1, 2], [2], [3], [2, 1, 2], []];
        for (int index = 0; index < mentions.Length; index++)
        {
            await write.AddObservationAsync(Workspace, Observation($"m{index}"), mentions[index], Token);
        }

        Assert.Equal(
            [1, 2, 3, 5], Sequences(await write.GetObservationsOfAsync(Workspace, [1, 2, 9, 1], int.MaxValue, Token)));
        Assert.Equal([1, 2], Sequences(await write.GetObservationsOfAsync(Workspace, [1, 2, 9, 1], 2, Token)));
        Assert.Equal([4], Sequences(await write.GetObservationsOfAsync(Workspace, [3, 77], int.MaxValue, Token)));
        Assert.Empty(await write.GetObservationsOfAsync(Workspace, [], int.MaxValue, Token));
    }

    [Fact]
    public async Task Observations_after_a_sequence_come_in_their_order_up_to_the_limit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        for (int index = 0; index < 5; index++)
        {
            await write.AddObservationAsync(Workspace, Observation($"m{9 - index}"), [], Token);
        }

        Assert.Equal([1, 2], Sequences(await write.GetObservationsAfterAsync(Workspace, 0, 2, Token)));
        Assert.Equal([3, 4, 5], Sequences(await write.GetObservationsAfterAsync(Workspace, 2, 100, Token)));
        Assert.Empty(await write.GetObservationsAfterAsync(Workspace, 5, 100, Token));
    }

    [Fact]
    public async Task Replacing_mentions_changes_what_follows_from_an_observation_and_nothing_of_what_was_sent()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.AddObservationAsync(Workspace, Observation("m1"), [1, 2], Token);
        await write.AddObservationAsync(Workspace, Observation("m2"), [1], Token);
        ObservationRecord changed = FullObservation("other") with { Sequence = 1, Source = "other", Body = "{}" };
        await write.ReplaceMentionsAsync(Workspace, changed, [2, 3, 3], Token);

        Assert.Equal([2], Sequences(await write.GetObservationsOfAsync(Workspace, [1], int.MaxValue, Token)));
        ObservationRecord expected = Observation("m1") with
        {
            Sequence = 1,
            SubjectId = changed.SubjectId,
            IsSetAside = changed.IsSetAside,
        };
        foreach (long identifier in (long[])[2, 3])
        {
            ObservationRecord only = Assert.Single(
                await write.GetObservationsOfAsync(Workspace, [identifier], int.MaxValue, Token));
            Assert.Equal(StoredText.Of(expected), StoredText.Of(only));
        }
    }

    [Fact]
    public async Task Replacing_the_mentions_of_no_observation_is_a_bug()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);

        await Assert.ThrowsAsync<InvariantException>(
            () => write.ReplaceMentionsAsync(Workspace, Observation("m"), [1], Token).AsTask());
    }

    private static IEnumerable<long> Sequences(IEnumerable<ObservationRecord> observations) =>
        observations.Select(item => item.Sequence);
}
