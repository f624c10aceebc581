using Identity.Application.Resolving;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Stores;
using Xunit;

namespace Identity.Application.Tests;

/// <summary>The cache is bounded, asks the store once for many, and never brings back what was overtaken.</summary>
public sealed class VisitorCacheTests
{
    private static readonly VisitorQuery Cookie = new() { Identifiers = [Site.Parse("cookie:c")] };

    [Fact]
    public async Task What_was_looked_up_is_not_looked_up_again_until_it_changes()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        await site.ResolveAsync(Cookie);
        int before = site.Pausing.LookUps;

        for (int turn = 0; turn < 5; turn++) { await site.ResolveAsync(Cookie); }
        Assert.Equal(before, site.Pausing.LookUps);

        await site.SeeAsync(1, 4, Named("login:nora", "Nora"));
        VisitorAnswer answer = await site.ResolveAsync(Cookie);
        Assert.Equal(before + 1, site.Pausing.LookUps);
        Assert.Equal("\"Nora\"", answer.Fields.Single().Value);
    }

    [Fact]
    public async Task A_reader_that_was_overtaken_by_a_write_does_not_fill_the_cache_with_what_it_read()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        await site.SeeAsync(8, 4, Named("login:nora", "Nora"));
        // The workspace is followed from its first question on.
        await site.ResolveAsync(new VisitorQuery { Identifiers = [Site.Parse("cookie:other")] });
        site.Pausing.Pause();
        Task<VisitorAnswer> slow = site.ResolveAsync(Cookie).AsTask();
        await site.SeeAsync(1, 4, Named("login:nora", "Eleonora"));
        site.Pausing.Resume();

        Assert.Equal("\"Nora\"", (await slow).Fields.Single().Value);
        Assert.Equal("\"Eleonora\"", (await site.ResolveAsync(Cookie)).Fields.Single().Value);
    }

    [Fact]
    public async Task Nothing_is_answered_of_a_workspace_before_its_log_was_read_to_the_end()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, Named("login:nora", "Nora"));
        await site.SeeAsync(8, 4, "login:nora", "cookie:c");
        long workspace = site.Admin.Workspace.Number;
        IdentifierKey[] values = [new IdentifierKey("cookie", "c", 0)];
        VisitorRecords early = await site.Store.FindVisitorAsync(
            workspace, values, TestContext.Current.CancellationToken);
        await site.SeeAsync(1, 4, Named("login:nora", "Eleonora"));

        // Followed from where the read was, and filled by another that read the same.
        site.Cache.Follow(workspace, early.Revision);
        Assert.False(site.Cache.TryFill(workspace, values, early, out _));
        Assert.Equal("\"Eleonora\"", (await site.ResolveAsync(Cookie)).Fields.Single().Value);
    }

    [Fact]
    public async Task Whoever_asks_after_a_write_does_not_join_a_read_from_before_it()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        site.Pausing.Pause();
        Task<VisitorAnswer> before = site.ResolveAsync(Cookie).AsTask();
        await site.SeeAsync(1, 4, Named("login:nora", "Nora"));
        Task<VisitorAnswer> after = site.ResolveAsync(Cookie).AsTask();
        site.Pausing.Resume();

        Assert.Empty((await before).Fields);
        Assert.Equal("\"Nora\"", (await after).Fields.Single().Value);
    }

    [Fact]
    public async Task Many_who_ask_the_same_at_once_cost_the_store_one_question()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        site.Pausing.Pause();
        int before = site.Pausing.LookUps;
        Task<VisitorAnswer>[] all = [.. Enumerable.Range(0, 100).Select(_ => site.ResolveAsync(Cookie).AsTask())];
        site.Pausing.Resume();

        Assert.All(await Task.WhenAll(all), answer => Assert.Equal(RecognitionLevel.Remembered, answer.Level));
        Assert.Equal(before + 1, site.Pausing.LookUps);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_others_their_answer()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        site.Pausing.Pause();
        using var impatient = new CancellationTokenSource();
        Task<VisitorAnswer> first = site.ResolveAsync(Cookie).AsTask();
        Task<VisitorAnswer> second = site.ResolveAsync(Cookie, impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        site.Pausing.Resume();

        Assert.Equal(RecognitionLevel.Remembered, (await first).Level);
    }

    [Fact]
    public async Task It_stays_within_its_bytes_and_keeps_who_is_asked_for()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, Named("login:favourite", "Favourite"));
        var favourite = new VisitorQuery { Identifiers = [Site.Parse("login:favourite")], Authenticated = true };
        await site.ResolveAsync(favourite);
        for (int turn = 0; turn < 400; turn++)
        {
            await site.SeeAsync(9, 4, Named($"login:v{turn}", new string('x', 4_000)));
            await site.ResolveAsync(new VisitorQuery
            {
                Identifiers = [Site.Parse($"login:v{turn}")],
                Authenticated = true,
            });
            await site.ResolveAsync(favourite);
            Assert.InRange(site.Cache.SizeBytes, 1, Site.CacheBytes);
        }

        Assert.InRange(site.Cache.PersonCount, 20, 200);
        int before = site.Pausing.LookUps;
        await site.ResolveAsync(favourite);
        Assert.Equal(before, site.Pausing.LookUps);
    }

    [Fact]
    public async Task It_answers_nothing_while_the_log_cannot_be_read_and_comes_back_by_itself()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        await site.ResolveAsync(Cookie);
        site.Pausing.IsUnreadable = true;
        await site.SeeAsync(1, 4, Named("login:nora", "Nora"));

        Assert.Equal("\"Nora\"", (await site.ResolveAsync(Cookie)).Fields.Single().Value);
        int before = site.Pausing.LookUps;
        await site.ResolveAsync(Cookie);
        Assert.Equal(before + 1, site.Pausing.LookUps);

        site.Pausing.IsUnreadable = false;
        await site.ResolveAsync(Cookie);
        before = site.Pausing.LookUps;
        Assert.Equal("\"Nora\"", (await site.ResolveAsync(Cookie)).Fields.Single().Value);
        Assert.Equal(before, site.Pausing.LookUps);
    }

    [Fact]
    public async Task It_comes_back_also_when_nothing_had_changed()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, "login:nora", "cookie:c");
        await site.ResolveAsync(Cookie);
        site.Pausing.IsUnreadable = true;
        // A commit without changes.
        await site.Sweeper.SweepAsync(TestContext.Current.CancellationToken);
        site.Pausing.IsUnreadable = false;
        await site.ResolveAsync(Cookie);
        int before = site.Pausing.LookUps;

        await site.ResolveAsync(Cookie);
        Assert.Equal(before, site.Pausing.LookUps);
    }

    [Fact]
    public async Task New_rules_empty_it()
    {
        await using Site site = await Site.OpenAsync();
        await site.SeeAsync(9, 4, Named("login:nora", "Nora"));
        await site.ResolveAsync(new VisitorQuery { Identifiers = [Site.Parse("login:nora")], Authenticated = true });
        Assert.Equal(1, site.Cache.PersonCount);

        await site.PutRulesAsync([.. NamespaceDefaults.All.Where(rule => rule.Name != "loyalty_card")]);

        Assert.Equal(0, site.Cache.PersonCount);
        Assert.Equal(0, site.Cache.SizeBytes);
    }

    private static RawObservation Named(string login, string name) => Site.Of(login) with
    {
        Traits = [new Trait("first_name", $"\"{name}\"")],
    };
}
