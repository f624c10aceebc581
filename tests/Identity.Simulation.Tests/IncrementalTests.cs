using Identity.Application.Ingesting;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Stores.Sqlite;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// Worked out one observation at a time, from what a store holds of the clusters it touches, persons, ids, profiles and
/// remembered devices are those that the rule gives for everything at once.
/// </summary>
public sealed class IncrementalTests
{
    private const int Histories = 600;
    private const int CrowdEvery = 300;

    [Fact]
    public Task One_by_one_in_the_order_of_arrival() => ForEachAsync(Histories, async history =>
    {
        await using Service service = await StartAsync(history);
        foreach (Sent sent in history.Sent) { await service.SendAsync([sent]); }
        return await DifferenceAsync(service, history);
    });

    [Fact]
    public Task In_random_groups_shuffled_with_copies_while_time_goes_on() => ForEachAsync(Histories, async history =>
    {
        await using Service service = await StartAsync(history);
        var random = new Random(history.Seed);
        Sent[] sent = [.. history.Sent, .. history.Sent.Where(_ => random.Next(3) == 0)];
        random.Shuffle(sent);
        for (int from = 0; from < sent.Length;)
        {
            int count = random.Next(1, 5);
            await service.SendAsync([.. sent.Skip(from).Take(count)]);
            from += count;
            if (random.Next(5) == 0) { service.Time.MoveTo(history.Now); }
        }

        return await DifferenceAsync(service, history)
            ?? await DifferenceAsync(service, history with { Now = history.Now.AddMinutes(10) });
    });

    [Fact]
    public Task Through_concurrent_calls() => ForEachAsync(Histories / 3, async history =>
    {
        await using Service service = await StartAsync(history);
        await Task.WhenAll(history.Sent.Select(sent => Task.Run(() => service.SendAsync([sent]))));
        return await DifferenceAsync(service, history);
    });

    [Fact]
    public Task Over_the_embedded_store() => ForEachAsync(Histories / 20, async history =>
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "identity.db") });
            await store.ApplyAsync(CancellationToken.None);
            await using Service service = await Service.StartAsync(history.Rules, store, store);
            await Task.WhenAll(history.Sent.Chunk(3).Select(group => service.SendAsync(group)));
            return await DifferenceAsync(service, history);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    // 7
    [Fact]
    public Task Every_id_in_an_answer_leads_to_who_holds_it_now() => ForEachAsync(Histories / 3, async history =>
    {
        await using Service service = await StartAsync(history);
        var handedOut = new HashSet<Guid>();
        foreach (Sent sent in history.Sent)
        {
            IReadOnlyList<IngestAnswer> answers = await service.SendAsync([sent]);
            handedOut.UnionWith(answers.Select(answer => answer.PersonId).OfType<Guid>());
        }

        service.Time.MoveTo(history.Now);
        await service.SweepAsync();
        WholeGraph graph = CoreAnswer.Resolve(history with { Decisions = [] });
        foreach (Guid id in handedOut)
        {
            Guid found = (await service.GetProfileAsync(id)).PersonId;
            if (found != graph.Follow(id)) { return $"{id} leads to {found}, not to {graph.Follow(id)}"; }
        }

        return null;
    });

    private static async Task<Service> StartAsync(History history)
    {
        var store = new MemoryStore();
        return await Service.StartAsync(history.Rules, store, store);
    }

    private static async Task<string?> DifferenceAsync(Service service, History history)
    {
        service.Time.MoveTo(history.Now);
        await service.SweepAsync();
        IReadOnlyList<string> expected = StoredAnswer.Expect(history with { Decisions = [] });
        IReadOnlyList<string> actual = await StoredAnswer.ReadAsync(service.Store, history);
        if (expected.SequenceEqual(actual)) { return null; }
        string line = Environment.NewLine + "  ";
        return $"expected:{line}{string.Join(line, expected.Except(actual))}{Environment.NewLine}"
            + $"actual:{line}{string.Join(line, actual.Except(expected))}";
    }

    private static async Task ForEachAsync(int count, Func<History, Task<string?>> check)
    {
        for (int seed = Seeds.First; seed < Seeds.First + count; seed++)
        {
            // A few crowds will do: they are slow, one observation at a time.
            History history = seed % CrowdEvery == 0 ? HistoryGenerator.MakeCrowd(seed) : HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50 && seed % CrowdEvery != 0) { continue; }
            if (await FindAsync(check, history) is null) { continue; }
            History smallest = await ShrinkAsync(history, check);
            Assert.Fail($"{smallest}{await FindAsync(check, smallest)}");
        }
    }

    private static async Task<string?> FindAsync(Func<History, Task<string?>> check, History history)
    {
        try
        {
            return await check(history);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return failure.ToString();
        }
    }

    private static async Task<History> ShrinkAsync(History history, Func<History, Task<string?>> check)
    {
        for (int index = history.Sent.Count - 1; index >= 0; index--)
        {
            History smaller = history.WithoutSent(index);
            if (await FindAsync(check, smaller) is null) { continue; }
            history = smaller;
            index = history.Sent.Count;
        }

        return history;
    }
}
