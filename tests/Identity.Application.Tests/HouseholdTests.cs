using Identity.Application.Access;
using Identity.Application.Households;
using Identity.Application.Ingesting;
using Identity.Application.Resolving;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Identity.Stores;
using Xunit;

namespace Identity.Application.Tests;

public sealed class HouseholdTests
{
    [Fact]
    public async Task Who_is_named_with_the_same_address_is_one_household_and_two_persons()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade 1");
        IngestAnswer bram = await site.SeeAsync(50, 3, "email:bram@x.nl", "address:kade 1");
        await site.SeeAsync(40, 4, "login:anna", "address:kade 1");

        HouseholdAnswer household = await site.HouseholdAsync(anna.HouseholdId!.Value);

        Assert.NotEqual(anna.PersonId, bram.PersonId);
        Assert.Equal(anna.HouseholdId, bram.HouseholdId);
        Assert.Equal(anna.HouseholdId, household.HouseholdId);
        Assert.Equal((HouseholdState.Occupied, 2), (household.State, household.Size));
        Assert.Equal((Ago(60), Ago(40)), (household.FirstSeen, household.LastSeen));
        Assert.Equal(
            [new Stay(anna.PersonId!.Value, Ago(60), Ago(40)), new Stay(bram.PersonId!.Value, Ago(50), Ago(50))],
            household.Members);
        Assert.Empty(household.History);
        Assert.Equal(household.Members, (await site.HomeAsync(bram.PersonId.Value)).Members);
        Assert.Equal(anna.HouseholdId, (await site.ProfileAsync("login:anna")).HouseholdId);
    }

    [Fact]
    public async Task A_mover_is_in_the_new_household_and_in_the_history_of_the_old_one()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer before = await site.SeeAsync(60, 4, "login:anna", "address:kade 1");
        await site.SeeAsync(55, 4, "login:bram", "address:kade 1");
        IngestAnswer after = await site.SeeAsync(30, 4, "login:anna", "address:laan 2");
        // What is only heard of later and happened before moves nobody.
        IngestAnswer late = await site.SeeAsync(40, 4, "login:anna", "address:kade 1");

        Assert.Equal(after.HouseholdId, late.HouseholdId);
        Assert.NotEqual(before.HouseholdId, after.HouseholdId);
        HouseholdAnswer old = await site.HouseholdAsync(before.HouseholdId!.Value);
        Assert.Equal(1, old.Size);
        Assert.Equal([new Stay(before.PersonId!.Value, Ago(60), Ago(40))], old.History);

        await site.SeeAsync(20, 4, "login:bram", "address:laan 2");
        old = await site.HouseholdAsync(before.HouseholdId.Value);
        Assert.Equal((HouseholdState.Vacant, 0, 2), (old.State, old.Size, old.History.Count));
        Assert.Equal(2, (await site.HouseholdAsync(after.HouseholdId!.Value)).Size);

        // Back again: the same household as before.
        Assert.Equal(before.HouseholdId, (await site.SeeAsync(1, 4, "login:anna", "address:kade 1")).HouseholdId);
    }

    [Fact]
    public async Task Persons_who_become_one_are_one_member_and_those_who_part_are_two_again()
    {
        await using Site site = await Site.OpenAsync(new WorkspaceRules(
        [
            new() { Name = "login", Role = NamespaceRole.Person, Rank = 1 },
            new() { Name = "card", Role = NamespaceRole.Person, Rank = 2, ExpiresAfter = TimeSpan.FromDays(1) },
            new() { Name = "address", Role = NamespaceRole.Household, Rank = 3 },
        ]));
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade");
        IngestAnswer also = await site.SeeAsync(59, 4, "login:ann", "address:kade");
        Assert.Equal(2, (await site.HouseholdAsync(anna.HouseholdId!.Value)).Size);

        // Through a card that ties both, until it expires.
        await site.SeeAsync(50, 4, "login:anna", "card:7");
        IngestAnswer merged = await site.SeeAsync(50, 4, "login:ann", "card:7");
        Assert.Equal(IngestOutcome.Merged, merged.Outcome);
        HouseholdAnswer one = await site.HouseholdAsync(anna.HouseholdId.Value);
        Assert.Equal(1, one.Size);
        Assert.Equal(new Stay(merged.PersonId!.Value, Ago(60), Ago(59)), Assert.Single(one.Members));

        site.Time.Advance(TimeSpan.FromDays(1));
        HouseholdAnswer parted = await site.HouseholdAsync(anna.HouseholdId.Value);
        Assert.Equal(2, parted.Size);
        Assert.Equal(
            new[] { anna.PersonId!.Value, also.PersonId!.Value }.Order(),
            parted.Members.Select(member => member.PersonId).Order());
    }

    [Fact]
    public async Task One_more_than_the_limit_ends_the_household_of_all_and_one_less_begins_it_again()
    {
        await using Site site = await Site.OpenAsync(
            new WorkspaceRules(NamespaceDefaults.All, households: new HouseholdRule { Limit = 2 }));
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade", "cookie:tab");
        IngestAnswer bram = await site.SeeAsync(59, 4, "login:bram", "address:kade");
        var asks = new VisitorQuery { Identifiers = [Site.Parse("cookie:tab")] };
        Assert.Equal(anna.HouseholdId, (await site.ResolveAsync(asks)).HouseholdId);
        int asked = site.Pausing.LookUps;
        Assert.Equal(anna.HouseholdId, (await site.ResolveAsync(asks)).HouseholdId);
        // It was kept, so it must be told of the third.
        Assert.Equal(asked, site.Pausing.LookUps);

        IngestAnswer carl = await site.SeeAsync(58, 4, "login:carl", "address:kade");

        Assert.Null(carl.HouseholdId);
        Assert.Null((await site.ResolveAsync(asks)).HouseholdId);
        Assert.Null((await site.ProfileAsync("login:bram")).HouseholdId);
        HouseholdAnswer crowd = await site.HouseholdAsync(anna.HouseholdId!.Value);
        Assert.Equal(
            (HouseholdState.MultiOccupancy, 3, anna.HouseholdId), (crowd.State, crowd.Size, crowd.HouseholdId));
        Assert.Empty(crowd.Members);
        Assert.Empty(crowd.History);
        Assert.Null((await site.HomeAsync(bram.PersonId!.Value)).HouseholdId);
        Assert.Equal(
            [anna.PersonId!.Value, bram.PersonId.Value],
            (await ChangedAsync(site, carl.Revision)).Where(person => person != carl.PersonId)
                .OrderBy(person => person == bram.PersonId));

        IngestAnswer gone = await site.SeeAsync(1, 4, "login:carl", "address:elsewhere");
        Assert.NotNull(gone.HouseholdId);
        Assert.Equal(anna.HouseholdId, (await site.ResolveAsync(asks)).HouseholdId);
        Assert.Equal(2, (await site.HouseholdAsync(anna.HouseholdId.Value)).Members.Count);
    }

    [Fact]
    public async Task Of_thousands_at_one_address_each_is_taken_without_looking_at_the_others()
    {
        await using Site site = await Site.OpenAsync();
        Guid? household = null;
        for (int person = 0; person <= GetHousehold.SizeMax; person++)
        {
            IngestAnswer answer = await site.SeeAsync(5, 4, $"login:p{person}", "address:tower");
            household ??= answer.HouseholdId;
            Assert.Equal(person < HouseholdRule.LimitDefault, answer.HouseholdId is not null);
            // The newcomer, and once the twelve who were there.
            int others = person == HouseholdRule.LimitDefault ? HouseholdRule.LimitDefault : 0;
            int told = (await ChangedAsync(site, answer.Revision)).Count(changed => changed != answer.PersonId);
            Assert.Equal(others, told);
        }

        HouseholdAnswer tower = await site.HouseholdAsync(household!.Value);
        Assert.Equal((HouseholdState.MultiOccupancy, GetHousehold.SizeMax), (tower.State, tower.Size));
    }

    [Theory]
    [InlineData("address:Postbus 7, Utrecht")]
    [InlineData("address:Kade 1")]
    public async Task At_a_business_address_nobody_lives_together(string address)
    {
        var rule = new HouseholdRule { BusinessAddresses = ["Kade 1"] };
        await using Site site = await Site.OpenAsync(new WorkspaceRules(NamespaceDefaults.All, households: rule));
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", address);

        Assert.Null(anna.HouseholdId);
        HouseholdAnswer home = await site.HomeAsync(anna.PersonId!.Value);
        Assert.Equal((HouseholdState.MultiOccupancy, 1, null), (home.State, home.Size, home.HouseholdId));
        Assert.Empty(home.Members);
    }

    [Fact]
    public async Task A_household_is_told_from_level_3_and_only_of_whoever_is_recognised()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade", "cookie:annas");
        await site.SeeAsync(59, 4, "login:bram", "address:laan");
        IngestAnswer seen = await site.SeeAsync(58, 2, "cookie:annas");
        await site.SeeAsync(57, 2, "cookie:strange", "?login:anna");

        Assert.Equal((anna.PersonId, null), (seen.PersonId, seen.HouseholdId));
        Assert.Equal((3, anna.HouseholdId), await AskAsync("cookie:annas"));
        Assert.Equal((3, anna.HouseholdId), await AskAsync("cookie:annas", "login:bram"));
        Assert.Equal((2, null), await AskAsync("cookie:strange"));
        Assert.Equal((1, null), await AskAsync("login:anna"));
        Assert.Equal((1, null), await AskAsync("address:kade"));
        VisitorAnswer vouched = await site.ResolveAsync(new VisitorQuery
        {
            Identifiers = [Site.Parse("login:bram"), Site.Parse("cookie:annas")],
            Authenticated = true,
        });
        Assert.NotEqual(anna.HouseholdId, vouched.HouseholdId);
        Assert.NotNull(vouched.HouseholdId);

        async Task<(int, Guid?)> AskAsync(params string[] identifiers)
        {
            VisitorAnswer answer = await site.ResolveAsync(
                new VisitorQuery { Identifiers = [.. identifiers.Select(Site.Parse)] });
            return ((int)answer.Level, answer.HouseholdId);
        }
    }

    [Theory]
    [InlineData(2, "login:anna", "address:kade")]
    [InlineData(4, "login:anna", "?address:kade")]
    [InlineData(4, "?login:anna", "address:kade")]
    [InlineData(4, "cookie:tab", "address:kade")]
    [InlineData(4, "order:7", "address:kade")]
    public async Task What_is_claimed_or_seen_on_a_device_gives_nobody_a_home(int level, params string[] identifiers)
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer known = await site.SeeAsync(9, 4, "login:anna");
        IngestAnswer answer = await site.SeeAsync(5, level, identifiers);

        Assert.Null(answer.HouseholdId);
        Assert.Null((await site.ProfileAsync("login:anna")).HouseholdId);
        await RefusedAsync(RefusalReasons.HouseholdNotFound, () => site.HomeAsync(known.PersonId!.Value));
    }

    [Fact]
    public async Task An_order_brings_its_address_to_the_person_that_it_turns_out_to_be()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "order:7", "address:kade");
        IngestAnswer anna = await site.SeeAsync(5, 4, "order:7", "email:anna@x.nl");

        Assert.NotNull(anna.HouseholdId);
        Assert.Equal(anna.PersonId, Assert.Single((await site.HomeAsync(anna.PersonId!.Value)).Members).PersonId);
    }

    [Fact]
    public async Task A_duplicate_is_told_the_household_of_now()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, Site.Of("login:anna", "address:kade") with { MessageId = "m" });
        IngestAnswer moved = await site.SeeAsync(5, 4, "login:anna", "address:laan");
        IngestAnswer again = await site.SeeAsync(9, 4, Site.Of("login:anna", "address:kade") with { MessageId = "m" });

        Assert.Equal((IngestOutcome.Duplicate, moved.HouseholdId), (again.Outcome, again.HouseholdId));
    }

    [Fact]
    public async Task Members_and_history_need_the_scope_for_personal_values_and_the_rest_does_not()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade");
        await site.SeeAsync(50, 4, "login:bram", "address:kade");
        await site.SeeAsync(40, 4, "login:bram", "address:laan");
        var query = new HouseholdQuery { HouseholdId = anna.HouseholdId!.Value.ToString() };

        HouseholdAnswer all = await site.HouseholdAsync(query);
        HouseholdAnswer some = await site.HouseholdAsync(query, With(Scopes.ProfilesRead));

        Assert.Equal((1, 1), (all.Members.Count, all.History.Count));
        Assert.Equal((all.HouseholdId, all.State, all.Size), (some.HouseholdId, some.State, some.Size));
        Assert.Equal((all.FirstSeen, all.LastSeen), (some.FirstSeen, some.LastSeen));
        Assert.Empty(some.Members);
        Assert.Empty(some.History);
        await RefusedAsync(RefusalReasons.ScopeMissing, () => site.HouseholdAsync(query, With(Scopes.Resolve)));

        Caller With(string scope) => site.Admin with { Key = site.Admin.Key with { Scopes = [scope] } };
    }

    [Fact]
    public async Task What_is_no_household_is_not_found_and_what_is_no_id_is_malformed()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna");

        await RefusedAsync(RefusalReasons.WhoMissing, () => site.HouseholdAsync(new HouseholdQuery()));
        await RefusedAsync(
            RefusalReasons.HouseholdIdMalformed,
            () => site.HouseholdAsync(new HouseholdQuery { HouseholdId = "kade" }));
        await RefusedAsync(
            RefusalReasons.PersonIdMalformed, () => site.HouseholdAsync(new HouseholdQuery { PersonId = "anna" }));
        await RefusedAsync(RefusalReasons.HouseholdNotFound, () => site.HouseholdAsync(Guid.NewGuid()));
        // A person's id is no household's, and the other way round.
        await RefusedAsync(RefusalReasons.HouseholdNotFound, () => site.HouseholdAsync(anna.PersonId!.Value));
        await RefusedAsync(RefusalReasons.PersonNotFound, () => site.HomeAsync(Guid.NewGuid()));
        await RefusedAsync(RefusalReasons.HouseholdNotFound, () => site.HomeAsync(anna.PersonId!.Value));
        IngestAnswer home = await site.SeeAsync(5, 4, "login:anna", "address:kade");
        await RefusedAsync(RefusalReasons.PersonNotFound, () => site.HomeAsync(home.HouseholdId!.Value));
    }

    [Fact]
    public async Task Other_rules_apply_to_what_is_stored_and_leave_the_ids_as_they_were()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade");
        await site.SeeAsync(50, 4, "login:bram", "address:kade");
        var asks = new VisitorQuery { Identifiers = [Site.Parse("login:anna")], Authenticated = true };
        Assert.Equal(anna.HouseholdId, (await site.ResolveAsync(asks)).HouseholdId);

        await site.PutRulesAsync(NamespaceDefaults.All, new HouseholdRule { Limit = 1 });
        Assert.Null((await site.ResolveAsync(asks)).HouseholdId);
        await site.PutRulesAsync(NamespaceDefaults.All, new HouseholdRule { IsOn = false });
        Assert.Null((await site.ResolveAsync(asks)).HouseholdId);
        await RefusedAsync(RefusalReasons.HouseholdNotFound, () => site.HouseholdAsync(anna.HouseholdId!.Value));
        await site.PutRulesAsync(NamespaceDefaults.All);
        Assert.Equal(anna.HouseholdId, (await site.ResolveAsync(asks)).HouseholdId);
        Assert.Equal(2, (await site.HouseholdAsync(anna.HouseholdId!.Value)).Members.Count);
    }

    [Fact]
    public async Task Of_a_past_moment_the_household_is_told_that_could_be_told_then()
    {
        await using Site site = await Site.OpenAsync(
            new WorkspaceRules(NamespaceDefaults.All, households: new HouseholdRule { Limit = 1 }));
        IngestAnswer anna = await site.SeeAsync(60, 4, "login:anna", "address:kade");
        DateTimeOffset alone = Pass(site);
        await site.SeeAsync(50, 4, "login:bram", "address:kade");
        DateTimeOffset crowded = Pass(site);
        await site.SeeAsync(40, 4, "login:bram", "address:laan");
        DateTimeOffset again = Pass(site);
        IngestAnswer moved = await site.SeeAsync(30, 4, "login:anna", "address:weg");
        DateTimeOffset elsewhere = Pass(site);
        // Neither what comes later nor other rules change what was known then.
        await site.SeeAsync(20, 4, "login:carl", "address:kade");
        await site.PutRulesAsync(NamespaceDefaults.All, new HouseholdRule { Limit = 9 });
        DateTimeOffset loose = Pass(site);
        await site.PutRulesAsync(NamespaceDefaults.All, new HouseholdRule { Limit = 1, BusinessAddresses = ["weg"] });

        Assert.Equal(anna.HouseholdId, await AtAsync(alone));
        Assert.Null(await AtAsync(crowded));
        Assert.Equal(anna.HouseholdId, await AtAsync(again));
        Assert.Equal(moved.HouseholdId, await AtAsync(elsewhere));
        Assert.Equal(moved.HouseholdId, await AtAsync(loose));
        Assert.Null(await AtAsync(Pass(site)));
        Assert.NotEqual(anna.HouseholdId, moved.HouseholdId);

        async Task<Guid?> AtAsync(DateTimeOffset moment)
        {
            VisitorAnswer visitor = await site.ResolveAsync(new VisitorQuery
            {
                Identifiers = [Site.Parse("login:anna")],
                Authenticated = true,
                AsOf = moment,
            });
            Profiles.ProfileAnswer profile = await site.ProfileAsync(
                new Profiles.ProfileQuery { Identifier = Site.Parse("login:anna"), AsOf = moment });
            Assert.Equal(RecognitionLevel.Authenticated, visitor.Level);
            Assert.Equal(visitor.HouseholdId, profile.HouseholdId);
            return visitor.HouseholdId;
        }
    }

    [Fact]
    public async Task A_public_key_is_told_no_household()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(60, 4, "login:anna", "address:kade", "cookie:tab");
        Caller page = site.Admin with
        {
            Key = site.Admin.Key with { Scopes = [Scopes.IngestPublic], Sources = ["page"] },
        };

        IngestAnswer answer = await site.SeeAsync(1, 2, Site.Of("cookie:tab", "address:kade"), page);

        Assert.Equal((IngestOutcome.Accepted, null), (answer.Outcome, answer.HouseholdId));
    }

    private static DateTimeOffset Ago(int minutes) => Site.Start.AddMinutes(-minutes);

    private static DateTimeOffset Pass(Site site)
    {
        site.Time.Advance(TimeSpan.FromSeconds(1));
        DateTimeOffset moment = site.Time.GetUtcNow();
        site.Time.Advance(TimeSpan.FromSeconds(1));
        return moment;
    }

    private static async Task<IReadOnlyList<Guid>> ChangedAsync(Site site, string revision)
    {
        await using IReadTransaction read = await site.Store.BeginReadAsync(TestContext.Current.CancellationToken);
        return
        [
            .. (await read.GetChangesAsync(
                site.Admin.Workspace.Number, Revisions.Parse(revision) - 1, 1, TestContext.Current.CancellationToken))
                .Where(item => item.Change.Kind == ChangeKind.HouseholdChanged).Select(item => item.Change.PersonId),
        ];
    }

    private static async Task RefusedAsync<T>(string reason, Func<ValueTask<T>> ask)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(async () => await ask());
        Assert.Equal(reason, refused.Refusal.Reason);
    }
}
