using Identity.Core.Households;
using Identity.Core.Rules;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Simulation.Tests.Reference;
using Identity.Stores;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// Where persons live, worked out one observation at a time. That it is what the rule gives for everything at once, in
/// any order, with copies, through concurrent calls and while time goes on, is part of <see cref="IncrementalTests"/>.
/// </summary>
public sealed class HouseholdTests
{
    private const int Histories = 1_000;
    private const int FaultHistoriesMax = 3_000;
    private const int MetMin = 20;

    public static TheoryData<HouseholdFault> Faults =>
        [.. Enum.GetValues<HouseholdFault>().Where(fault => fault != HouseholdFault.None)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_caught(HouseholdFault fault)
    {
        for (int seed = Seeds.First; seed < Seeds.First + FaultHistoriesMax; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50 || !Differs(history, fault)) { continue; }
            await using Service service = await StartAsync(history);
            await service.SendAsync(history.Sent);
            service.Time.MoveTo(history.Now);
            await service.SweepAsync();
            IReadOnlyList<string> stored = await StoredAsync(service, history);
            Assert.Equal(Expected(history, HouseholdFault.None), stored);
            Assert.NotEqual(Expected(history, fault), stored);
            return;
        }

        Assert.Fail($"{fault} was not noticed in {FaultHistoriesMax} histories from seed {Seeds.First}.");
    }

    // 6
    [Fact]
    public async Task Under_another_rule_of_households_all_is_as_if_it_had_always_been_so()
    {
        HouseholdRule[] rules =
        [
            new(), new() { Limit = 1 }, new() { Limit = 2 }, new() { IsOn = false },
            new() { Limit = 1, BusinessAddresses = ["a"] },
        ];
        for (int seed = Seeds.First; seed < Seeds.First + (Histories / 10); seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50) { continue; }
            await using Service service = await StartAsync(history);
            await service.SendAsync(history.Sent);
            service.Time.MoveTo(history.Now);
            foreach (HouseholdRule rule in rules)
            {
                history = UnderRule(history, rule);
                await service.ReplaceRulesAsync(history.Rules);
                await service.SweepAsync();
                Assert.Equal(
                    Expected(history, HouseholdFault.None), await StoredAsync(service, history));
            }
        }
    }

    [Fact]
    public async Task Histories_meet_moves_crowds_and_their_end_and_tell_who_is_concerned()
    {
        (int Homes, int Moves, int Crowds, int Ends, int Told) met = default;
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = UnderRule(HistoryGenerator.Make(seed), new HouseholdRule { Limit = 1 + (seed % 2) });
            if (history.Sent.Count > 50) { continue; }
            await using Service service = await StartAsync(history);
            Dictionary<Guid, HomeRecord> before = [];
            foreach (Sent sent in history.Sent)
            {
                long revision = await RevisionAsync(service);
                await service.SendAsync([sent]);
                Dictionary<Guid, HomeRecord> after = await HomesAsync(service, history);
                met.Homes += after.Count - before.Count > 0 ? 1 : 0;
                foreach ((Guid person, HomeRecord was) in before)
                {
                    if (!after.TryGetValue(person, out HomeRecord? now)) { continue; }
                    bool hasMoved = now.HouseholdId != was.HouseholdId;
                    met.Moves += hasMoved ? 1 : 0;
                    met.Crowds += !hasMoved && now.IsMultiOccupancy && !was.IsMultiOccupancy ? 1 : 0;
                    met.Ends += !hasMoved && !now.IsMultiOccupancy && was.IsMultiOccupancy ? 1 : 0;
                }

                met.Told += await CheckLogAsync(service, history, revision, (before, after));
                before = after;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{met}");
        Assert.All(
            [met.Homes, met.Moves, met.Crowds, met.Ends, met.Told],
            count => Assert.True(count >= MetMin, $"Something was met {count} times only: {met}"));
    }

    // Whoever's household may be told otherwise than before is named in the log, and nobody else.
    private static async Task<int> CheckLogAsync(
        Service service, History history, long revision,
        (Dictionary<Guid, HomeRecord> Before, Dictionary<Guid, HomeRecord> After) homes)
    {
        await using IReadTransaction read = await service.Store.BeginReadAsync(CancellationToken.None);
        HashSet<Guid> told = [.. (await read.GetChangesAsync(1, revision, 10, CancellationToken.None))
            .Where(item => item.Change.Kind == ChangeKind.HouseholdChanged).Select(item => item.Change.PersonId)];
        HashSet<Guid> concerned = [];
        foreach (Guid person in homes.Before.Keys.Union(homes.After.Keys))
        {
            bool isThere = await read.GetPersonAsync(1, person, CancellationToken.None) is not null;
            Guid? was = homes.Before.GetValueOrDefault(person)?.Told;
            if (isThere && was != homes.After.GetValueOrDefault(person)?.Told) { concerned.Add(person); }
        }

        Assert.True(concerned.SetEquals(told), $"{history}concerned {string.Join(' ', concerned)}, told "
            + string.Join(' ', told));
        return told.Count;
    }

    private static History UnderRule(History history, HouseholdRule rule) => history with
    {
        Rules = new WorkspaceRules(history.Rules.Namespaces, history.Rules.Traits, history.Rules.Sources, rule),
    };

    private static bool Differs(History history, HouseholdFault fault) =>
        !Expected(history, fault).SequenceEqual(Expected(history, HouseholdFault.None));

    private static IReadOnlyList<string> Expected(History history, HouseholdFault fault)
    {
        WholeGraph graph = CoreAnswer.Resolve(history with { Decisions = [] });
        return [.. ReferenceHouseholds.Of(history, graph, fault).Order(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(Service service, History history) =>
    [
        .. (await HomesAsync(service, history)).Values
            .Select(home => ReferenceHouseholds.Line(home.PersonId, home.HouseholdId!.Value, home.IsMultiOccupancy))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<Dictionary<Guid, HomeRecord>> HomesAsync(Service service, History history)
    {
        await using IReadTransaction read = await service.Store.BeginReadAsync(CancellationToken.None);
        Guid[] persons = await StoredAnswer.PersonsAsync(read, history);
        return (await read.GetHomesAsync(1, persons, CancellationToken.None)).ToDictionary(home => home.PersonId);
    }

    private static async Task<long> RevisionAsync(Service service)
    {
        await using IReadTransaction read = await service.Store.BeginReadAsync(CancellationToken.None);
        return await read.RevisionAsync(1, CancellationToken.None);
    }

    private static Task<Service> StartAsync(History history)
    {
        var store = new MemoryStore();
        return Service.StartAsync(history.Rules, store, store);
    }
}
