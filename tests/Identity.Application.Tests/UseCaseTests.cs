using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Resolving;
using Identity.Application.Workspaces;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Identity.Testing;
using Xunit;

namespace Identity.Application.Tests;

public sealed class UseCaseTests
{
    [Fact]
    public async Task A_second_body_under_a_message_id_changes_nothing_and_is_told()
    {
        await using Site site = await Site.OpenAsync();
        IngestAnswer first = await site.SeeAsync(5, 4, Site.Of("login:anna") with { MessageId = "same" });
        IngestAnswer again = await site.SeeAsync(5, 4, Site.Of("login:anna") with { MessageId = "same" });
        IngestAnswer other = await site.SeeAsync(5, 4, Site.Of("login:bram") with { MessageId = "same" });

        Assert.Equal((IngestOutcome.Duplicate, first.PersonId), (again.Outcome, again.PersonId));
        Assert.Empty(again.Problems);
        Assert.Equal((IngestOutcome.Duplicate, first.PersonId), (other.Outcome, other.PersonId));
        Assert.Equal(ProblemCodes.MessageIdReused, Assert.Single(other.Problems).Code);
        await Assert.ThrowsAsync<RefusedException>(() => site.ProfileAsync("login:bram").AsTask());
    }

    [Fact]
    public async Task An_event_counts_once_however_often_it_is_sent()
    {
        await using Site site = await Site.OpenAsync();
        for (int time = 0; time < 3; time++)
        {
            await site.SeeAsync(5, 4, Site.Of("login:anna") with
            {
                MessageId = "order-1",
                Event = new RawEvent("Order Completed", []),
            });
        }

        Assert.Equal(1, (await site.ProfileAsync("login:anna")).Events
            .Single(item => item.Key == "order_completed").Value.Count);
    }

    [Fact]
    public async Task A_cookie_that_has_expired_is_a_stranger_even_before_it_is_swept()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, "login:anna", "cookie:old");
        var query = new VisitorQuery { Identifiers = [Site.Parse("cookie:old")] };
        Assert.Equal(RecognitionLevel.Remembered, (await site.ResolveAsync(query)).Level);

        site.Time.Advance(NamespaceDefaults.CookieExpiresAfter);

        VisitorAnswer answer = await site.ResolveAsync(query);
        Assert.Equal(RecognitionLevel.Device, answer.Level);
        Assert.NotEqual((await site.ProfileAsync("login:anna")).PersonId, answer.PersonId);
    }

    [Fact]
    public async Task A_stranger_is_created_on_request_and_is_the_same_one_next_time()
    {
        await using Site site = await Site.OpenAsync();
        var query = new VisitorQuery { Identifiers = [Site.Parse("cookie:new")], CreateIfUnknown = true };
        VisitorAnswer created = await site.ResolveAsync(query);
        VisitorAnswer known = await site.ResolveAsync(query);

        Assert.True(created.Created);
        Assert.Equal(RecognitionLevel.Device, created.Level);
        Assert.NotNull(created.PersonId);
        Assert.False(known.Created);
        Assert.Equal(created.PersonId, known.PersonId);
    }

    [Fact]
    public async Task A_new_login_is_an_empty_person_of_level_4()
    {
        await using Site site = await Site.OpenAsync();
        VisitorAnswer answer = await site.ResolveAsync(
            new VisitorQuery { Identifiers = [Site.Parse("login:new")], Authenticated = true });
        Assert.Equal((RecognitionLevel.Authenticated, (Guid?)null), (answer.Level, answer.PersonId));
        Assert.Empty(answer.Fields);
    }

    [Fact]
    public async Task A_network_that_was_seen_is_a_hint_without_a_person()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, "login:anna", "ip:192.0.2.7");
        VisitorAnswer answer = await site.ResolveAsync(new VisitorQuery { Identifiers = [Site.Parse("ip:192.0.2.7")] });
        Assert.Equal((RecognitionLevel.Device, (Guid?)null), (answer.Level, answer.PersonId));
        Assert.Empty(answer.Fields);
    }

    [Fact]
    public async Task A_link_token_resolves_its_own_identifier_and_nothing_else()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(5, 4, "login:anna", "email:anna@example.nl");
        await site.SeeAsync(5, 4, "login:bram", "cookie:brams");
        string token = LinkToken.Create(
            site.Admin.Workspace.Secret, new RawIdentity("email", "anna@example.nl"), Site.Start.AddHours(1));
        var resolveOnly = site.Admin with { Key = site.Admin.Key with { Scopes = [Scopes.Resolve] } };

        VisitorAnswer answer = await site.ResolveAsync(
            new VisitorQuery
            {
                Identifiers = [Site.Parse("cookie:brams"), Site.Parse("login:bram")],
                LinkToken = token,
            },
            resolveOnly);

        Assert.Equal(RecognitionLevel.Remembered, answer.Level);
        Assert.Equal((await site.ProfileAsync("login:anna")).PersonId, answer.PersonId);
        Assert.Equal("cookie", Assert.Single(answer.Conflicts).Namespace);
        Assert.Equal("login", Assert.Single(answer.Claims).Namespace);
        await RefusedAsync(site, new VisitorQuery { LinkToken = token[..^2] + "AA" },
            RefusalReasons.LinkTokenMalformed);
        site.Time.Advance(TimeSpan.FromHours(2));
        await RefusedAsync(site, new VisitorQuery { LinkToken = token }, RefusalReasons.LinkTokenExpired);
    }

    [Fact]
    public async Task A_grant_through_a_claim_waits_for_possession_and_a_denial_does_not()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(60, 4, "login:anna", "email:anna@example.nl");
        await site.SeeAsync(50, 2, Consent("cookie:form", true));
        Assert.Empty((await site.ProfileAsync("login:anna")).Consents);

        // Her next login elsewhere proves nothing about who filled in the form.
        await site.SeeAsync(40, 4, "login:anna", "email:anna@example.nl", "cookie:hers");
        Assert.Empty((await site.ProfileAsync("login:anna")).Consents);

        await site.SeeAsync(30, 3, "email:anna@example.nl", "cookie:form");
        Assert.True(Assert.Single((await site.ProfileAsync("login:anna")).Consents).Granted);

        await site.SeeAsync(20, 2, Consent("cookie:stranger", false));
        Assert.False(Assert.Single((await site.ProfileAsync("login:anna")).Consents).Granted);
    }

    [Fact]
    public async Task Stricter_rules_give_what_would_be_had_they_always_been_so()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(60, 4, "login:anna", "cookie:tab");
        await site.SeeAsync(50, 4, "login:bram", "cookie:tab");
        NamespaceRule[] strict =
        [
            .. NamespaceDefaults.All.Select(rule => rule.Name != "cookie" ? rule : new NamespaceRule
            {
                Name = "cookie", Role = NamespaceRole.Device, Rank = 90, AttachOnly = true, SharedAfter = 2,
            }),
        ];

        await site.Workspaces.PutRulesAsync(
            site.Admin, new RulesDraft(strict, [], []), TestContext.Current.CancellationToken);
        IngestAnswer behind = await site.SeeAsync(1, 2, "cookie:other");

        Assert.Equal(IngestOutcome.Created, behind.Outcome);
        VisitorAnswer answer = await site.ResolveAsync(new VisitorQuery { Identifiers = [Site.Parse("cookie:tab")] });
        Assert.Equal(RecognitionLevel.Device, answer.Level);
        Assert.Equal("cookie", Assert.Single((await site.ProfileAsync("cookie:tab")).Identifiers).Namespace);
    }

    [Fact]
    public async Task A_cluster_that_is_full_refuses_the_observation_and_keeps_nothing_of_it()
    {
        await using Site site = await Site.OpenAsync(new WorkspaceRules(
            [.. Enumerable.Range(0, 40).Select(number => new NamespaceRule
            {
                Name = $"n{number}", Role = NamespaceRole.Person, Rank = number,
            })]));
        IngestAnswer? refused = null;
        for (int turn = 0; refused is null && turn < 400; turn++)
        {
            string[] identifiers = [.. Enumerable.Range(0, 19).Select(number => $"n{number}:v{turn}"), "n39:hub"];
            IngestAnswer answer = await site.SeeAsync(5, 4, identifiers);
            if (answer.Outcome == IngestOutcome.Rejected) { refused = answer; }
        }

        Assert.Equal(ProblemCodes.ClusterFull, Assert.Single(refused?.Problems ?? []).Code);
        WorkspaceStats before = await site.Workspaces.GetStatsAsync(site.Admin, TestContext.Current.CancellationToken);
        Assert.Equal(before.Counts.Observations, before.Counts.Identifiers == 0 ? 0
            : (before.Counts.Identifiers - 1) / 19);
    }

    [Fact]
    public async Task A_public_key_that_sends_too_much_is_told_when_to_come_again()
    {
        await using Site site = await Site.OpenAsync();
        var page = site.Admin with { Key = site.Admin.Key with { Scopes = [Scopes.IngestPublic], Sources = ["page"] } };
        RefusedException? refused = null;
        for (int sent = 0; refused is null && sent <= PublicRates.BurstMax; sent++)
        {
            refused = await Record.ExceptionAsync(
                () => site.SeeAsync(1, 2, Site.Of("cookie:c"), page)) as RefusedException;
        }

        Assert.Equal(RefusalReasons.RateLimited, refused?.Refusal.Reason);
        Assert.True(refused?.Refusal.RetryAfter > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_public_key_cannot_take_the_message_id_of_a_trusted_source()
    {
        await using Site site = await Site.OpenAsync();
        var page = site.Admin with { Key = site.Admin.Key with { Scopes = [Scopes.IngestPublic], Sources = ["test"] } };
        await site.SeeAsync(1, 2, Site.Of("cookie:thief") with { MessageId = "order-1" }, page);

        IngestAnswer order = await site.SeeAsync(1, 4, Site.Of("login:anna") with { MessageId = "order-1" });

        Assert.Equal(IngestOutcome.Created, order.Outcome);
        Assert.Empty(order.Problems);
    }

    [Fact]
    public async Task A_grant_through_a_claim_cannot_be_dated_back_before_an_earlier_visit()
    {
        await using Site site = await Site.OpenAsync();
        var page = site.Admin with { Key = site.Admin.Key with { Scopes = [Scopes.IngestPublic], Sources = ["page"] } };
        await site.SeeAsync(600, 4, "login:anna", "email:anna@example.nl", "cookie:kiosk");

        await site.SeeAsync(900, 2, Site.Of("cookie:kiosk", "?email:anna@example.nl") with
        {
            Consents = [new RawConsent("email", "marketing", true, Site.Start.AddDays(-2), "")],
        }, page);

        Assert.Empty((await site.ProfileAsync("login:anna")).Consents);
    }

    [Fact]
    public async Task Nobody_makes_a_profile_large_by_inventing_names()
    {
        await using Site site = await Site.OpenAsync();
        for (int turn = 0; turn < 7; turn++)
        {
            await site.SeeAsync(1, 2, Site.Of("cookie:c") with
            {
                Traits = [.. Enumerable.Range(0, 100).Select(number => new Trait($"t{turn}_{number}", "1"))],
            });
        }

        Assert.Equal(500, (await site.ProfileAsync("cookie:c")).Traits.Count);
    }

    [Fact]
    public async Task What_waits_is_bounded_by_observations_and_not_only_by_calls()
    {
        var store = new MemoryStore();
        using var follower = new ChangeFollower(store, new VisitorCache(0));
        var writer = new ObservationWriter(store, follower, new ServiceMeasures(), new FakeTime(Site.Start));
        Task<int> waiting = writer.SubmitAsync(1, _ => ValueTask.FromResult(1), ObservationWriter.WeightMax);
        RefusedException refused = Assert.Throws<RefusedException>(
            () => { _ = writer.SubmitAsync(1, _ => ValueTask.FromResult(2)); });
        using var stopping = new CancellationTokenSource();
        Task running = writer.RunAsync(stopping.Token);

        Assert.Equal(1, await waiting);
        Assert.Equal(ObservationWriter.RetryAfter, refused.Refusal.RetryAfter);
        await stopping.CancelAsync();
        await running;
    }

    private static RawObservation Consent(string cookie, bool granted) => Site.Of(cookie, "?email:anna@example.nl") with
    {
        Consents = [new RawConsent("email", "marketing", granted, null, "")],
    };

    private static async Task RefusedAsync(Site site, VisitorQuery query, string reason)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => site.ResolveAsync(query).AsTask());
        Assert.Equal(reason, refused.Refusal.Reason);
    }
}
