using System.Text.Json;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Xunit;
using static Identity.Stores.Conformance.Sample;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    [Fact]
    public async Task A_visitor_is_found_with_person_profile_and_revision()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord device = FullIdentifier(1);
        await WriteAsync(store, async write =>
        {
            await write.PutEpochAsync(Workspace, device.Key, Token);
            await write.PutIdentifiersAsync(Workspace, [device], Token);
            await write.PutPersonsAsync(
                Workspace, [(new PersonRecord(IdOf("person"), 2, true, Noon.AddDays(30)), FullSummary())], Token);
            await write.PutSummaryAsync(Workspace, new SummaryRecord(1, 0, FullSummary()), Token);
            await write.AppendChangesAsync(Workspace, [], Token);
        });

        VisitorRecords found = await store.FindVisitorAsync(Workspace, [device.Key with { Epoch = 0 }], Token);

        VisitorRecord record = Assert.IsType<VisitorRecord>(Assert.Single(found.Found));
        Assert.Equal(1, found.Revision);
        Assert.Equal(
            new KnownIdentifier
            {
                PersonId = IdOf("person"),
                IsEstablished = true,
                LastSeen = Noon.AddDays(8),
                Sources = Sources,
                RememberedAt = Noon.AddDays(2),
                RememberedBy = Sources,
            },
            record.Known);
        VisitorPerson person = Assert.IsType<VisitorPerson>(record.Person);
        Assert.Equal((IdOf("person"), 2L, Noon.AddDays(30)), (person.Id, person.ClusterId, person.StaleAt));
        Assert.Equal(SummaryText.Write(FullSummary()), SummaryText.Write(Assert.IsType<SummaryDocument>(person.Profile)
            .ToSummary()));
        // A remembered device is answered from its person.
        Assert.Null(record.Own);
    }

    [Fact]
    public async Task A_visitor_is_looked_up_in_the_latest_epoch_even_when_nobody_was_seen_in_it()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        IdentifierRecord first = Identifier(1, "v") with { PersonId = IdOf("a") };
        IdentifierRecord second = Identifier(2, "v") with
        {
            PersonId = IdOf("b"),
            Key = first.Key with { Epoch = 500 },
        };
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(Workspace, [first, second], Token);
            await write.PutEpochAsync(Workspace, second.Key, Token);
        });

        Assert.Equal(IdOf("b"), (await FindAsync(store, first.Key))?.Person?.Id);

        await WriteAsync(store, async write =>
            await write.PutEpochAsync(Workspace, first.Key with { Epoch = 900 }, Token));
        Assert.Null(await FindAsync(store, first.Key));
    }

    [Fact]
    public async Task Visitors_come_in_the_order_of_the_question_and_strangers_are_null()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        await WriteAsync(store, async write =>
        {
            await write.PutIdentifiersAsync(
                Workspace,
                [
                    Identifier(1, "one") with { PersonId = IdOf("a") },
                    Identifier(2, "two") with { PersonId = IdOf("a") },
                    Identifier(3, "none"),
                ],
                Token);
            await write.PutPersonsAsync(
                Workspace, [(new PersonRecord(IdOf("a"), 1, false, null), Core.Profiles.Summary.Empty)], Token);
            await write.PutSummaryAsync(Workspace, new SummaryRecord(2, 0, FullSummary()), Token);
        });
        IdentifierKey[] asked =
            [.. ((string[])["two", "never", "one", "none"]).Select(value => new IdentifierKey("email", value, 0))];

        VisitorRecords found = await store.FindVisitorAsync(Workspace, asked, Token);
        VisitorRecords elsewhere = await store.FindVisitorAsync(OtherWorkspace, asked, Token);
        VisitorRecords inside = await ReadAsync(
            store, read => read.FindVisitorAsync(Workspace, asked, Token));

        Assert.Equal([IdOf("a"), null, IdOf("a"), null], found.Found.Select(record => record?.Person?.Id));
        Assert.Equal([true, false, true, true], found.Found.Select(record => record is not null));
        Assert.Same(found.Found[0]?.Person, found.Found[2]?.Person);
        Assert.Equal(
            SummaryText.Write(FullSummary()),
            SummaryText.Write(Assert.IsType<SummaryDocument>(found.Found[0]?.Own).ToSummary()));
        Assert.All(elsewhere.Found, Assert.Null);
        Assert.Equal(Text(found), Text(inside));
        Assert.Empty((await store.FindVisitorAsync(Workspace, [], Token)).Found);
    }

    [Fact]
    public async Task Rules_are_found_by_the_moment_from_which_they_were_in_force()
    {
        await using IIdentityStore store = await OpenAsync(Token);
        var first = new RulesRecord(1, null, Noon);
        var second = new RulesRecord(2, "{}", Noon.AddHours(1));
        await WriteAsync(store, async write =>
        {
            await write.PutRulesInForceAsync(Workspace, first, Token);
            await write.PutRulesInForceAsync(Workspace, second, Token);
            // Known already: the first moment stays.
            await write.PutRulesInForceAsync(Workspace, second with { InForceAt = Noon.AddHours(2) }, Token);
        });

        Assert.Null(await AtAsync(Noon.AddTicks(-10)));
        Assert.Equal(first, await AtAsync(Noon));
        Assert.Equal(first, await AtAsync(Noon.AddMinutes(59)));
        Assert.Equal(second, await AtAsync(Noon.AddHours(1)));
        Assert.Equal(second, await AtAsync(DateTimeOffset.MaxValue));

        async Task<RulesRecord?> AtAsync(DateTimeOffset moment) =>
            await ReadAsync(store, read => read.GetRulesAtAsync(Workspace, moment, Token));
    }

    private static async Task<VisitorRecord?> FindAsync(IIdentityStore store, IdentifierKey key) =>
        (await store.FindVisitorAsync(Workspace, [key], Token)).Found[0];

    private static string Text(VisitorRecords records) => JsonSerializer.Serialize(
        records.Found.Select(record => new { record?.Known, record?.Person?.Id, record?.Person?.StaleAt }));
}
