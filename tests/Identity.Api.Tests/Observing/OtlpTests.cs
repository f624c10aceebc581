using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Server;
using Microsoft.AspNetCore.Http;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Observing;

/// <summary>
/// What a collector of OpenTelemetry receives. Spans belong to the process, so tests that listen to them take turns.
/// </summary>
[Collection("Spans")]
public sealed class OtlpTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319d";
    private const string ParentId = "b7ad6b7169203332";

    private readonly RunningServer _server = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Spans_and_metrics_arrive_at_the_latest_when_the_server_stops()
    {
        await using Collector collector = await Collector.StartAsync(answer: null, Ending);
        await _server.StartAsync(options: Sending(
            collector.Address, ("OTEL_SERVICE_NAME", "shop-identity"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=secret")));
        await IngestAsync(sampled: true);
        await _server.Server.StopAsync(Ending);

        // resource_spans (1), of which resource (1) and scope_spans (2), of which spans (2).
        Assert.All(collector.At("/v1/traces"), request => Assert.Equal("secret", request.Key));
        PlainMessage[] resources = [.. collector.At("/v1/traces").SelectMany(request => request.Message.At(1, 1))];
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.Equal("shop-identity", resource.Attributes(1)["service.name"]));
        Assert.All(resources, resource => Assert.Equal("test", resource.Attributes(1)["deployment.environment"]));
        PlainMessage[] spans =
        [
            .. collector.At("/v1/traces").SelectMany(request => request.Message.At(1, 2, 2))
                .Where(span => span.Hex(1) == TraceId),
        ];
        PlainMessage call = Assert.Single(spans, span => span.Text(5) == "identity.v1.IngestionService/Ingest");
        // SPAN_KIND_SERVER is 2.
        Assert.Equal((ParentId, 2UL), (call.Hex(4), call.Number(6)));
        Assert.Equal("grpc", call.Attributes(9)["rpc.system"]);
        Assert.Equal("0", call.Attributes(9)["rpc.grpc.status_code"]);
        Assert.Equal(
            ["commit_group.commit", "commit_group.wait"],
            spans.Where(span => span.Hex(4) == call.Hex(2)).Select(span => span.Text(5)).Order(StringComparer.Ordinal));

        // resource_metrics (1), of which scope_metrics (2), of which metrics (2), of which name (1).
        string[] metrics = [.. collector.At("/v1/metrics").SelectMany(request => request.Message.At(1, 2, 2))
            .Select(metric => metric.Text(1))];
        Assert.Contains("identity.calls", metrics);
        Assert.Contains("identity.commit.duration", metrics);
        Assert.Contains("dotnet.gc.collections", metrics);
    }

    [Fact]
    public async Task A_caller_who_does_not_sample_is_not_traced_and_a_sampler_is_honoured()
    {
        await using Collector collector = await Collector.StartAsync(answer: null, Ending);
        await _server.StartAsync(options: Sending(
            collector.Address, ("OTEL_TRACES_SAMPLER", "parentbased_always_off")));
        await IngestAsync(sampled: false);
        await new TestWorkspace(_server, _server.AdminKey).StatsAsync();
        await _server.Server.StopAsync(Ending);
        Assert.Empty(collector.At("/v1/traces"));
        Assert.NotEmpty(collector.At("/v1/metrics"));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_standard_says_so()
    {
        await using Collector collector = await Collector.StartAsync(answer: null, Ending);
        await _server.StartAsync(options: Sending(collector.Address, ("OTEL_SDK_DISABLED", "true")));
        await IngestAsync(sampled: true);
        await _server.Server.StopAsync(Ending);
        Assert.Empty(collector.At("/v1/traces"));
        Assert.Empty(collector.At("/v1/metrics"));
        Assert.DoesNotContain(_server.Log.Lines, line => line.Contains(" 2010 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_fails_or_is_not_there_disturbs_neither_calls_nor_the_stop()
    {
        await using Collector failing = await Collector.StartAsync(
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            },
            Ending);
        foreach (string address in (string[])[failing.Address, "http://127.0.0.1:1"])
        {
            await _server.StartAsync(options: Sending(address));
            await IngestAsync(sampled: true);
            await _server.Server.StopAsync(Ending);
        }

        Assert.DoesNotContain(_server.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "carrier-pigeon")]
    public async Task What_would_silently_send_elsewhere_is_refused_at_the_start(string name, string value)
    {
        ServerOptions options = Sending("http://127.0.0.1:1", (name, value));
        ServerStartException refused =
            await Assert.ThrowsAsync<ServerStartException>(() => _server.StartAsync(options: options));
        Assert.StartsWith(name, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
    }

    private static ServerOptions Sending(string address, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };
        foreach ((string name, string value) in more) { variables[name] = value; }
        return new ServerOptions { OpenTelemetry = variables };
    }

    private async Task IngestAsync(bool sampled) =>
        await new TestWorkspace(_server, _server.AdminKey).Ingestion.IngestAsync(
            new V1.IngestRequest { Observations = { Observation("m-1", ("customer_id", "c-1")) } },
            new Metadata { { "traceparent", $"00-{TraceId}-{ParentId}-{(sampled ? "01" : "00")}" } },
            cancellationToken: Ending);
}
