using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Identity.Core.Observations;
using Xunit;

namespace Identity.Api.Tests.Calls;

/// <summary>Limits of calls, what a key may send, and streams.</summary>
public sealed class IngestTests(RunningServer server)
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_takes_1000_observations_and_not_one_more()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        var request = new V1.IngestRequest();
        for (int number = 0; number < 1_000; number++)
        {
            request.Observations.Add(TestWorkspace.Observation($"m-{number}", ("customer_id", $"c-{number}")));
        }

        V1.IngestResponse response = await workspace.Ingestion.IngestAsync(request, cancellationToken: Ending);
        Assert.All(response.Results, result => Assert.Equal(V1.IngestOutcome.Created, result.Outcome));

        // The one too many could not even be read; it counts nevertheless.
        V1.Observation unreadable = TestWorkspace.Observation("m-x", ("customer_id", "c-x"));
        unreadable.OccurredAt = new Timestamp { Nanos = -1 };
        request.Observations.Add(unreadable);
        RpcException failure = await Refused.AsAsync(
            StatusCode.InvalidArgument, RefusalReasons.ObservationsTooMany,
            async () => await workspace.Ingestion.IngestAsync(request, cancellationToken: Ending));
        Assert.Contains("1000", failure.Status.Detail, StringComparison.Ordinal);
        await Refused.AsAsync(
            StatusCode.InvalidArgument, RefusalReasons.ObservationsMissing,
            async () => await workspace.Ingestion.IngestAsync(new V1.IngestRequest(), cancellationToken: Ending));
    }

    [Fact]
    public async Task A_message_of_more_than_4_MiB_exhausts_a_resource()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        var request = new V1.IngestRequest();
        for (int number = 0; number < 100; number++)
        {
            V1.Observation observation = TestWorkspace.Observation($"m-{number}", ("customer_id", $"c-{number}"));
            observation.Traits["bio"] = Value.ForString(new string('x', 50_000));
            request.Observations.Add(observation);
        }

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await workspace.Ingestion.IngestAsync(request, cancellationToken: Ending));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal(0, (await workspace.StatsAsync()).Observations);
    }

    [Theory]
    [InlineData(Scopes.Ingest, V1.RecognitionLevel.Remembered, true)]
    [InlineData(Scopes.Ingest, V1.RecognitionLevel.Authenticated, false)]
    [InlineData(Scopes.IngestAuthenticated, V1.RecognitionLevel.Authenticated, true)]
    [InlineData(Scopes.IngestPublic, V1.RecognitionLevel.Device, true)]
    [InlineData(Scopes.IngestPublic, V1.RecognitionLevel.Remembered, false)]
    public async Task A_level_above_the_keys_scope_is_denied(string scope, V1.RecognitionLevel level, bool allowed)
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(
            new V1.CreateKeyRequest { Name = "k", Scopes = { scope }, Sources = { "shop" } });
        var ingestion = new V1.IngestionService.IngestionServiceClient(workspace.With(key.Key));
        V1.Observation observation = TestWorkspace.Observation("m-1", ("email", "nora@example.org"));
        observation.Level = level;
        var request = new V1.IngestRequest { Observations = { observation } };
        if (allowed)
        {
            V1.IngestResponse response = await ingestion.IngestAsync(request, cancellationToken: Ending);
            Assert.NotEqual(V1.IngestOutcome.Rejected, Assert.Single(response.Results).Outcome);
            return;
        }

        await Refused.AsAsync(StatusCode.PermissionDenied, ProblemCodes.LevelAboveScope, "level",
            async () => await ingestion.IngestAsync(request, cancellationToken: Ending));
        Assert.Equal(0, (await workspace.StatsAsync()).Observations);
    }

    [Fact]
    public async Task A_source_that_the_key_may_not_use_is_denied()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(new V1.CreateKeyRequest
        {
            Name = "k",
            Scopes = { Scopes.IngestAuthenticated },
            Sources = { "crm", "till" },
        });
        var ingestion = new V1.IngestionService.IngestionServiceClient(workspace.With(key.Key));
        var request = new V1.IngestRequest
        {
            Observations = { TestWorkspace.Observation("m-1", ("customer_id", "c-1")) },
        };
        await Refused.AsAsync(StatusCode.PermissionDenied, ProblemCodes.SourceNotAllowed, "source",
            async () => await ingestion.IngestAsync(request, cancellationToken: Ending));
        Assert.Equal(0, (await workspace.StatsAsync()).Observations);
    }

    [Fact]
    public async Task A_public_key_is_told_nothing_about_anybody()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        await workspace.IngestAsync(
            TestWorkspace.Observation("m-0", ("customer_id", "c-1"), ("email", "nora@example.org")));
        V1.CreatedKey key = await workspace.NewKeyAsync(
            new V1.CreateKeyRequest { Name = "page", Scopes = { Scopes.IngestPublic }, Sources = { "web" } });
        var ingestion = new V1.IngestionService.IngestionServiceClient(workspace.With(key.Key));
        var request = new V1.IngestRequest();
        foreach (string email in new[] { "nora@example.org", "stranger@example.org" })
        {
            V1.Observation observation = TestWorkspace.Observation($"m-{email}", ("email", email), ("cookie", "k-1"));
            observation.Level = V1.RecognitionLevel.Unspecified;
            request.Observations.Add(observation);
        }

        V1.IngestResponse response = await ingestion.IngestAsync(request, cancellationToken: Ending);
        Assert.Equal("", response.Revision);
        Assert.All(response.Results, result => Assert.Equal(
            new V1.IngestResult { MessageId = result.MessageId, Outcome = V1.IngestOutcome.Accepted }, result));
    }

    [Fact]
    public async Task The_same_observation_again_is_a_duplicate_whatever_the_order_of_its_traits()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.Observation first = TestWorkspace.Observation("m-1", ("customer_id", "c-1"));
        first.OccurredAt = TestWorkspace.At("2026-01-01T00:00:00Z");
        V1.Observation again = first.Clone();
        first.Traits.Add(new Dictionary<string, Value> { ["a"] = Value.ForNumber(1), ["b"] = Value.ForNumber(2) });
        again.Traits.Add(new Dictionary<string, Value> { ["b"] = Value.ForNumber(2), ["a"] = Value.ForNumber(1) });
        V1.IngestResult taken = await workspace.IngestAsync(first);
        V1.IngestResult result = await workspace.IngestAsync(again);
        Assert.Equal((V1.IngestOutcome.Duplicate, taken.PersonId), (result.Outcome, result.PersonId));
        Assert.Empty(result.Problems);

        again.Traits["a"] = Value.ForNumber(3);
        result = await workspace.IngestAsync(again);
        Assert.Contains(ProblemCodes.MessageIdReused, result.Problems.Select(item => item.Code));
    }

    [Fact]
    public async Task A_stream_answers_in_order_and_goes_on_past_what_it_cannot_take()
    {
        const int Count = 1_000;
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        using AsyncDuplexStreamingCall<V1.Observation, V1.IngestResult> call =
            workspace.Ingestion.IngestStream(cancellationToken: Ending);
        Task sending = SendAsync(call.RequestStream, Count);
        var results = new List<V1.IngestResult>();
        await foreach (V1.IngestResult result in call.ResponseStream.ReadAllAsync(Ending)) { results.Add(result); }
        await sending;
        IEnumerable<string> sent = Enumerable.Range(0, Count).Select(number => $"m-{number}");
        Assert.Equal(sent, results.Select(result => result.MessageId));
        Assert.All(results, (result, index) => Assert.Equal(
            index % 100 == 0 ? V1.IngestOutcome.Rejected : V1.IngestOutcome.Created, result.Outcome));
        Assert.Equal(Count - (Count / 100), (await workspace.StatsAsync()).Observations);
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        V1.CreatedKey key = await workspace.NewKeyAsync(Scopes.IngestAuthenticated);
        var ingestion = new V1.IngestionService.IngestionServiceClient(workspace.With(key.Key));
        using AsyncDuplexStreamingCall<V1.Observation, V1.IngestResult> call =
            ingestion.IngestStream(cancellationToken: Ending);
        await call.RequestStream.WriteAsync(TestWorkspace.Observation("m-1", ("customer_id", "c-1")), Ending);
        Assert.True(await call.ResponseStream.MoveNext(Ending));
        await workspace.RevokeAsync(key);
        await call.RequestStream.WriteAsync(TestWorkspace.Observation("m-2", ("customer_id", "c-2")), Ending);
        await Refused.AsAsync(StatusCode.Unauthenticated, RefusalReasons.KeyRevoked,
            () => call.ResponseStream.MoveNext(Ending));
        Assert.Equal(1, (await workspace.StatsAsync()).Observations);
    }

    private static async Task SendAsync(IClientStreamWriter<V1.Observation> requests, int count)
    {
        for (int number = 0; number < count; number++)
        {
            V1.Observation observation = TestWorkspace.Observation($"m-{number}", ("customer_id", $"c-{number}"));
            if (number % 100 == 0) { observation.Identifiers[0].Namespace = "fingerprint"; }
            await requests.WriteAsync(observation, Ending);
        }

        await requests.CompleteAsync();
    }
}
