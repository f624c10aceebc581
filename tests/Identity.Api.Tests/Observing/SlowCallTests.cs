using Grpc.Core;
using Identity.Api.Observing;
using Identity.Api.Tests.Running;
using Identity.Application.Measuring;
using Identity.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;
using static Identity.Api.Tests.Running.TestWorkspace;

namespace Identity.Api.Tests.Observing;

/// <summary>What the log tells of calls that took long.</summary>
public sealed class SlowCallTests : IAsyncLifetime
{
    private static readonly CallMethod Resolve = Known("/identity.v1.ResolutionService/Resolve");

    private readonly RunningServer _server = new();
    private readonly CapturedLog _log = new();
    private readonly ServiceMeasures _measures = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _measures.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_call_is_told_of_with_what_it_did_and_nothing_that_was_sent()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        // Everything takes longer than the shortest time that there is.
        await _server.StartAsync(options: new ServerOptions { SlowCallLimit = TimeSpan.FromTicks(1) });
        var workspace = new TestWorkspace(_server, _server.AdminKey);
        await workspace.Ingestion.IngestAsync(
            new V1.IngestRequest { Observations = { Observation("m-1", ("email", "anna@example.org")) } },
            new Metadata { { "traceparent", $"00-{Trace}-b7ad6b7169203331-00" } },
            cancellationToken: TestContext.Current.CancellationToken);
        await _server.MetricsAsync(now =>
            now["identity_slow_calls_total{method=\"identity.v1.IngestionService/Ingest\"}"] == 1);

        string line = Assert.Single(_server.Log.Lines, IsSlowCall);
        Assert.Matches(
            @"identity\.v1\.IngestionService/Ingest took \d+ ms and ended with OK: 1 observations, \d+ ms until "
            + @$"they were stored, key [0-9a-f-]{{36}}, trace {Trace}\. Slow calls left out before: 0\.",
            line);
        Assert.DoesNotContain("anna", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_within_the_limit_is_not_told_of_and_neither_is_a_stream()
    {
        await _server.StartAsync(options: new ServerOptions { SlowCallLimit = ServerOptions.SlowCallLimitMax });
        await new TestWorkspace(_server, _server.AdminKey).StatsAsync();
        await _server.Server.StopAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(_server.Log.Lines, IsSlowCall);

        SlowCalls slow = Slow(TimeSpan.FromSeconds(1), TimeProvider.System);
        CallMethod stream = Known("/identity.v1.ResolutionService/ResolveMany");
        Assert.False(slow.IsSlow(stream, TimeSpan.FromHours(1)));
        Assert.False(slow.IsSlow(CallMethod.Other, TimeSpan.FromHours(1)));
        Assert.False(slow.IsSlow(Resolve, TimeSpan.FromSeconds(1)));
        Assert.True(slow.IsSlow(Resolve, TimeSpan.FromSeconds(1.1)));
    }

    [Fact]
    public void A_limit_of_zero_tells_of_none() =>
        Assert.False(Slow(TimeSpan.Zero, TimeProvider.System).IsSlow(Resolve, TimeSpan.FromHours(1)));

    [Fact]
    public void Many_slow_calls_leave_a_few_lines_a_second_and_the_number_of_the_others()
    {
        var time = new SteppedTime();
        SlowCalls slow = Slow(TimeSpan.FromSeconds(1), time);
        var call = new ObservedCall();
        call.Begin(Resolve, new DefaultHttpContext(), 0);
        for (int count = 0; count < 100; count++) { slow.Tell(call, StatusCode.OK, TimeSpan.FromSeconds(2)); }
        Assert.Equal(LineBudget.LinesPerSecondMax, _log.Lines.Count(IsSlowCall));
        time.Step(TimeSpan.FromSeconds(1));
        slow.Tell(call, StatusCode.OK, TimeSpan.FromSeconds(2));
        slow.Tell(call, StatusCode.OK, TimeSpan.FromSeconds(2));
        Assert.Equal(LineBudget.LinesPerSecondMax + 2, _log.Lines.Count(IsSlowCall));
        Assert.Contains("left out before: 95.", _log.Lines.ElementAt(^2), StringComparison.Ordinal);
        Assert.Contains("left out before: 0.", _log.Lines.ElementAt(^1), StringComparison.Ordinal);
    }

    private static CallMethod Known(string path)
    {
        CallMethod? method = CallMethod.Find(path);
        Assert.NotNull(method);
        return method;
    }

    private static bool IsSlowCall(string line) => line.Contains(" 1002 ", StringComparison.Ordinal);

    private SlowCalls Slow(TimeSpan limit, TimeProvider time) => new(
        new SlowCallOptions(limit), _measures, time, new LoggerFactory([_log]).CreateLogger<SlowCalls>());

    // Stands still between steps.
    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerHour;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Step(TimeSpan by) => _ticks += by.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
