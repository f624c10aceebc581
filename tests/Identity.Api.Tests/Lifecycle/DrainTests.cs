using Grpc.Core;
using Grpc.Health.V1;
using Identity.Api.Failures;
using Identity.Api.Tests.Running;
using Xunit;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Identity.Api.Tests.Lifecycle;

/// <summary>How a server stops while it is used.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private readonly RunningServer _server = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Stopping_tells_watchers_of_health_first()
    {
        await _server.StartAsync();
        using AsyncServerStreamingCall<HealthCheckResponse> watch =
            new Health.HealthClient(_server.With(null)).Watch(new HealthCheckRequest(), cancellationToken: Ending);
        Assert.True(await watch.ResponseStream.MoveNext(Ending));
        Assert.Equal(Status.Serving, watch.ResponseStream.Current.Status);
        Task stopping = _server.Server.StopAsync(Ending);
        Assert.True(await watch.ResponseStream.MoveNext(Ending));
        Assert.Equal(Status.NotServing, watch.ResponseStream.Current.Status);
        RpcException end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Ending));
        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        await stopping;
    }

    [Fact]
    public async Task Stopping_ends_an_open_stream_after_its_last_answer_with_a_reason()
    {
        await _server.StartAsync();
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        using AsyncDuplexStreamingCall<V1.Observation, V1.IngestResult> call =
            workspace.Ingestion.IngestStream(cancellationToken: Ending);
        await call.RequestStream.WriteAsync(TestWorkspace.Observation("m-1", ("customer_id", "c-1")), Ending);
        Assert.True(await call.ResponseStream.MoveNext(Ending));
        Task stopping = _server.Server.StopAsync(Ending);
        await Refused.AsAsync(
            StatusCode.Unavailable, FailureReasons.Stopping, () => call.ResponseStream.MoveNext(Ending));
        await stopping;
    }

    [Fact]
    public async Task Everything_that_was_acknowledged_while_stopping_is_there_after_the_next_start()
    {
        await _server.StartAsync();
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        var firstAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<List<V1.Observation>>[] senders =
            [.. Enumerable.Range(0, 8).Select(sender => SendUntilRefusedAsync(workspace, sender, firstAnswer))];
        await firstAnswer.Task.WaitAsync(Ending);
        await _server.Server.StopAsync(Ending);
        List<V1.Observation> acknowledged = [.. (await Task.WhenAll(senders)).SelectMany(sent => sent)];
        Assert.NotEmpty(acknowledged);

        await _server.StartAsync();
        workspace = new TestWorkspace(_server, _server.AdminKey);
        foreach (V1.Observation[] part in acknowledged.Chunk(1_000))
        {
            V1.IngestResponse response = await workspace.Ingestion.IngestAsync(
                new V1.IngestRequest { Observations = { part } }, cancellationToken: Ending);
            Assert.All(response.Results, result => Assert.Equal(V1.IngestOutcome.Duplicate, result.Outcome));
        }
    }

    [Fact]
    public async Task Run_returns_0_when_the_server_was_stopped_and_stopping_again_changes_nothing()
    {
        await _server.StartAsync();
        Task<int> running = _server.Server.RunAsync(Ending);
        await _server.Server.StopAsync(Ending);
        Assert.Equal(0, await running);
        await _server.Server.StopAsync(Ending);
        await _server.StartAsync();
    }

    private static async Task<List<V1.Observation>> SendUntilRefusedAsync(
        TestWorkspace workspace, int sender, TaskCompletionSource firstAnswer)
    {
        var acknowledged = new List<V1.Observation>();
        for (int number = 0; ; number++)
        {
            V1.Observation observation =
                TestWorkspace.Observation($"m-{sender}-{number}", ("customer_id", $"c-{sender}-{number}"));
            var request = new V1.IngestRequest { Observations = { observation } };
            try
            {
                await workspace.Ingestion.IngestAsync(request, cancellationToken: Ending);
            }
            catch (RpcException failure)
            {
                StatusCode[] expected = [StatusCode.Unavailable, StatusCode.ResourceExhausted, StatusCode.Cancelled];
                Assert.Contains(failure.StatusCode, expected);
                return acknowledged;
            }

            acknowledged.Add(observation);
            firstAnswer.TrySetResult();
        }
    }
}
