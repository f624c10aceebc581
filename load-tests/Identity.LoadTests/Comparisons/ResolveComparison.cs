using Google.Protobuf;
using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.Driving;
using Identity.LoadTests.People;
using Identity.LoadTests.Results;
using Identity.LoadTests.Serving;
using Identity.V1;

namespace Identity.LoadTests.Comparisons;

/// <summary>What recognising a visitor who is in the cache costs beyond a health check of the same server.</summary>
internal sealed class ResolveComparison
{
    private const double CpuRatioMax = 1.6;
    private const double LatencyRatioMax = 1.3;
    private const double OwnBytesMax = 2_048;
    private const int PeakCallers = 64;

    // With a driver that is late by more than this (p99), a latency says more of the driver than of the server.
    private const double LagMaxMs = 2;

    private readonly LoadOptions _options;
    private readonly ServiceClient _client;
    private readonly Subject _resolve;
    private readonly Subject _health;
    private readonly LoadPerson _person = new(7);

    private ResolveComparison(LoadOptions options, ServerProcess server, ServiceClient client, string key)
    {
        (_options, _client) = (options, client);
        _resolve = Questions.Resolve(server, client, _person, key);
        _health = Questions.Health(server, client);
    }

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var place = new DataPlace(options);
        string data = await place.FilledAsync(options.Persons, cancellationToken);
        await using ServerProcess server = await ServerProcess.ServeAsync(data, [], cancellationToken);
        string adminKey = await ServiceClient.AdminKeyAsync(data, cancellationToken);
        using var admin = new ServiceClient(server.GrpcAddress, adminKey);
        string key = await admin.WebsiteKeyAsync(cancellationToken);
        using var client = new ServiceClient(server.GrpcAddress, key, connections: 2);
        var comparison = new ResolveComparison(options, server, client, key);
        return
        [
            await comparison.CpuAsync(cancellationToken),
            await comparison.AllocatedAsync(cancellationToken),
            .. await comparison.LatencyAsync(cancellationToken),
        ];
    }

    private async Task<Finding> CpuAsync(CancellationToken cancellationToken)
    {
        Rounds rounds = await Turns.RunAsync(
            _options,
            _ => _resolve.CpuPerCallAsync(_options.Calls, cancellationToken),
            _ => _health.CpuPerCallAsync(_options.Calls, cancellationToken));
        return Finding.AtMost("server CPU: warm Resolve against Health/Check", rounds, "µs per call", CpuRatioMax);
    }

    private async Task<Finding> AllocatedAsync(CancellationToken cancellationToken)
    {
        double health = await _health.AllocatedPerCallAsync(_options.Calls, cancellationToken);
        double resolve = await _resolve.AllocatedPerCallAsync(_options.Calls, cancellationToken);
        ResolveResponse answer = await Questions.ResolveAsync(_client, 0, _person, cancellationToken);
        double messages = BytesOf(_person.Question()) + BytesOf(answer);
        double own = resolve - messages;
        return new Finding(
            "bytes allocated by the server for a warm Resolve",
            Finding.Text($"{resolve:0}, of which its messages {messages:0}; Health/Check {health:0}"),
            Finding.Text($"{own:0} beside the messages"), Finding.Text($"at most {OwnBytesMax:0}"), own <= OwnBytesMax);
    }

    private async Task<IReadOnlyList<Finding>> LatencyAsync(CancellationToken cancellationToken)
    {
        double peak = await PeakAsync(cancellationToken);
        double rate = peak / 2;
        int calls = (int)(rate * _options.Seconds);
        var last = new Dictionary<string, List<LoadOutcome>>();
        Rounds rounds = await Turns.RunAsync(
            _options,
            round => P99Async("Resolve", round, Resolve),
            round => P99Async("Health/Check", round, _client.CheckAsync));
        string what =
            Finding.Text($"p99 at half of peak load ({rate:0} calls a second): warm Resolve against Health/Check");
        double lag = new Sample(last.Values.SelectMany(all => all).Select(run => run.Lag.Percentile(99))).Median;
        Finding verdict = lag <= LagMaxMs ? Finding.AtMost(what, rounds, "ms", LatencyRatioMax)
            : Finding.Stated($"{what}; not judged, for the machine was too busy to keep the rate", rounds, "ms");
        return [verdict, .. last.Select(item => Describe(item.Key, item.Value))];

        async Task<double> P99Async(string name, int round, LoadCall call)
        {
            // Warming up needs no full length.
            TimeSpan[] due = Schedule.Poisson(rate, round < 0 ? calls / 4 : calls, seed: 1_000 + round);
            LoadOutcome outcome = await OpenLoop.RunAsync(due, call, cancellationToken);
            ServiceClient.Require(outcome.Failed == 0, "Calls failed.");
            if (round >= 0)
            {
                if (!last.TryGetValue(name, out List<LoadOutcome>? all)) { last.Add(name, all = []); }
                all.Add(outcome);
            }

            return outcome.Latency.Percentile(99);
        }
    }

    private Task Resolve(int index, CancellationToken cancellationToken) =>
        Questions.ResolveAsync(_client, index, _person, cancellationToken);

    private async Task<double> PeakAsync(CancellationToken cancellationToken)
    {
        var peaks = new List<double>();
        for (int round = 0; round < 4; round++)
        {
            peaks.Add(await ClosedLoop.RunAsync(PeakCallers, _options.Calls, Resolve, cancellationToken));
        }

        return new Sample(peaks.Skip(1)).Median;
    }

    private static Finding Describe(string name, List<LoadOutcome> outcomes)
    {
        double Of(Func<LoadOutcome, double> figure) => new Sample(outcomes.Select(figure)).Median;
        return new Finding(
            $"{name} at that rate, medians of the rounds",
            Finding.Text($"p50 {Of(run => run.Latency.Percentile(50)):0.00} ms, ")
            + Finding.Text($"p99 {Of(run => run.Latency.Percentile(99)):0.00} ms, ")
            + Finding.Text($"p99.9 {Of(run => run.Latency.Percentile(99.9)):0.00} ms, ")
            + Finding.Text($"goodput {Of(run => run.Goodput):0} a second, failed {Of(run => run.Failed):0}; ")
            + Finding.Text($"the driver was late by {Of(run => run.Lag.Percentile(99)):0.00} ms (p99)"));
    }

    // What a message takes as objects: it is parsed, which makes all of them.
    private static double BytesOf<T>(T message) where T : IMessage<T>, new()
    {
        const int times = 1_000;
        byte[] bytes = message.ToByteArray();
        var parser = new MessageParser<T>(() => new T());
        parser.ParseFrom(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < times; time++) { parser.ParseFrom(bytes); }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)times;
    }
}
