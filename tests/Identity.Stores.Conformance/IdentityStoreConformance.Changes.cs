using Identity.Core.Identifiers;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task Each_unit_of_work_has_the_next_revision_also_one_without_changes()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        Assert.Equal(0, await ReadAsync(store, read => read.RevisionAsync(Workspace, Token)));
        await WriteAsync(store, async write =>
        {
            Assert.Equal(1, await write.AppendChangesAsync(Workspace, [Change("a")], Token));
            Assert.Equal(2, await write.AppendChangesAsync(Workspace, [], Token));
            Assert.Equal(3, await write.AppendChangesAsync(Workspace, [Change("b"), Change("c")], Token));
            Assert.Equal(1, await write.AppendChangesAsync(OtherWorkspace, [], Token));
        });

        Assert.Equal(3, await ReadAsync(store, read => read.RevisionAsync(Workspace, Token)));
    }

    [Fact]
    public async Task Changes_come_back_in_their_order_with_every_member()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        ChangeRecord[] written =
        [
            .. Enum.GetValues<ChangeKind>().Select(kind => new ChangeRecord(
                kind, IdOf($"{kind}"), kind == ChangeKind.Merged ? IdOf("other") : null, (long)kind)),
            new ChangeRecord(ChangeKind.RulesApplied, Guid.Empty, null, 0),
        ];
        await WriteAsync(store, async write => await write.AppendChangesAsync(Workspace, written, Token));

        IReadOnlyList<(long Revision, ChangeRecord Change)> read =
            await ReadAsync(store, read => read.GetChangesAsync(Workspace, 0, 10, Token));
        Assert.Equal(written.Select(change => (1L, change)), read);
    }

    [Fact]
    public async Task The_limit_of_changes_counts_revisions_and_never_cuts_one()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.AppendChangesAsync(Workspace, [Change("a"), Change("b")], Token);
            await write.AppendChangesAsync(Workspace, [], Token);
            await write.AppendChangesAsync(Workspace, [Change("c"), Change("d"), Change("e")], Token);
            await write.AppendChangesAsync(Workspace, [Change("f")], Token);
        });

        Assert.Equal([1, 1, 3, 3, 3], await Revisions(0, 2));
        Assert.Equal([3, 3, 3], await Revisions(1, 1));
        Assert.Equal([3, 3, 3, 4], await Revisions(2, 9));
        Assert.Empty(await Revisions(4, 9));

        async Task<IEnumerable<long>> Revisions(long after, int limit) => (await ReadAsync(
            store, read => read.GetChangesAsync(Workspace, after, limit, Token))).Select(item => item.Revision);
    }

    [Fact]
    public async Task Counts_are_of_what_the_workspace_holds()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await FillAsync(write, Workspace);
            await write.PutLinksAsync(
                Workspace,
                [Link(1, 2), FullLink(1, 3), FullLink(1, 4), FullLink(1, 5) with { Suppressed = "BRIDGE" }], Token);
        });

        StoreCounts counts = await ReadAsync(store, read => read.CountAsync(Workspace, Token));
        Assert.Equal((1, 1, 4, 1), (counts.Observations, counts.Identifiers, counts.Links, counts.Persons));
        Assert.Equal(
            [new("BRIDGE", 1), new("UNIQUE(login)", 2)],
            counts.Suppressed.OrderBy(reason => reason.Key, StringComparer.Ordinal));
        StoreCounts none = await ReadAsync(store, read => read.CountAsync(OtherWorkspace, Token));
        Assert.Equal((0, 0, 0, 0), (none.Observations, none.Identifiers, none.Links, none.Persons));
        Assert.Empty(none.Suppressed);
    }

    [Fact]
    public async Task Workspaces_hold_the_same_values_and_never_see_each_others()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await FillAsync(write, Workspace));
        string full = await EverythingAsync(store, Workspace);
        string empty = await EverythingAsync(store, OtherWorkspace);
        Assert.NotEqual(empty, full);

        await WriteAsync(store, async write => await FillAsync(write, OtherWorkspace));
        Assert.Equal(full, await EverythingAsync(store, Workspace));
        Assert.Equal(full, await EverythingAsync(store, OtherWorkspace));

        await WriteAsync(store, async write =>
        {
            await write.RemoveLinksOfAsync(OtherWorkspace, [1], Token);
            await write.RemovePersonsAsync(OtherWorkspace, [IdOf("p")], Token);
            await write.ReplaceSummariesAsync(OtherWorkspace, 1, [], Token);
            await write.PutLoginsAsync(OtherWorkspace, 1, Logins(), Token);
            await write.ReplaceMentionsAsync(OtherWorkspace, FullObservation("m") with { Sequence = 1 }, [], Token);
            await write.AddResidenceAsync(OtherWorkspace, Residence("home", 1, 9), Token);
            await write.PutHomesAsync(OtherWorkspace, [Home("p", null)], Token);
            await write.EndMultiOccupanciesAsync(OtherWorkspace, Noon, Token);
            await write.ClearDerivedAsync(OtherWorkspace, Token);
        });
        Assert.Equal(full, await EverythingAsync(store, Workspace));
    }

    [Fact]
    public async Task Clearing_removes_all_that_follows_from_observations_and_keeps_them_and_the_log()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write => await FillAsync(write, Workspace));
        await WriteAsync(store, async write =>
        {
            await write.ClearDerivedAsync(Workspace, Token);
            Assert.True(await write.NextIdentifierIdAsync(Token) > 0);
            Assert.Single(await write.GetObservationsAfterAsync(Workspace, 0, 10, Token));
            Assert.Single(await write.GetChangesAsync(Workspace, 0, 10, Token));
            Assert.Equal(2, await write.AppendChangesAsync(Workspace, [], Token));
            Assert.Equal(2, await write.AddObservationAsync(Workspace, Observation("n"), [], Token));
        });

        string cleared = await EverythingAsync(store, Workspace);
        await WriteAsync(store, async write =>
        {
            await write.AddObservationAsync(OtherWorkspace, Observation("m"), [], Token);
            await write.AddObservationAsync(OtherWorkspace, Observation("n"), [], Token);
            await write.AppendChangesAsync(OtherWorkspace, [Change("p")], Token);
            await write.AppendChangesAsync(OtherWorkspace, [], Token);
            // A record of its own: it ends when what is stored is made anew, and is not forgotten.
            await write.PutMultiOccupancyAsync(OtherWorkspace, IdOf("home"), true, Noon, Token);
        });
        Assert.Equal(await EverythingAsync(store, OtherWorkspace), cleared);
    }

    private static ChangeRecord Change(string person) => new(ChangeKind.Updated, IdOf(person), null, 1);

    /// <summary>Something in every table.</summary>
    private static async Task FillAsync(IWriteTransaction write, long workspace)
    {
        await write.AddObservationAsync(workspace, Observation("m"), [1], Token);
        await write.PutIdentifiersAsync(workspace, [FullIdentifier(1)], Token);
        await write.PutLinksAsync(workspace, [FullLink(1, 2)], Token);
        await write.PutPersonsAsync(workspace, [(Person("p", 2, Noon), FullSummary())], Token);
        await write.PutSummaryAsync(workspace, new SummaryRecord(1, 4, FullSummary()), Token);
        await write.PutLoginsAsync(workspace, 1, Logins("a", "b"), Token);
        await write.PutEpochAsync(workspace, FullIdentifier(1).Key, Token);
        await write.AddResidenceAsync(workspace, Residence("home", 1), Token);
        await write.PutHomesAsync(workspace, [Home("p", "home", isMultiOccupancy: true)], Token);
        await write.PutMultiOccupancyAsync(workspace, IdOf("home"), true, Noon, Token);
        await write.AppendChangesAsync(workspace, [Change("p")], Token);
    }

    /// <summary>All that <see cref="FillAsync"/> wrote, asked for in every way that there is.</summary>
    private static async Task<string> EverythingAsync(IIdentityStore store, long workspace)
    {
        IdentifierRecord known = FullIdentifier(1);
        IdentifierKey[] keys = [known.Key];
        await using IWriteTransaction read = await store.BeginWriteAsync(Token);
        string[] answers =
        [
            $"{await read.RevisionAsync(workspace, Token)}",
            StoredText.Of(await read.FindObservationAsync(workspace, "web", "m", Token)),
            StoredText.OfMembers(await read.FindIdentifiersAsync(workspace, keys, Token)),
            StoredText.OfMembers(await read.GetIdentifiersAsync(workspace, [1], Token)),
            StoredText.Of(await read.FindByPersonIdAsync(workspace, known.BirthId, Token)),
            StoredText.Of(await read.FindByPersonIdAsync(workspace, known.SecondId, Token)),
            StoredText.OfMembers(await read.GetMembersAsync(workspace, IdOf("person"), Token)),
            StoredText.OfMembers(await read.GetGiversAsync(workspace, [known.HeirId], null, 9, Token)),
            StoredText.OfMembers(await read.GetPersonAsync(workspace, IdOf("p"), Token)),
            StoredText.Of(await read.GetProfileAsync(workspace, IdOf("p"), Token)),
            string.Join(';', (await read.GetSummariesAsync(workspace, [1], Token)).Select(StoredText.Of)),
            string.Join(';', (await read.GetSummariesByOwnerAsync(workspace, [4], Token)).Select(StoredText.Of)),
            StoredText.OfMembers(await read.GetEpochsAsync(workspace, keys, Token)),
            StoredText.OfMembers(await read.GetChangesAsync(workspace, 0, 9, Token)),
            StoredText.OfMembers(await read.CountAsync(workspace, Token)),
            StoredText.OfMembers(await read.GetClusterIdentifiersAsync(workspace, [known.ClusterId], Token)),
            StoredText.OfMembers(await read.GetClusterLinksAsync(workspace, [5], Token)),
            StoredText.OfMembers(await read.GetLinksAmongAsync(workspace, [1, 2], Token)),
            StoredText.OfMembers(await read.GetLinksOfAsync(workspace, 2, Token)),
            $"{await read.CountVouchedValuesAsync(workspace, 2, known.Key.Namespace, 9, Token)}",
            StoredText.OfMembers(await read.GetLoginsAsync(workspace, [1], Token)),
            StoredText.OfMembers(await read.GetObservationsOfAsync(workspace, [1], int.MaxValue, Token)),
            StoredText.OfMembers(await read.GetObservationsAfterAsync(workspace, 0, 9, Token)),
            StoredText.OfMembers(await read.GetStaleClustersAsync(workspace, Noon, 9, Token)),
            StoredText.OfMembers(await read.GetHomesAsync(workspace, [IdOf("p")], Token)),
            StoredText.OfMembers(await read.GetResidentsAsync(workspace, IdOf("home"), 9, Token)),
            StoredText.OfMembers(await read.GetResidencesAsync(workspace, IdOf("home"), [1], Token)),
            StoredText.OfMembers(await read.GetLatestResidencesAsync(workspace, IdOf("home"), 9, Token)),
            $"{await read.WasMultiOccupancyAsync(workspace, IdOf("home"), Noon, Token)}",
        ];
        return string.Join('\n', answers);
    }
}
