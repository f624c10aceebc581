using System.Collections.Immutable;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Profiles;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    private static readonly ImmutableArray<RecordField> Fields =
        [new RecordField(FieldKind.FamilyName, "d'Árc \"\0"), new RecordField(FieldKind.Postcode, "3511 AB")];

    [Fact]
    public async Task Records_come_back_as_they_were_written_and_are_replaced_as_a_whole()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        MatchEntry crm = new(1, "crm", 5, Fields);
        MatchEntry web = new(1, "web", (1L << MatchEntry.PlaceBits) | 5, []);
        await write.ReplaceMatchEntriesAsync(Workspace, 1, [crm, web], Token);
        await write.ReplaceMatchEntriesAsync(Workspace, 2, [new MatchEntry(2, "crm", 6, Fields)], Token);

        IReadOnlyList<MatchEntry> read = await write.GetMatchEntriesAsync(Workspace, [1, 1, 9], Token);
        Assert.Equal([crm, web], read.OrderBy(item => item.Source));
        Assert.Equal(RecordStanding.Stated, web.Standing);
        await write.ReplaceMatchEntriesAsync(Workspace, 1, [web], Token);
        Assert.Equal([web], await write.GetMatchEntriesAsync(Workspace, [1], Token));
        await write.ReplaceMatchEntriesAsync(Workspace, 1, [], Token);
        Assert.Single(await write.GetMatchEntriesAsync(Workspace, [1, 2], Token));
        Assert.Empty(await write.GetMatchEntriesAsync(OtherWorkspace, [1, 2], Token));
    }

    [Fact]
    public async Task The_first_records_with_a_key_are_those_of_the_first_places()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        MatchKey[] keys =
        [
            new(ulong.MaxValue, 9, 1, "crm"), new(ulong.MaxValue, 2, 4, "web"), new(ulong.MaxValue, 2, 3, "web"),
            new(ulong.MaxValue, 2, 3, "crm"), new(1, 1, 1, "crm"),
        ];
        await write.ChangeMatchKeysAsync(Workspace, [], keys, Token);
        await write.ChangeMatchKeysAsync(Workspace, [new MatchKey(7, 7, 7, "crm")], [keys[0]], Token);

        Assert.Equal(
            [keys[3], keys[2], keys[1]], await write.FindMatchKeysAsync(Workspace, [ulong.MaxValue], 3, Token));
        IReadOnlyList<MatchKey> both = await write.FindMatchKeysAsync(Workspace, [1, ulong.MaxValue, 1, 5], 1, Token);
        Assert.Equal([keys[4], keys[3]], both.OrderBy(key => key.Key));
        await write.ChangeMatchKeysAsync(Workspace, [keys[3], keys[2]], [], Token);
        Assert.Equal([keys[1], keys[0]], await write.FindMatchKeysAsync(Workspace, [ulong.MaxValue], 9, Token));
        Assert.Empty(await write.FindMatchKeysAsync(OtherWorkspace, [ulong.MaxValue], 9, Token));
    }

    [Fact]
    public async Task Matched_pairs_are_found_by_either_end_and_by_the_cluster_that_they_hold()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        MatchedPair review = Pair(1, 2, -48);
        MatchedPair link = Pair(2, 3, 160) with { IsLink = true, ClusterId = 2, Suppressed = "UNIQUE(login)" };
        await write.PutMatchesAsync(Workspace, [review, Pair(2, 3, 1)], Token);
        await write.PutMatchesAsync(Workspace, [link], Token);

        Assert.Equal([review, link], (await write.GetMatchesOfAsync(Workspace, [2, 3], Token)).OrderBy(pair => pair.A));
        Assert.Equal([review], await write.GetMatchesOfAsync(Workspace, [1], Token));
        Assert.Equal([link], await write.GetClusterMatchesAsync(Workspace, [2, 2, 0], Token));
        await write.RemoveMatchesAsync(Workspace, [(2, 3), (8, 9)], Token);
        Assert.Equal([review], await write.GetMatchesOfAsync(Workspace, [1, 2, 3], Token));
        Assert.Empty(await write.GetMatchesOfAsync(OtherWorkspace, [1, 2, 3], Token));
    }

    [Fact]
    public async Task Parts_of_persons_are_replaced_and_removed()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        var later = Core.Profiles.Summary.Empty with { LastAt = Noon };
        await write.PutPartsAsync(
            Workspace, [(3, Core.Profiles.Summary.Empty), (4, Core.Profiles.Summary.Empty)], Token);
        await write.PutPartsAsync(Workspace, [(3, later)], Token);
        await write.RemovePartsAsync(Workspace, [4, 9], Token);

        Assert.Equal(SummaryText.Write(later), SummaryText.Write((await write.GetPartAsync(Workspace, 3, Token))!));
        Assert.Null(await write.GetPartAsync(Workspace, 4, Token));
        Assert.Null(await write.GetPartAsync(OtherWorkspace, 3, Token));
    }

    [Fact]
    public async Task A_visitor_is_given_the_profile_of_its_part()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        Guid person = IdOf("joined");
        IdentifierRecord alone = Identifier(1) with { PersonId = person, ClusterId = 1, FirmId = 1 };
        IdentifierRecord whole = Identifier(2) with { PersonId = person, ClusterId = 1 };
        await write.PutIdentifiersAsync(Workspace, [alone, whole], Token);
        var profile = Core.Profiles.Summary.Empty with { LastAt = Noon };
        await write.PutPersonsAsync(Workspace, [(new PersonRecord(person, 1, false, null), profile)], Token);
        await write.PutPartsAsync(Workspace, [(1, Core.Profiles.Summary.Empty)], Token);

        VisitorRecords found = await write.FindVisitorAsync(Workspace, [alone.Key, whole.Key], Token);

        Assert.Equal([alone], await write.GetIdentifiersAsync(Workspace, [1], Token));
        Assert.Equal([1, 0], found.Found.Select(record => record!.Person!.FirmId));
        Assert.Equal([1, 0], found.Found.Select(record => record!.Known.FirmId));
        Assert.Equal(
            [Core.Profiles.Summary.Empty.LastAt, Noon],
            found.Found.Select(record => record!.Person!.Profile!.ToSummary().LastAt));
    }

    [Fact]
    public async Task Decisions_are_found_by_either_value_and_outlive_what_is_derived()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        Assert.False(await write.HasDecisionsAsync(Workspace, Token));
        DecisionRecord decision = Decision("first", Key("a", 5), Key("b", 0));
        await write.AddDecisionAsync(Workspace, decision, Token);
        await write.ClearDerivedAsync(Workspace, Token);

        Assert.True(await write.HasDecisionsAsync(Workspace, Token));
        Assert.False(await write.HasDecisionsAsync(OtherWorkspace, Token));
        Assert.Equal([decision], await write.GetDecisionsOfAsync(Workspace, [Key("a", 0), Key("b", 9)], Token));
        Assert.Equal([decision], await write.GetDecisionsOfAsync(Workspace, [Key("b", 0)], Token));
        Assert.Empty(await write.GetDecisionsOfAsync(Workspace, [Key("c", 0)], Token));
        Assert.Empty(await write.GetDecisionsOfAsync(OtherWorkspace, [Key("a", 0)], Token));
    }

    [Fact]
    public async Task Reviews_are_what_looks_alike_and_is_neither_joined_nor_decided_the_best_first()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutIdentifiersAsync(
            Workspace,
            [
                .. Enumerable.Range(1, 8).Select(id => Identifier(id) with
                {
                    PersonId = IdOf($"person {(id == 2 ? 1 : id)}"),
                    Exclusion = id == 8 ? SuppressionReason.Expired : null,
                }),
            ],
            Token);
        MatchedPair held = Pair(3, 4, 200) with { IsLink = true, Suppressed = "UNIQUE(login)" };
        MatchedPair[] open = [held, Pair(3, 5, 80), Pair(1, 3, 16), Pair(2, 3, 16)];
        await write.PutMatchesAsync(
            Workspace,
            [
                .. open, Pair(1, 2, 90), Pair(4, 5, 90) with { IsLink = true }, Pair(5, 6, 90), Pair(6, 7, 90),
                Pair(1, 8, 90),
                Pair(1, 4, 90) with { IsLink = true, Suppressed = "APART(x)" },
            ],
            Token);
        await write.AddDecisionAsync(Workspace, Decision("one", Identifier(5).Key, Identifier(6).Key), Token);
        await write.AddDecisionAsync(Workspace, Decision("two", Identifier(7).Key, Identifier(6).Key), Token);

        IReadOnlyList<ReviewRecord> all = await write.GetReviewsAsync(Workspace, null, 100, Token);

        Assert.Equal(open, all.Select(item => item.Pair));
        Assert.All(all, item => Assert.Equal((item.Pair.A, item.Pair.B), (item.A.Id, item.B.Id)));
        Assert.Equal(
            [open[3]],
            (await write.GetReviewsAsync(Workspace, (16, 1, 3), 100, Token)).Select(item => item.Pair));
        Assert.Equal([held], (await write.GetReviewsAsync(Workspace, null, 1, Token)).Select(item => item.Pair));
        Assert.Empty(await write.GetReviewsAsync(OtherWorkspace, null, 100, Token));
    }

    [Fact]
    public async Task Hints_are_links_that_were_held_back_for_long_and_often()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.PutIdentifiersAsync(
            Workspace, [.. Enumerable.Range(1, 6).Select(id => Identifier(id) with { PersonId = IdOf($"p{id}") })],
            Token);
        LinkRecord bridge = Held(1, 2, "BRIDGE", 31, 5);
        LinkRecord split = Held(2, 3, "CLAIM", 0, 4) with
        {
            Remembered = new LinkEvidence(Noon.AddDays(30), Noon.AddDays(30), 1),
        };
        await write.PutLinksAsync(
            Workspace,
            [
                bridge, split, Held(1, 3, "BRIDGE", 29, 50), Held(1, 4, "BRIDGE", 99, 4),
                Held(1, 5, "UNIQUE(login)", 99, 9),
                Held(5, 6, null, 99, 9),
            ],
            Token);

        Assert.Equal([bridge, split], (await write.GetHintsAsync(Workspace, null, 9, Token)).Select(item => item.Link));
        Assert.Equal([split], (await write.GetHintsAsync(Workspace, (1, 2), 9, Token)).Select(item => item.Link));
        await write.AddDecisionAsync(Workspace, Decision("no", Identifier(2).Key, Identifier(1).Key), Token);
        Assert.Equal([split], (await write.GetHintsAsync(Workspace, null, 1, Token)).Select(item => item.Link));
    }

    [Fact]
    public async Task What_is_matched_goes_with_what_is_derived()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await using IWriteTransaction write = await store.BeginWriteAsync(Token);
        await write.ReplaceMatchEntriesAsync(Workspace, 1, [new MatchEntry(1, "crm", 5, Fields)], Token);
        await write.ChangeMatchKeysAsync(Workspace, [], [new MatchKey(1, 1, 1, "crm")], Token);
        await write.PutMatchesAsync(Workspace, [Pair(1, 2, 9)], Token);
        await write.PutPartsAsync(Workspace, [(1, Core.Profiles.Summary.Empty)], Token);
        await write.ClearDerivedAsync(Workspace, Token);

        Assert.Empty(await write.GetMatchEntriesAsync(Workspace, [1], Token));
        Assert.Empty(await write.FindMatchKeysAsync(Workspace, [1], 9, Token));
        Assert.Empty(await write.GetMatchesOfAsync(Workspace, [1, 2], Token));
        Assert.Null(await write.GetPartAsync(Workspace, 1, Token));
    }

    private static MatchedPair Pair(long a, long b, int grade) =>
        new() { A = a, B = b, Grade = grade, SourceA = "crm", SourceB = "web.shop" };

    private static LinkRecord Held(long a, long b, string? reason, int days, int count) => new()
    {
        A = a,
        B = b,
        Device = new LinkEvidence(Noon, Noon.AddDays(days), count),
        Suppressed = reason,
    };

    private static IdentifierKey Key(string value, long epoch) => new("email", value, epoch);

    private static DecisionRecord Decision(string name, IdentifierKey a, IdentifierKey b) => new(
        new Decision(IdOf(name).ToString(), a, b, Verdict.Together, Noon), Noon.AddDays(1), IdOf("key"),
        "They called.");
}
