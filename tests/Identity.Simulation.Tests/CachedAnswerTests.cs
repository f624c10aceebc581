using System.Text.Json;
using Identity.Application.Access;
using Identity.Application.Resolving;
using Identity.Core.Observations;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Stores;
using Identity.Testing;
using Xunit;
using Xunit.Sdk;

namespace Identity.Simulation.Tests;

/// <summary>
/// Whatever arrives, and whatever was asked before: an answer from the cache is the answer from the store.
/// </summary>
public sealed class CachedAnswerTests
{
    private const int Histories = 1_500;
    private const int ControlHistories = 50;
    private const int QueriesPerStep = 6;
    private const int KnownMin = 10_000;

    [Fact]
    public async Task An_answer_from_the_cache_is_the_answer_from_the_store()
    {
        (int Asked, int Known) count = default;
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50) { continue; }
            (int asked, int known) = await CompareAsync(history);
            count = (count.Asked + asked, count.Known + known);
        }

        // Of a cache that were always asked for strangers nothing would be proven.
        TestContext.Current.TestOutputHelper?.WriteLine($"{count.Asked} answers, {count.Known} of known visitors");
        Assert.True(count.Known > KnownMin, $"only {count.Known} of {count.Asked} were known");
    }

    // The control: a cache that is not told of commits must be found out.
    [Fact]
    public Task A_cache_that_does_not_follow_the_log_is_found_out() => IsFoundOutAsync(ControlHistories, _ => null);

    // Another's arrival can end what was told of a household: the log must name whoever did nothing.
    [Fact]
    public Task A_cache_that_is_not_told_of_households_is_found_out() =>
        IsFoundOutAsync(ControlHistories * 20, ForgetfulStore.Without(ChangeKind.HouseholdChanged));

    private static async Task IsFoundOutAsync(int histories, Func<IIdentityStore, IIdentityStore?> logOf)
    {
        int found = 0;
        for (int seed = Seeds.First; seed < Seeds.First + histories && found == 0; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50) { continue; }
            try
            {
                await CompareAsync(history, logOf);
            }
            catch (TrueException)
            {
                found++;
            }
        }

        Assert.True(found > 0, "no stale answer was noticed");
    }

    private static async Task<(int Asked, int Known)> CompareAsync(
        History history, Func<IIdentityStore, IIdentityStore?>? logOf = null)
    {
        bool followsLog = logOf is null;
        var random = new Random(history.Seed);
        RawIdentifier[] all =
            [.. history.Sent.SelectMany(sent => sent.Raw.Identifiers).Select(item => item with { Claimed = false })
                .Distinct()];
        var store = new MemoryStore();
        await using Service service = await Service.StartAsync(history.Rules, store, store, logOf);
        Sent[] sent = [.. history.Sent];
        if (random.Next(2) == 0) { random.Shuffle(sent); }
        (int asked, int known) = (0, 0);
        foreach (Sent next in sent)
        {
            await service.SendAsync([next]);
            if (followsLog && random.Next(8) == 0) { service.Time.MoveTo(history.Now); }
            if (followsLog && random.Next(8) == 0) { await service.SweepAsync(); }
            for (int query = 0; query < QueriesPerStep; query++)
            {
                VisitorQuery asks = Any(random, all);
                string? cached = await AnswerAsync(service.ResolveAsync(asks));
                string? stored = await AnswerAsync(service.ResolveUncachedAsync(asks));
                Assert.True(cached == stored, $"{history}{Describe(asks)}\ncache: {cached}\nstore: {stored}");
                asked++;
                if (stored?.Contains("\"PersonId\":\"", StringComparison.Ordinal) == true) { known++; }
            }
        }

        return (asked, known);
    }

    private static VisitorQuery Any(Random random, RawIdentifier[] all) => new()
    {
        Identifiers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => all[random.Next(all.Length)])],
        Authenticated = random.Next(4) == 0,
        PersonalLink = random.Next(6) == 0,
        Purpose = random.Next(3) == 0 ? "marketing" : "",
    };

    // What is refused is refused alike, and tells nothing.
    private static async Task<string?> AnswerAsync(ValueTask<VisitorAnswer> asked)
    {
        try
        {
            return JsonSerializer.Serialize(await asked);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Reason;
        }
    }

    private static string Describe(VisitorQuery query) =>
        $"{string.Join(", ", query.Identifiers)} authenticated={query.Authenticated} link={query.PersonalLink}";
}
