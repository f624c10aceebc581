using System.Text.Json;
using Identity.Application.Resolving;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Simulation.Tests.Matching;
using Identity.Stores;
using Identity.Stores.Sqlite;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// Worked out one observation at a time through the index, what looks alike, what it joins, and what keeps it apart are
/// those of all records compared at once.
/// </summary>
public sealed class MatchingTests
{
    private const int Histories = 500;

    [Fact]
    public async Task In_any_order_the_pairs_and_persons_are_those_of_all_records_at_once()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = RecordHistories.Make(seed);
            var reference = new ReferenceRecords(history);
            IReadOnlyList<string> expected = MatchedAnswer.Expect(history, reference);
            Count(counts, reference);
            foreach (int order in (int[])[0, 1, 2])
            {
                var store = new MemoryStore();
                string? difference = await DifferenceAsync(store, store, Shuffled(history, order), expected);
                Assert.True(difference is null, $"{history}order {order}{Environment.NewLine}{difference}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts));
        Assert.All(
            ["links", "reviews", "kept", "Unique", "Conflict", "persons joined"],
            what => Assert.True(counts.GetValueOrDefault(what) >= 20, $"{what}: {counts.GetValueOrDefault(what)}"));
    }

    [Fact]
    public async Task Over_the_embedded_store_as_well()
    {
        for (int seed = Seeds.First; seed < Seeds.First + (Histories / 20); seed++)
        {
            History history = RecordHistories.Make(seed);
            string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                var store = SqliteStore.Open(new SqliteStoreOptions { Path = Path.Combine(folder, "identity.db") });
                await store.ApplyAsync(CancellationToken.None);
                string? difference = await DifferenceAsync(
                    store, store, Shuffled(history, 1), MatchedAnswer.Expect(history, new ReferenceRecords(history)));
                Assert.True(difference is null, $"{history}{difference}");
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_released_across_a_fuzzy_link_and_a_denial_holds_for_all_that_is_joined()
    {
        (int joined, int denied) = (0, 0);
        for (int seed = Seeds.First; seed < Seeds.First + (Histories / 2); seed++)
        {
            History history = RecordHistories.Make(seed);
            (MemoryStore fuzzy, MemoryStore firm) = (new MemoryStore(), new MemoryStore());
            await using Service linked = await Service.StartAsync(history.Rules, fuzzy, fuzzy);
            await using Service alone = await Service.StartAsync(history.Rules.WithoutMatching(), firm, firm);
            foreach (Service service in (Service[])[linked, alone]) { await service.SendAsync(history.Sent); }
            foreach (VisitorQuery query in Queries(history))
            {
                VisitorAnswer shown = await linked.ResolveAsync(query);
                VisitorAnswer known = await alone.ResolveAsync(query);
                Assert.Equal(Told(known), Told(shown));
                // Where there are parts, the household is that of the whole, and so is not told.
                Assert.True(shown.HouseholdId is null || shown.HouseholdId == known.HouseholdId, history.ToString());
                Assert.True(known.Permissions.RetargetEmail || !shown.Permissions.RetargetEmail, history.ToString());
                if (known.PersonId != shown.PersonId) { joined++; }
                if (known.Permissions != shown.Permissions) { denied++; }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{joined} of joined persons, {denied} denied by another part");
        Assert.True(joined > 25 && denied > 2, $"{joined} and {denied}");
    }

    [Fact]
    public async Task An_answer_from_the_cache_is_the_answer_from_the_store()
    {
        for (int seed = Seeds.First; seed < Seeds.First + (Histories / 2); seed++)
        {
            History history = RecordHistories.Make(seed);
            var store = new MemoryStore();
            await using Service service = await Service.StartAsync(history.Rules, store, store);
            foreach (Sent sent in history.Sent)
            {
                await service.SendAsync([sent]);
                foreach (VisitorQuery query in Queries(history))
                {
                    Assert.Equal(
                        JsonSerializer.Serialize(await service.ResolveUncachedAsync(query)),
                        JsonSerializer.Serialize(await service.ResolveAsync(query)));
                }
            }
        }
    }

    private static IEnumerable<VisitorQuery> Queries(History history)
    {
        RawIdentifier[] all = [.. history.Sent.SelectMany(sent => sent.Raw.Identifiers)
            .Select(item => item with { Claimed = false }).Distinct()];
        foreach (RawIdentifier item in all)
        {
            bool isDevice = item.Namespace == "cookie";
            yield return new VisitorQuery { Identifiers = [item], Authenticated = !isDevice };
            if (!isDevice)
            {
                yield return new VisitorQuery
                {
                    Identifiers = [item, .. all.Where(other => other.Namespace == "cookie")],
                    Authenticated = true,
                };
            }
        }
    }

    // All but the id of the person, its household, the revision, and what may be done with it.
    private static string Told(VisitorAnswer answer) => JsonSerializer.Serialize(
        answer with { PersonId = null, HouseholdId = null, Revision = "", Permissions = default });

    // 3
    [Fact]
    public void Fuzzy_links_join_no_more_values_than_are_allowed_and_no_ends_of_an_apart()
    {
        int joined = 0;
        for (int seed = Seeds.First; seed < Seeds.First + (2 * Histories); seed++)
        {
            History history = RecordHistories.Make(seed);
            WholeGraph free = new ReferenceRecords(history).Resolve();
            FuzzyLink? kept = free.Resolution.GroupOf.Count == 0 ? null
                : free.Graph.FuzzyLinks.FirstOrDefault(free.Resolution.IsKept);
            if (kept is null) { continue; }
            joined++;
            history = history with
            {
                Decisions = [new Decision("d", kept.A.Key, kept.B.Key, Verdict.Apart, History.Start)],
            };
            WholeGraph graph = new ReferenceRecords(history).Resolve();
            foreach (Group person in graph.Persons.Keys)
            {
                Assert.All(
                    person.Members.Where(member => member.Rule.Unique > 0).GroupBy(member => member.Rule),
                    values => Assert.InRange(
                        values.Select(item => item.Key.Value).Distinct().Count(), 1, values.Key.Unique));
                bool holdsBoth = graph.PersonOf(kept.A.Key) == graph.PersonOf(kept.B.Key);
                // Other evidence may tie the two as well.
                Assert.False(holdsBoth, history.ToString());
            }
        }

        Assert.True(joined > 50, $"only {joined} had a fuzzy link");
    }

    private static async Task<string?> DifferenceAsync(
        IIdentityStore store, IWorkspaceStore workspaces, History history, IReadOnlyList<string> expected)
    {
        await using Service service = await Service.StartAsync(history.Rules, store, workspaces);
        foreach (Sent sent in history.Sent) { await service.SendAsync([sent]); }
        service.Time.MoveTo(history.Now);
        await service.SweepAsync();
        IReadOnlyList<string> actual = await MatchedAnswer.ReadAsync(store, history);
        if (expected.SequenceEqual(actual)) { return null; }
        string line = Environment.NewLine + "  ";
        return $"expected:{line}{string.Join(line, expected.Except(actual))}{Environment.NewLine}"
            + $"actual:{line}{string.Join(line, actual.Except(expected))}";
    }

    private static History Shuffled(History history, int order)
    {
        Sent[] sent = [.. history.Sent];
        if (order > 0) { new Random(history.Seed + order).Shuffle(sent); }
        return history with { Sent = sent };
    }

    private static void Count(SortedDictionary<string, int> counts, ReferenceRecords reference)
    {
        WholeGraph graph = reference.Resolve();
        Add("links", graph.Graph.FuzzyLinks.Count);
        Add("reviews", reference.Pairs().Count(pair => !pair.Value.IsLink));
        Add("kept", graph.Graph.FuzzyLinks.Count(graph.Resolution.IsKept));
        foreach (Suppression held in graph.Resolution.Held.Values) { Add(held.Reason.ToString(), 1); }
        Add("persons joined", graph.Persons.Keys.Count(
            person => person.Members.Count > graph.Resolution.FirmOf[person.Members[0]].Members.Count));

        void Add(string what, int times) => counts[what] = counts.GetValueOrDefault(what) + times;
    }
}
