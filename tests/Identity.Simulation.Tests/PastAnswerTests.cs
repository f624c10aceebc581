using System.Text.Json;
using Identity.Application.Access;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Core.Observations;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>What was answered at a moment is what is answered of that moment ever after.</summary>
public sealed class PastAnswerTests
{
    private const int Histories = 120;
    private const int AskedAgainMin = 500;

    // 9
    [Fact]
    public async Task The_answer_of_a_past_moment_is_the_one_that_was_given_then()
    {
        int asked = 0;
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count <= 50) { asked += await CompareAsync(history); }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} answers of the past");
        Assert.True(asked > AskedAgainMin, $"only {asked} questions were asked again");
    }

    private static async Task<int> CompareAsync(History history)
    {
        var random = new Random(history.Seed);
        RawIdentifier[] all =
            [.. history.Sent.SelectMany(sent => sent.Raw.Identifiers).Select(item => item with { Claimed = false })
                .Distinct()];
        var store = new MemoryStore();
        await using Service service = await Service.StartAsync(history.Rules, store, store);
        var given = new List<(DateTimeOffset At, VisitorQuery Visitor, ProfileQuery Profile, string Answer)>();
        foreach (Sent next in history.Sent)
        {
            await service.SendAsync([next]);
            // Later than the stamp of what was just stored.
            service.Time.MoveTo(service.Time.GetUtcNow().AddMilliseconds(1));
            if (random.Next(8) == 0) { service.Time.MoveTo(service.Time.GetUtcNow().AddMinutes(random.Next(5))); }
            var visitor = new VisitorQuery
            {
                Identifiers = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => all[random.Next(all.Length)])],
                Authenticated = random.Next(3) == 0,
            };
            var profile = new ProfileQuery { Identifier = all[random.Next(all.Length)] };
            given.Add((service.Time.GetUtcNow(), visitor, profile, await AnswerAsync(service, visitor, profile)));
            service.Time.MoveTo(service.Time.GetUtcNow().AddMilliseconds(1));
        }

        service.Time.MoveTo(history.Now > service.Time.GetUtcNow() ? history.Now : service.Time.GetUtcNow());
        await service.SweepAsync();
        foreach ((DateTimeOffset at, VisitorQuery visitor, ProfileQuery profile, string answer) in given)
        {
            string again = await AnswerAsync(
                service, visitor with { AsOf = at }, profile with { AsOf = at });
            string asked = $"{string.Join(", ", visitor.Identifiers)} {profile.Identifier}";
            Assert.True(answer == again, $"{history}{asked}\nthen: {answer}\nnow: {again}");
        }

        return given.Count;
    }

    private static async Task<string> AnswerAsync(Service service, VisitorQuery visitor, ProfileQuery profile) =>
        await TextOfAsync(async () => await service.ResolveUncachedAsync(visitor) with { Revision = "" })
        + await TextOfAsync(async () => await service.GetProfileAsync(profile) with { Revision = "" });

    private static async Task<string> TextOfAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return JsonSerializer.Serialize(await ask());
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Reason;
        }
    }
}
