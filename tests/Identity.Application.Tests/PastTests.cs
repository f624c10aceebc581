using Identity.Application.Access;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Xunit;

namespace Identity.Application.Tests;

/// <summary>What was known at a past moment, whatever came later: observations, expiry, rules.</summary>
public sealed class PastTests
{
    private static readonly VisitorQuery Cookie = new() { Identifiers = [Site.Parse("cookie:c")] };

    [Fact]
    public async Task What_was_stored_later_does_not_matter_even_when_it_happened_before()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(90, 2, "cookie:c");
        DateTimeOffset before = await PassAsync(site);
        await site.SeeAsync(95, 4, "login:nora", "cookie:c");

        Assert.Equal(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie)).Level);
        Assert.Equal(RecognitionLevel.Device, (await site.ResolveAsync(Cookie with { AsOf = before })).Level);
        await RefusedAsync(RefusalReasons.PersonNotFound, () => site.ProfileAsync(new ProfileQuery
        {
            Identifier = Site.Parse("login:nora"),
            AsOf = before,
        }).AsTask());
    }

    [Fact]
    public async Task An_id_leads_to_who_held_it_then()
    {
        await using Site site = await Site.OpenAsync();
        Guid? cookie = (await site.SeeAsync(90, 2, "cookie:c")).PersonId;
        DateTimeOffset before = await PassAsync(site);
        await site.SeeAsync(50, 4, "login:nora", "cookie:c");
        ProfileQuery query = new() { PersonId = $"{cookie}" };

        Assert.Equal(2, (await site.ProfileAsync(query)).Identifiers.Count);
        Assert.Single((await site.ProfileAsync(query with { AsOf = before })).Identifiers);
    }

    [Fact]
    public async Task What_expired_since_was_known_then()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(1, 4, "login:nora", "cookie:c");
        DateTimeOffset before = await PassAsync(site);
        site.Time.Advance(TimeSpan.FromDays(400));

        Assert.NotEqual(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie)).Level);
        Assert.Equal(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie with { AsOf = before })).Level);
        Assert.NotEqual(
            RecognitionLevel.Remembered,
            (await site.ResolveAsync(Cookie with { AsOf = before.AddDays(395) })).Level);
    }

    [Fact]
    public async Task The_rules_that_were_in_force_then_are_applied()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "customer_id:1", "login:nora");
        await site.SeeAsync(9, 4, "login:nora");
        DateTimeOffset before = await PassAsync(site);
        await site.PutRulesAsync([.. NamespaceDefaults.All.Where(rule => rule.Name != "customer_id")]);
        await PassAsync(site);
        var nora = new ProfileQuery { Identifier = Site.Parse("login:nora") };

        Assert.Single((await site.ProfileAsync(nora)).Identifiers);
        Assert.Equal(2, (await site.ProfileAsync(nora with { AsOf = before })).Identifiers.Count);
        Assert.Equal(2, (await site.ProfileAsync(new ProfileQuery
        {
            Identifier = Site.Parse("customer_id:1"),
            AsOf = before,
        })).Identifiers.Count);
    }

    [Fact]
    public async Task A_moment_that_is_not_past_and_a_creation_in_the_past_are_refused()
    {
        await using Site site = await Site.OpenAsync();
        DateTimeOffset now = site.Time.GetUtcNow();

        await RefusedAsync(
            RefusalReasons.AsOfOutOfRange,
            () => site.ResolveAsync(Cookie with { AsOf = now.AddSeconds(1) }).AsTask());
        await RefusedAsync(
            RefusalReasons.AsOfOutOfRange,
            () => site.ResolveAsync(Cookie with { AsOf = DateTimeOffset.UnixEpoch.AddSeconds(-1) }).AsTask());
        await RefusedAsync(
            RefusalReasons.AsOfCreates,
            () => site.ResolveAsync(Cookie with { AsOf = now, CreateIfUnknown = true }).AsTask());
        Assert.Equal(RecognitionLevel.Unknown, (await site.ResolveAsync(Cookie with { AsOf = now })).Level);
    }

    [Fact]
    public async Task What_is_stored_counts_as_later_even_when_the_clock_is_set_back()
    {
        await using Site site = await Site.OpenAsync();
        DateTimeOffset asked = site.Time.GetUtcNow();
        Assert.Equal(RecognitionLevel.Unknown, (await site.ResolveAsync(Cookie with { AsOf = asked })).Level);
        site.Time.Advance(TimeSpan.FromHours(-1));
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        site.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie)).Level);
        Assert.Equal(RecognitionLevel.Unknown, (await site.ResolveAsync(Cookie with { AsOf = asked })).Level);
    }

    [Fact]
    public async Task More_history_than_the_limit_is_refused_and_what_lies_behind_a_shared_device_does_not_count()
    {
        await using Site site = await Site.OpenAsync();
        for (int turn = 0; turn < 40; turn++) { await site.SeeAsync(9, 4, $"login:v{turn}", "cookie:kiosk"); }
        for (int turn = 0; turn < PastLimit; turn += 1_000) { await site.SeeManyAsync("login:v0", 1_000); }
        DateTimeOffset now = await PassAsync(site);

        await RefusedAsync(RefusalReasons.PastTooLarge, () => site.ProfileAsync(new ProfileQuery
        {
            Identifier = Site.Parse("login:v0"),
            AsOf = now,
        }).AsTask());
        Assert.Single((await site.ProfileAsync(new ProfileQuery
        {
            Identifier = Site.Parse("login:v1"),
            AsOf = now,
        })).Identifiers);
    }

    [Fact]
    public async Task After_a_change_of_rules_history_is_refused_rather_than_cut_off()
    {
        await using Site site = await Site.OpenAsync();
        // What the later rules of that moment would refuse counts as well: behind it there may be more.
        for (int turn = 0; turn < PastLimit; turn += 1_000) { await site.SeeManyAsync("loyalty_card:a", 1_000); }
        await site.SeeAsync(9, 4, "login:nora");
        await site.PutRulesAsync([.. NamespaceDefaults.All.Where(rule => rule.Name != "loyalty_card")]);
        DateTimeOffset moment = await PassAsync(site);
        await site.PutRulesAsync(NamespaceDefaults.All);
        await PassAsync(site);

        await RefusedAsync(RefusalReasons.PastTooLarge, () => site.ProfileAsync(new ProfileQuery
        {
            Identifier = Site.Parse("login:nora"),
            AsOf = moment,
        }).AsTask());
    }

    [Fact]
    public async Task Rules_that_find_the_same_identifiers_leave_the_past_as_reachable_as_it_was()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        for (int turn = 0; turn < PastLimit; turn += 1_000) { await site.SeeManyAsync("login:other", 1_000); }
        DateTimeOffset moment = await PassAsync(site);
        await site.PutRulesAsync([.. NamespaceDefaults.All.Select(rule => rule.Name == "cookie" ? new NamespaceRule
        {
            Name = rule.Name, Role = rule.Role, Rank = rule.Rank, AttachOnly = true,
            ExpiresAfter = TimeSpan.FromMinutes(1),
        } : rule)]);
        await PassAsync(site);

        Assert.NotEqual(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie)).Level);
        Assert.Equal(RecognitionLevel.Remembered, (await site.ResolveAsync(Cookie with { AsOf = moment })).Level);
    }

    [Fact]
    public async Task A_network_ties_nobody_to_anybody()
    {
        await using Site site = await Site.OpenAsync();
        for (int turn = 0; turn < PastLimit; turn += 1_000) { await site.SeeManyAsync("ip:192.0.2.7", 1_000); }
        await site.SeeAsync(9, 4, "login:nora", "cookie:c", "ip:192.0.2.7");
        DateTimeOffset moment = await PassAsync(site);

        VisitorAnswer answer = await site.ResolveAsync(new VisitorQuery
        {
            Identifiers = [Site.Parse("cookie:c"), Site.Parse("ip:192.0.2.7")],
            AsOf = moment,
        });
        Assert.Equal(RecognitionLevel.Remembered, answer.Level);
    }

    private const int PastLimit = Past.PastStates.ObservationsMax + 1_000;

    // A moment after all that was stored and before all that will be.
    private static async Task<DateTimeOffset> PassAsync(Site site)
    {
        site.Time.Advance(TimeSpan.FromSeconds(1));
        DateTimeOffset moment = site.Time.GetUtcNow();
        await site.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
        site.Time.Advance(TimeSpan.FromSeconds(1));
        return moment;
    }

    private static async Task RefusedAsync(string reason, Func<Task> ask)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(ask);
        Assert.Equal(reason, refused.Refusal.Reason);
    }
}
