using System.Text;
using Google.Protobuf.WellKnownTypes;
using Identity.Api.Mapping;
using Identity.Api.Tests.Running;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Calls;

/// <summary>Observations that nobody can take: each is rejected by itself, and leaves no trace.</summary>
public sealed class BadObservationTests(RunningServer server)
{
    private static readonly Dictionary<string, (string Field, string Code, Action<V1.Observation> Spoil)> Cases = new()
    {
        ["no message id"] = ("message_id", ProblemCodes.MessageIdMalformed, bad => bad.MessageId = ""),
        ["a long message id"] =
            ("message_id", ProblemCodes.MessageIdMalformed, bad => bad.MessageId = new string('m', 257)),
        ["a malformed source"] = ("source", ProblemCodes.SourceMalformed, bad => bad.Source = "Shop & Co"),
        ["no identifiers"] = ("identifiers", ProblemCodes.IdentifiersMissing, bad => bad.Identifiers.Clear()),
        ["too many identifiers"] = ("identifiers", ProblemCodes.IdentifiersTooMany, bad => bad.Identifiers.AddRange(
            Enumerable.Range(0, 21).Select(number => Named("email", $"a{number}@example.org")))),
        ["an unknown namespace"] = ("identifiers[0].namespace", ProblemCodes.NamespaceUnknown,
            bad => bad.Identifiers[0].Namespace = "fingerprint"),
        ["an empty value"] = ("identifiers[0].value", NormaliserProblems.Empty, bad => bad.Identifiers[0].Value = ""),
        ["a value of more than 1,024 bytes"] = ("identifiers[0].value", NormaliserProblems.TooLong,
            bad => bad.Identifiers[0].Value = new string('é', 513)),
        ["nothing but a malformed e-mail"] = ("identifiers[0].value", NormaliserProblems.MalformedEmail,
            bad => (bad.Identifiers[0].Namespace, bad.Identifiers[0].Value) = ("email", "nora at example")),
        ["two customer ids"] = ("identifiers", ProblemCodes.UniqueNamespaceTwice,
            bad => bad.Identifiers.Add(Named("customer_id", "c-other"))),
        ["a time before 1970"] = ("occurred_at", ProblemCodes.OccurredAtOutOfRange,
            bad => bad.OccurredAt = TestWorkspace.At("1969-12-31T23:59:59Z")),
        ["a time far in the future"] = ("occurred_at", ProblemCodes.OccurredAtOutOfRange,
            bad => bad.OccurredAt = TestWorkspace.At("2999-01-01T00:00:00Z")),
        ["a time after the year 9999"] = ("occurred_at", ProblemCodes.OccurredAtOutOfRange,
            bad => bad.OccurredAt = new Timestamp { Seconds = long.MaxValue }),
        ["negative nanoseconds"] = ("occurred_at", ProblemCodes.OccurredAtOutOfRange,
            bad => bad.OccurredAt = new Timestamp { Seconds = 1_700_000_000, Nanos = -1 }),
        ["level unknown"] = ("level", ProblemCodes.LevelOutOfRange, bad => bad.Level = V1.RecognitionLevel.Unknown),
        ["a level that does not exist"] = ("level", ProblemCodes.LevelOutOfRange,
            bad => bad.Level = (V1.RecognitionLevel)(-7)),
        ["too many traits"] = ("traits", ProblemCodes.TraitsTooMany, bad => bad.Traits.Add(
            Enumerable.Range(0, 101).ToDictionary(number => $"t{number}", number => Value.ForNumber(number)))),
        ["a malformed trait name"] = ("traits", ProblemCodes.NameMalformed,
            bad => bad.Traits["★"] = Value.ForString("x")),
        ["a trait that is not a number"] = ("traits", ValueProblems.NotFinite,
            bad => bad.Traits["score"] = Value.ForNumber(double.NaN)),
        ["an infinite trait inside a list"] = ("traits", ValueProblems.NotFinite,
            bad => bad.Traits["scores"] = Value.ForList(Value.ForNumber(double.PositiveInfinity))),
        ["a trait that nests too deeply"] = ("traits", ValueProblems.TooDeep, bad => bad.Traits["deep"] = Nested(31)),
        ["a property that nests too deeply"] = ("event.properties", ValueProblems.TooDeep,
            bad => bad.Event = new V1.Event { Name = "seen", Properties = { ["deep"] = Nested(30) } }),
        ["a malformed event name"] = ("event.name", ProblemCodes.NameMalformed,
            bad => bad.Event = new V1.Event { Name = "✓" }),
        ["too many consents"] = ("consents", ProblemCodes.ConsentsTooMany, bad => bad.Consents.AddRange(
            Enumerable.Range(0, 21).Select(_ => Consent()))),
        ["a consent without a state"] = ("consents[0]", ProblemCodes.ConsentMalformed,
            bad => bad.Consents.Add(new V1.ConsentStatement { Channel = "email", Purpose = "marketing" })),
        ["a consent at no time"] = ("consents[1].stated_at", ProblemCodes.ConsentMalformed,
            bad => bad.Consents.AddRange([Consent(), new V1.ConsentStatement(Consent())
            {
                StatedAt = new Timestamp { Seconds = long.MinValue },
            }])),
        ["more than 64 KiB"] = ("", ProblemCodes.ObservationTooLarge, bad => bad.Traits["bio"] =
            Value.ForString(new string('x', 65_536))),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Observation_with_a_defect_is_rejected_with_its_reason_and_leaves_no_trace(string name)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.WorkspaceStats before = await workspace.StatsAsync();
        V1.Observation bad = Spoilt(name);
        V1.IngestResult result = await workspace.IngestAsync(bad);

        Assert.Equal((V1.IngestOutcome.Rejected, bad.MessageId), (result.Outcome, result.MessageId));
        Assert.Contains((Cases[name].Field, Cases[name].Code), result.Problems.Select(item => (item.Field, item.Code)));
        Assert.Equal("", result.PersonId + result.Revision);
        Assert.Equal(before, await workspace.StatsAsync());
    }

    // The control for all of them, and for what stands beside them in a call.
    [Fact]
    public async Task Observations_without_a_defect_are_taken_beside_all_the_bad_ones()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        var request = new V1.IngestRequest();
        request.Observations.AddRange(Cases.Keys.Select(Spoilt));
        request.Observations.Insert(7, TestWorkspace.Observation("good-1", ("customer_id", "c-1")));
        request.Observations.Add(TestWorkspace.Observation("good-2", ("customer_id", "c-2")));
        V1.IngestResponse response = await workspace.Ingestion.IngestAsync(
            request, cancellationToken: TestContext.Current.CancellationToken);

        IEnumerable<string> sent = request.Observations.Select(observation => observation.MessageId);
        Assert.Equal(sent, response.Results.Select(told => told.MessageId));
        string[] taken = ["good-1", "good-2"];
        Assert.Equal(taken, response.Results
            .Where(told => told.Outcome == V1.IngestOutcome.Created).Select(told => told.MessageId));
        Assert.Equal(2, (await workspace.StatsAsync()).Observations);
        Assert.Equal(response.Results[^1].Revision, response.Revision);
    }

    [Fact]
    public async Task Values_are_taken_up_to_the_deepest_nesting_and_come_back_as_they_were()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.Observation observation = TestWorkspace.Observation("m-1", ("customer_id", "c-1"));
        observation.Traits["deep"] = Nested(30);
        observation.Event = new V1.Event { Name = "seen", Properties = { ["deep"] = Nested(29) } };
        Assert.Equal(V1.IngestOutcome.Created, (await workspace.IngestAsync(observation)).Outcome);
        V1.Profile profile = await workspace.Profiles.GetProfileAsync(
            new V1.GetProfileRequest { Identifier = Named("customer_id", "c-1") },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(observation.Traits["deep"], profile.Traits["deep"].Value);
    }

    private static V1.Observation Spoilt(string name)
    {
        string id = Convert.ToHexString(Encoding.UTF8.GetBytes(name));
        V1.Observation observation = TestWorkspace.Observation(id, ("customer_id", "c-bad"));
        Cases[name].Spoil(observation);
        return observation;
    }

    private static V1.ConsentStatement Consent() =>
        new() { Channel = "email", Purpose = "marketing", State = V1.ConsentState.Granted };

    private static Value Nested(int levels)
    {
        Value value = Value.ForString("bottom");
        for (int level = 0; level < levels; level++) { value = Value.ForList(value); }
        return value;
    }
}
