using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Xunit;
using static Identity.Core.Tests.Resolution.Story;

namespace Identity.Core.Tests.Profiles;

/// <summary>Summaries are sums: whatever the order or the grouping, the same comes out.</summary>
public sealed class SummaryTests
{
    private static readonly WorkspaceRules Rules = new(
        WorkspaceRules.Default.Namespaces,
        [
            new TraitRule { Name = "recent" },
            new TraitRule
            {
                Name = "ranked", Survivorship = Survivorship.SourcePriority, SourcePriority = ["crm", "web"],
            },
            new TraitRule { Name = "longest", Survivorship = Survivorship.Longest },
            new TraitRule { Name = "frequent", Survivorship = Survivorship.MostFrequent },
        ]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_order_and_any_grouping_give_the_same(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            Observation[] all = [.. Enumerable.Range(0, random.Next(1, 120)).Select(index => Any(random, index))];
            string expected = SummaryText.Write(Fold(all));

            random.Shuffle(all);
            Assert.True(expected == SummaryText.Write(Fold(all)), $"order, seed {seed}, round {round}");

            Summary[] parts = [.. all.Chunk(random.Next(1, 10)).Select(Fold)];
            Summary sum = parts.Aggregate(Summary.Empty, (left, right) => left.With(right, Rules));
            Assert.True(expected == SummaryText.Write(sum), $"grouping, seed {seed}, round {round}");
            Assert.Equal(expected, SummaryText.Write(SummaryText.Parse(expected)));
        }
    }

    [Fact]
    public void The_surviving_value_follows_the_traits_rule()
    {
        Summary sum = Fold(
        [
            Says(1, RecognitionLevel.Authenticated, "web", "\"A\""),
            Says(2, RecognitionLevel.Authenticated, "crm", "\"BBB\""),
            Says(3, RecognitionLevel.Authenticated, "web", "\"CC\""),
            Says(4, RecognitionLevel.Authenticated, "web", "\"A\""),
            Says(9, RecognitionLevel.Device, "web", "\"D\""),
        ]);

        Assert.Equal("\"A\"", sum.Traits["recent"][0].Json);
        Assert.Equal("\"BBB\"", sum.Traits["ranked"][0].Json);
        Assert.Equal("\"BBB\"", sum.Traits["longest"][0].Json);
        Assert.Equal(("\"A\"", 2), (sum.Traits["frequent"][0].Json, sum.Traits["frequent"][0].Count));
    }

    [Fact]
    public void Candidates_are_bounded()
    {
        Observation[] all = [.. Enumerable.Range(0, Candidates.CountedMax + 50)
            .Select(index => Says(index, RecognitionLevel.Authenticated, "web", $"\"v{index}\""))];

        Summary sum = Fold(all);

        Assert.Equal(Candidates.KeptMax, sum.Traits["recent"].Length);
        Assert.Equal(Candidates.CountedMax, sum.Traits["frequent"].Length);
        Assert.Equal($"\"v{all.Length - 1}\"", sum.Traits["recent"][0].Json);
    }

    [Fact]
    public void The_latest_consent_is_in_force_and_of_equally_recent_ones_the_refusal()
    {
        var granted = new ConsentStatement("email", "marketing", true, Minute(1), "web", "");
        ConsentStatement denied = granted with { Granted = false };
        var scope = new ConsentScope("email", "marketing");

        foreach (ConsentStatement[] order in new ConsentStatement[][] { [granted, denied], [denied, granted] })
        {
            Assert.False(order.Aggregate(Summary.Empty, (sum, consent) => sum.With(consent)).Consents[scope].Granted);
        }

        ConsentStatement later = granted with { StatedAt = Minute(2) };
        Assert.True(Summary.Empty.With(later).With(denied).Consents[scope].Granted);
        Assert.True(Summary.Empty.With(denied).With(later).Consents[scope].Granted);
    }

    [Fact]
    public void A_grant_through_a_claim_is_no_consent_of_the_device_and_a_denial_is()
    {
        Observation typed = Clean(new RawObservation
        {
            MessageId = "m",
            Source = "web",
            OccurredAt = Minute(1),
            Identifiers = [new RawIdentifier("cookie", "tab"), new RawIdentifier("email", "nora@x.nl")],
            Consents =
            [
                new RawConsent("email", "marketing", true, null, ""),
                new RawConsent("sms", "marketing", false, null, ""),
            ],
        });

        Summary sum = Summary.Empty.With(typed, Rules);

        Assert.Equal([new ConsentScope("sms", "marketing")], sum.Consents.Keys);
    }

    [Fact]
    public void Waiting_grants_are_bounded_to_the_latest_in_any_order()
    {
        ClaimedGrant[] grants = [.. Enumerable.Range(0, Summary.ClaimedGrantsMax + 20).Select(index => new ClaimedGrant(
            Key("email:e@x.nl"), new ConsentStatement("email", $"p{index}", true, Minute(index), "web", "")))];
        ImmutableArray<ClaimedGrant> expected =
            grants.Aggregate(Summary.Empty, (sum, grant) => sum.With(grant)).ClaimedGrants;

        new Random(3).Shuffle(grants);

        Assert.Equal(expected, grants.Aggregate(Summary.Empty, (sum, grant) => sum.With(grant)).ClaimedGrants);
        Assert.Equal(Summary.ClaimedGrantsMax, expected.Length);
        Assert.Equal("p119", expected[0].Statement.Purpose);
    }

    private static Summary Fold(IEnumerable<Observation> observations) =>
        observations.Aggregate(Summary.Empty, (sum, observation) => sum.With(observation, Rules));

    private static Observation Any(Random random, int index) => Says(
        random.Next(20), (RecognitionLevel)random.Next(2, 5), random.Next(2) == 0 ? "web" : "crm",
        $"\"{new string('x', random.Next(1, 9))}{random.Next(4)}\"", index);

    private static Observation Says(double minute, RecognitionLevel level, string source, string json, int index = 0) =>
        Clean(new RawObservation
        {
            MessageId = $"m{index}",
            Source = source,
            OccurredAt = Minute(minute),
            Level = (int)level,
            Identifiers = [new RawIdentifier("login", "a")],
            Traits = [new("recent", json), new("ranked", json), new("longest", json), new("frequent", json)],
            Event = new RawEvent(json.Length % 2 == 0 ? "viewed" : "bought", []),
            Consents = [new RawConsent("email", "marketing", json.Length % 3 == 0, null, "")],
        });

    private static Observation Clean(RawObservation raw) =>
        ObservationCleaner.Clean(raw, Rules, new Arrival(Minute(1_000), IsPublic: false)).Observation!;
}
