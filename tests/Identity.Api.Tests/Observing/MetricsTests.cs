using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Observing;

/// <summary>What a running server shows to Prometheus.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private const string Ingest = "identity.v1.IngestionService/Ingest";
    private const string IngestStream = "identity.v1.IngestionService/IngestStream";
    private const string GetStats = "identity.v1.WorkspaceService/GetStats";

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    private readonly RunningServer _server = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Calls_are_counted_by_method_and_code_wherever_they_end()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await workspace.StatsAsync();
        await workspace.StatsAsync();
        await FailAsync(GetStats, key: null, []);
        V1.CreatedKey weak = await workspace.NewKeyAsync(Scopes.Resolve);
        await FailAsync(GetStats, weak.Key, []);
        // Bytes that are no message end before any interceptor, and a method that does not exist has none.
        await FailAsync(GetStats, _server.AdminKey, [0xFF]);
        await FailAsync("identity.v1.WorkspaceService/Nothing", _server.AdminKey, []);
        await FailAsync("nobody.knows.Anna/anna", _server.AdminKey, []);
        await FailAsync("identity.v1.workspaceservice/getstats", _server.AdminKey, []);

        PrometheusReading reading = await _server.MetricsAsync(now =>
            now[Calls("other", "UNIMPLEMENTED")] == 3 && now[Calls(GetStats, "OK")] == 2
            && now[Calls(GetStats, "INTERNAL")] == 1);
        Assert.Equal(1, reading[Calls(GetStats, "UNAUTHENTICATED")]);
        Assert.Equal(1, reading[Calls(GetStats, "PERMISSION_DENIED")]);
        Assert.Equal(5, reading[$"identity_call_duration_seconds_count{{method=\"{GetStats}\"}}"]);
        Assert.Equal(0, reading[$"identity_calls_in_flight{{method=\"{GetStats}\"}}"]);
        Assert.DoesNotContain("anna", reading.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_open_stream_is_in_flight_until_it_ends_however_it_ends()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        using (AsyncDuplexStreamingCall<V1.Observation, V1.IngestResult> stream =
            workspace.Ingestion.IngestStream(cancellationToken: Ending))
        {
            await stream.RequestStream.WriteAsync(Observation("m-1", ("customer_id", "c-1")), Ending);
            Assert.True(await stream.ResponseStream.MoveNext(Ending));
            Assert.Equal(1, (await _server.MetricsAsync())[InFlight(IngestStream)]);
        }

        PrometheusReading reading = await _server.MetricsAsync(now => now[InFlight(IngestStream)] == 0);
        Assert.Equal(1, reading[Calls(IngestStream, "CANCELLED")]);
    }

    [Fact]
    public async Task Observations_are_counted_by_what_became_of_them_and_their_groups_by_size()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        V1.Observation first = Observation("m-1", ("customer_id", "c-1"), ("email", "one@example.org"));
        await workspace.IngestAsync(first);
        await workspace.IngestAsync(first);
        await workspace.IngestAsync(Observation("m-2", ("nothing", "x")));
        V1.Observation unreadable = Observation("m-3", ("customer_id", "c-1"));
        unreadable.OccurredAt = new Google.Protobuf.WellKnownTypes.Timestamp { Nanos = -1 };
        await workspace.IngestAsync(unreadable);
        // Its key is told no more than that it was taken; what is counted is what happened.
        V1.CreatedKey open = await workspace.NewKeyAsync(new V1.CreateKeyRequest
        {
            Name = "site",
            Scopes = { Scopes.IngestPublic },
            Sources = { "site" },
            AllowedOrigins = { "https://example.org" },
        });
        V1.Observation seen = Observation("m-4", ("cookie", "k-1"));
        seen.Level = V1.RecognitionLevel.Device;
        await new TestWorkspace(_server, open.Key).IngestAsync(seen);

        PrometheusReading reading = await _server.MetricsAsync(now => now[Calls(Ingest, "OK")] == 5);
        Assert.Equal(2, reading["identity_observations_total{outcome=\"created\"}"]);
        Assert.Equal(1, reading["identity_observations_total{outcome=\"duplicate\"}"]);
        Assert.Equal(2, reading["identity_observations_total{outcome=\"rejected\"}"]);
        double groups = reading["identity_commit_duration_seconds_count"];
        Assert.InRange(groups, 3, 4);
        Assert.Equal(groups, reading["identity_commit_group_observations_sum"]);
        Assert.Equal(0, reading["identity_writer_waiting_observations"]);
    }

    [Fact]
    public async Task A_link_that_comes_to_be_held_back_is_counted_by_its_reason()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await workspace.IngestAsync(Observation("m-1", ("customer_id", "c-1"), ("email", "one@example.org")));
        V1.Observation second = Observation("m-2", ("customer_id", "c-2"), ("email", "one@example.org"));
        await workspace.IngestAsync(second);
        V1.WorkspaceStats stats = await workspace.StatsAsync();
        PrometheusReading reading = await _server.MetricsAsync();
        Assert.Equal(1, stats.SuppressedLinks.Values.Sum());
        Assert.Equal(1, reading["identity_links_suppressed_total{reason=\"unique\"}"]
            - reading["identity_links_released_total{reason=\"unique\"}"]);
    }

    [Fact]
    public async Task The_process_and_its_parts_tell_how_they_are()
    {
        PrometheusReading reading = await _server.MetricsAsync();
        Assert.Equal(1, reading["identity_ready"]);
        Assert.Equal(4, reading.Samples.Count(sample =>
            sample.StartsWith("identity_loop_running{", StringComparison.Ordinal) && reading[sample] == 1));
        Assert.InRange(reading["process_cpu_seconds_total"], double.Epsilon, double.MaxValue);
        Assert.InRange(reading["process_resident_memory_bytes"], 1 << 20, double.MaxValue);
        DateTimeOffset started = DateTimeOffset.UnixEpoch.AddSeconds(reading["process_start_time_seconds"]);
        Assert.InRange(started, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow());
        Assert.Contains(reading.Samples, sample =>
            sample.StartsWith("identity_build_info{version=\"0.", StringComparison.Ordinal));
        if (OperatingSystem.IsLinux()) { Assert.InRange(reading["process_open_fds"], 1, double.MaxValue); }
    }

    private static string Calls(string method, string code) =>
        $"identity_calls_total{{method=\"{method}\",code=\"{code}\"}}";

    private static string InFlight(string method) => $"identity_calls_in_flight{{method=\"{method}\"}}";

    private async Task FailAsync(string path, string? key, byte[] request)
    {
        string[] parts = path.Split('/');
        var method = new Method<byte[], byte[]>(MethodType.Unary, parts[0], parts[1], Bytes, Bytes);
        await Assert.ThrowsAsync<RpcException>(async () => await _server.With(key)
            .AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Ending), request));
    }
}
