using Identity.Application.Ingesting;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Incremental;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>Properties of docs/resolution.md through the application, over random histories.</summary>
public sealed class IncrementalPropertyTests
{
    private const int Histories = 300;

    // 10
    [Fact]
    public async Task Holders_of_public_keys_change_nothing_of_an_established_person_whose_devices_they_do_not_know()
    {
        for (int seed = Seeds.First; seed < Seeds.First + Histories; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50) { continue; }
            IReadOnlyList<Sent> strangers = HistoryGenerator.MakePublic(seed + 1, history.Rules);
            HashSet<ConsentScope> denied = [.. strangers.SelectMany(sent => sent.Cleaned.Consents)
                .Where(consent => !consent.Granted)
                .Select(consent => new ConsentScope(consent.Channel, consent.Purpose))];
            await using Service service = await StartAsync(history);
            await service.SendAsync(history.Sent);
            IReadOnlyList<string> before = await EstablishedPersons.ReadAsync(service.Store, history, denied.Contains);

            foreach (Sent stranger in strangers) { await service.SendAsync([stranger]); }

            IReadOnlyList<string> after = await EstablishedPersons.ReadAsync(service.Store, history, denied.Contains);
            Assert.True(before.ToHashSet().SetEquals(after), history + string.Join(
                Environment.NewLine,
                ["by", .. strangers.Select(sent => sent.Raw.MessageId), "lost", .. before.Except(after), "new",
                .. after.Except(before)]));
        }
    }

    // 1
    [Fact]
    public async Task A_copy_is_a_duplicate_with_the_person_and_another_body_under_its_id_is_named()
    {
        for (int seed = Seeds.First + 1; seed < Seeds.First + 50; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            if (history.Sent.Count > 50) { continue; }
            await using Service service = await StartAsync(history);
            await service.SendAsync(history.Sent);
            IReadOnlyList<string> before = await StoredAnswer.ReadAsync(service.Store, history);
            WholeGraph graph = CoreAnswer.Resolve(history with { Decisions = [], Now = service.Time.GetUtcNow() });
            foreach (Sent sent in history.Sent.Where(sent => !sent.IsPublic))
            {
                IngestAnswer copy = Assert.Single(await service.SendAsync([sent]));
                Sent other = sent with { Raw = sent.Raw with { Traits = [new Trait("other", "1")] } };
                IngestAnswer reused = Assert.Single(await service.SendAsync([other]));

                Assert.Equal((IngestOutcome.Duplicate, IngestOutcome.Duplicate), (copy.Outcome, reused.Outcome));
                Assert.Equal(PersonOf(sent.Cleaned, graph), copy.PersonId);
                Assert.Equal(copy.PersonId, reused.PersonId);
                Assert.DoesNotContain(copy.Problems, problem => problem.Code == ProblemCodes.MessageIdReused);
                Assert.Equal(ProblemCodes.MessageIdReused, Assert.Single(reused.Problems).Code);
            }

            Assert.Equal(before, await StoredAnswer.ReadAsync(service.Store, history));
        }
    }

    [Fact]
    public async Task A_public_key_is_told_neither_person_nor_level_nor_outcome()
    {
        for (int seed = Seeds.First; seed < Seeds.First + 50; seed++)
        {
            History history = HistoryGenerator.Make(seed);
            await using Service service = await StartAsync(history);
            if (history.Sent.Count <= 50) { await service.SendAsync(history.Sent); }
            foreach (Sent stranger in HistoryGenerator.MakePublic(seed, history.Rules))
            {
                IngestAnswer first = Assert.Single(await service.SendAsync([stranger]));
                IngestAnswer again = Assert.Single(await service.SendAsync([stranger]));

                Assert.All([first, again], answer => Assert.Equal(
                    (IngestOutcome.Accepted, null, null, ""),
                    (answer.Outcome, answer.PersonId, answer.Level, answer.Revision)));
            }
        }
    }

    private static Guid? PersonOf(Observation observation, WholeGraph graph) => observation.Subject is { } subject
        ? graph.PersonOf(EvidenceFold.KeyOf(subject, observation.OccurredAt, graph.Epochs)) : null;

    private static async Task<Service> StartAsync(History history)
    {
        var store = new MemoryStore();
        return await Service.StartAsync(history.Rules, store, store);
    }
}
