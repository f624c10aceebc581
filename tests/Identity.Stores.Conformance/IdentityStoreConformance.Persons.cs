using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task A_person_and_its_profile_come_back_as_they_were_written_last()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        (PersonRecord, Summary)[] states =
        [
            (Person("p", 3, Noon), FullSummary()),
            (Person("p", 4) with { IsEstablished = false }, Summary("Bern")),
            (Person("p", 4, Noon.AddDays(1)), Summary("Bern")),
            (Person("p", 4, Noon.AddDays(2)), Summary("Bern")),
            (Person("p", 4, Noon.AddDays(2)), new Summary()),
        ];
        foreach ((PersonRecord Person, Summary Profile) state in states)
        {
            await WriteAsync(store, async write => await write.PutPersonsAsync(Workspace, [state], Token));
            PersonRecord? person = await ReadAsync(store, read => read.GetPersonAsync(Workspace, IdOf("p"), Token));
            Assert.Equal(state.Person, person);
            Summary? profile = await ReadAsync(store, read => read.GetProfileAsync(Workspace, IdOf("p"), Token));
            Assert.Equal(StoredText.Of(state.Profile), StoredText.Of(profile));
        }
    }

    [Fact]
    public async Task A_removed_person_is_gone_with_its_profile_and_no_other_is()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.PutPersonsAsync(
                Workspace, [(Person("p"), Summary("Bern")), (Person("q"), Summary("Basel"))], Token);
            await write.RemovePersonsAsync(Workspace, [IdOf("p"), IdOf("unknown")], Token);
        });

        Assert.Null(await ReadAsync(store, read => read.GetPersonAsync(Workspace, IdOf("p"), Token)));
        Assert.Null(await ReadAsync(store, read => read.GetProfileAsync(Workspace, IdOf("p"), Token)));
        Assert.NotNull(await ReadAsync(store, read => read.GetPersonAsync(Workspace, IdOf("q"), Token)));
        Assert.NotNull(await ReadAsync(store, read => read.GetProfileAsync(Workspace, IdOf("q"), Token)));
    }

    [Fact]
    public async Task Persons_and_identifiers_come_page_by_page_each_once_and_in_order()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        string[] names = [.. Enumerable.Range(0, 12).Select(number => $"page{number}")];
        await WriteAsync(store, async write =>
        {
            await write.PutPersonsAsync(
                Workspace, [.. names.Select(name => (Person(name), Summary(name)))], Token);
            await write.PutPersonsAsync(OtherWorkspace, [(Person("other"), Summary("other"))], Token);
            await write.PutIdentifiersAsync(
                Workspace, [.. Enumerable.Range(1, 7).Select(number => Identifier(number, $"v{number}"))], Token);
            await write.PutIdentifiersAsync(OtherWorkspace, [Identifier(8, "other")], Token);
        });
        List<(PersonRecord Person, Summary Profile)> persons = [];
        List<IdentifierRecord> identifiers = [];
        await ReadAsync(store, async read =>
        {
            IReadOnlyList<(PersonRecord Person, Summary Profile)> page;
            do
            {
                Guid after = persons.Count == 0 ? Guid.Empty : persons[^1].Person.PersonId;
                page = await read.GetPersonsAfterAsync(Workspace, after, 5, Token);
                Assert.InRange(page.Count, 0, 5);
                persons.AddRange(page);
            }
            while (page.Count > 0);
            identifiers.AddRange(await read.GetIdentifiersAfterAsync(Workspace, 0, 5, Token));
            identifiers.AddRange(await read.GetIdentifiersAfterAsync(Workspace, identifiers[^1].Id, 5, Token));
            return await read.GetIdentifiersAfterAsync(Workspace, identifiers[^1].Id, 5, Token);
        });

        Assert.Equal(
            names.Select(IdOf)
                .OrderBy(id => Convert.ToHexString(id.ToByteArray(bigEndian: true)), StringComparer.Ordinal),
            persons.Select(item => item.Person.PersonId));
        Assert.All(persons, item => Assert.Equal(
            StoredText.Of(Summary(names.Single(name => IdOf(name) == item.Person.PersonId))),
            StoredText.Of(item.Profile)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], identifiers.Select(item => item.Id));
    }

    [Fact]
    public async Task Stale_clusters_come_once_each_the_longest_expired_first_up_to_the_limit()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        PersonRecord[] persons =
        [
            Person("a", 1, Noon.AddDays(2)), Person("b", 2, Noon.AddDays(1)), Person("c", 2, Noon.AddDays(2)),
            Person("d", 3, Noon.AddDays(3)), Person("e", 4), Person("f", 5, Noon.AddDays(2).AddMicroseconds(1)),
        ];
        await write.PutPersonsAsync(Workspace, [.. persons.Select(person => (person, new Summary()))], Token);

        Assert.Equal([2, 1], await write.GetStaleClustersAsync(Workspace, Noon.AddDays(2), 10, Token));
        Assert.Equal([2, 1, 5], await write.GetStaleClustersAsync(Workspace, Noon.AddDays(9), 3, Token));
        Assert.Empty(await write.GetStaleClustersAsync(Workspace, Noon, 10, Token));
    }

    [Fact]
    public async Task Summaries_come_back_by_subject_and_devices_by_owner()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        SummaryRecord[] written =
        [
            new(1, 0, FullSummary()), new(2, 0, new Summary()), new(2, 5, Summary("Bern")), new(2, 6, Summary("Basel")),
            new(3, 5, Summary("Chur")),
        ];
        await WriteAsync(store, async write =>
        {
            foreach (SummaryRecord summary in written) { await write.PutSummaryAsync(Workspace, summary, Token); }
        });

        AssertSummaries(
            written, await ReadAsync(store, read => read.GetSummariesAsync(Workspace, [1, 2, 3, 4, 2], Token)));
        AssertSummaries(
            [written[2], written[4]],
            await ReadAsync(store, read => read.GetSummariesByOwnerAsync(Workspace, [5, 0, 5, 7], Token)));
        Assert.Empty(await ReadAsync(store, read => read.GetSummariesAsync(Workspace, [], Token)));
    }

    [Fact]
    public async Task Writing_a_summary_replaces_that_one_and_replacing_a_subjects_replaces_all_of_its_own()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        SummaryRecord other = new(2, 5, Summary("Chur"));
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.ReplaceSummariesAsync(
            Workspace, 1, [new(1, 0, Summary("Bern")), new(1, 5, Summary("Basel"))], Token);
        await write.PutSummaryAsync(Workspace, other, Token);
        await write.PutSummaryAsync(Workspace, new(1, 5, FullSummary()), Token);
        AssertSummaries(
            [new(1, 0, Summary("Bern")), new(1, 5, FullSummary()), other],
            await write.GetSummariesAsync(Workspace, [1, 2], Token));

        await write.ReplaceSummariesAsync(Workspace, 1, [new(1, 6, Summary("Zug"))], Token);
        AssertSummaries(
            [new(1, 6, Summary("Zug")), other], await write.GetSummariesAsync(Workspace, [1, 2], Token));
        await write.ReplaceSummariesAsync(Workspace, 1, [], Token);
        AssertSummaries([other], await write.GetSummariesAsync(Workspace, [1, 2], Token));
        await Assert.ThrowsAsync<InvariantException>(
            () => write.ReplaceSummariesAsync(Workspace, 1, [other], Token).AsTask());
    }

    [Fact]
    public async Task Logins_come_back_as_they_were_written_last_and_devices_without_any_are_left_out()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        foreach (string[] owners in (string[][])[["a"], ["a", "b", "a"], ["x", "b", "a"], ["x"]])
        {
            await write.PutLoginsAsync(Workspace, 1, Logins(owners), Token);
            await write.PutLoginsAsync(Workspace, 2, Logins("z"), Token);
            IReadOnlyDictionary<long, DeviceLogins> read = await write.GetLoginsAsync(Workspace, [1, 3, 1], Token);
            Assert.Equal([1L], read.Keys);
            Assert.Equal(StoredText.Of(Logins(owners)), StoredText.Of(read[1]));
        }

        await write.PutLoginsAsync(Workspace, 1, DeviceLogins.None, Token);
        Assert.Equal([2L], (await write.GetLoginsAsync(Workspace, [1, 2], Token)).Keys);
    }

    [Fact]
    public async Task Epochs_come_back_by_value_and_beginning_one_again_changes_nothing()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierKey[] epochs = [new("cookie", "a", 10), new("cookie", "a", 20), new("cookie", "b", 10)];
        await WriteAsync(store, async write =>
        {
            foreach (IdentifierKey epoch in (IdentifierKey[])[.. epochs, epochs[0]])
            {
                await write.PutEpochAsync(Workspace, epoch, Token);
            }
        });

        IdentifierKey[] asked = [new("cookie", "a", 0), new("cookie", "a", 20), new("email", "b", 0)];
        IReadOnlyList<IdentifierKey> read =
            await ReadAsync(store, read => read.GetEpochsAsync(Workspace, asked, Token));
        Assert.Equal(epochs[..2], read.OrderBy(epoch => epoch.Epoch));
    }

    private static void AssertSummaries(IEnumerable<SummaryRecord> expected, IEnumerable<SummaryRecord> actual) =>
        Assert.Equal(
            expected.Select(StoredText.Of).Order(StringComparer.Ordinal),
            actual.Select(StoredText.Of).Order(StringComparer.Ordinal));
}
