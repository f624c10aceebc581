using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Identity.Api.Tests.Running;
using Identity.Application.Measuring;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Observing;

/// <summary>The spans of calls, as any listener in the process sees them.</summary>
[Collection("Spans")]
public sealed class TraceTests : IDisposable
{
    private const string Ingest = "identity.v1.IngestionService/Ingest";

    private readonly RunningServer _server;
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityContext _caller = new(
        ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

    public TraceTests(RunningServer server)
    {
        _server = server;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Tracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_write_is_under_its_callers_span_and_shows_how_it_came_through_the_writer()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await workspace.Ingestion.IngestAsync(
            new V1.IngestRequest { Observations = { Observation($"m {Guid.NewGuid()}", ("cookie", "k-trace")) } },
            Headers(), cancellationToken: Ending);
        Activity call = SpanOf(Ingest);
        Assert.Equal((ActivityKind.Server, _caller.SpanId), (call.Kind, call.ParentSpanId));
        Assert.Equal(
            ["rpc.grpc.status_code=0", "rpc.method=Ingest", "rpc.service=identity.v1.IngestionService",
                "rpc.system=grpc"],
            call.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Activity wait = SpanOf(Tracing.WaitName);
        Activity commit = SpanOf(Tracing.CommitName);
        Assert.Equal((call.SpanId, call.SpanId), (wait.ParentSpanId, commit.ParentSpanId));
        // Others write to the same server meanwhile.
        Assert.InRange(Assert.IsType<int>(commit.GetTagItem("identity.commit_group.observations")), 1, 512);
    }

    [Fact]
    public async Task A_read_shows_the_store_and_a_refusal_its_code()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        var nobody = new V1.GetProfileRequest { Identifier = Named("cookie", "k-nobody") };
        await Assert.ThrowsAsync<RpcException>(async () =>
            await workspace.Profiles.GetProfileAsync(nobody, Headers(), cancellationToken: Ending));
        Activity call = SpanOf("identity.v1.ProfileService/GetProfile");
        Assert.Equal((int)StatusCode.NotFound, call.GetTagItem("rpc.grpc.status_code"));
        // What the caller made of it is no error of the service.
        Assert.Equal(ActivityStatusCode.Unset, call.Status);
        Assert.Equal(call.SpanId, SpanOf(Tracing.ReadName).ParentSpanId);
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_an_error_without_its_name()
    {
        Marshaller<byte[]> bytes = Marshallers.Create(static value => value, static value => value);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "anna.Anna", "Anna", bytes, bytes);
        await Assert.ThrowsAsync<RpcException>(async () => await _server.With(null).AsyncUnaryCall(
            method, null, new CallOptions(Headers(), cancellationToken: Ending), []));
        Activity call = SpanOf("other");
        Assert.Equal(ActivityStatusCode.Error, call.Status);
        Assert.DoesNotContain(
            call.TagObjects, tag => $"{tag.Value}".Contains("anna", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_stream_is_one_span_however_much_it_carries()
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        using (AsyncDuplexStreamingCall<V1.ResolveRequest, V1.ResolveResponse> stream =
            workspace.Resolution.ResolveMany(Headers(), cancellationToken: Ending))
        {
            await stream.RequestStream.WriteAsync(
                new V1.ResolveRequest { Identifiers = { Named("cookie", "k-stream") } }, Ending);
            await stream.RequestStream.CompleteAsync();
            Assert.True(await stream.ResponseStream.MoveNext(Ending));
            Assert.False(await stream.ResponseStream.MoveNext(Ending));
        }

        Assert.Equal("identity.v1.ResolutionService/ResolveMany", SpanOf(null).DisplayName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("anna@example.org")]
    public async Task A_malformed_parent_is_no_parent_and_no_failure(string parent)
    {
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await workspace.Admin.GetRulesAsync(
            new V1.GetRulesRequest(), new Metadata { { "traceparent", parent } }, cancellationToken: Ending);
        Activity? call = null;
        while (call is null)
        {
            await Task.Yield();
            call = _spans.FirstOrDefault(span => span.DisplayName == "identity.v1.WorkspaceService/GetRules");
        }

        Assert.Equal(default, call.ParentSpanId);
    }

    // What the caller may smuggle in besides is left out.
    private Metadata Headers() => new()
    {
        { "traceparent", $"00-{_caller.TraceId}-{_caller.SpanId}-01" },
        { "tracestate", "anna=anna" },
        { "baggage", "anna=anna@example.org" },
    };

    // The one span of the test's trace with this name; the one span at all when it is null. A call's span ends after
    // its caller has the answer.
    private Activity SpanOf(string? name)
    {
        Activity[] own;
        do
        {
            own = [.. _spans.Where(span => span.TraceId == _caller.TraceId)];
        }
        while (!own.Any(span => span.Kind == ActivityKind.Server));

        Assert.All(own, span => Assert.Null(span.TraceStateString));
        Assert.All(own, span => Assert.Empty(span.Baggage));
        return Assert.Single(own, span => name is null || span.DisplayName == name);
    }
}
