using Identity.LoadTests.Driving;
using Identity.LoadTests.People;
using Identity.LoadTests.Serving;
using Identity.V1;

namespace Identity.LoadTests.Comparisons;

/// <summary>A service that knows a number of persons.</summary>
internal sealed class GrownService : IAsyncDisposable
{
    private const int Callers = 32;
    private const int ObservationsPerCall = 50;

    private readonly ServiceClient _client;
    private readonly string _key;
    private readonly int _persons;
    private readonly int _run = Random.Shared.Next(1_000);

    private GrownService(ServerProcess server, string key, int persons)
    {
        (Server, _key, _persons) = (server, key, persons);
        _client = new ServiceClient(server.GrpcAddress, key, connections: 4);
    }

    public ServerProcess Server { get; }

    public static async Task<GrownService> StartAsync(
        string data, int persons, string[] more, CancellationToken cancellationToken)
    {
        ServerProcess server = await ServerProcess.ServeAsync(data, more, cancellationToken);
        return new GrownService(server, await ServiceClient.AdminKeyAsync(data, cancellationToken), persons);
    }

    /// <summary>The same person again and again.</summary>
    public Subject OfOne() => Questions.Resolve(Server, _client, new LoadPerson(7), _key);

    /// <summary>Asks for persons at random, all equally likely; microseconds of the server for each call.</summary>
    public async Task<double> ResolveAnybodyAsync(int calls, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        LoadPerson[] wanted = [.. Enumerable.Range(0, calls).Select(_ => new LoadPerson(random.Next(_persons)))];
        double cpu = Server.CpuSeconds;
        await ClosedLoop.RunAsync(
            Callers, calls, (index, ending) => Questions.ResolveAsync(_client, index, wanted[index], ending),
            cancellationToken);
        return (Server.CpuSeconds - cpu) / calls * 1e6;
    }

    /// <summary>Sends traffic; microseconds of the server for each observation.</summary>
    public async Task<double> IngestAsync(int observations, int round, CancellationToken cancellationToken)
    {
        DateTimeOffset at = TimeProvider.System.GetUtcNow();
        // Folders are used again, and a message that was sent before would be a duplicate.
        int seed = (_run * 1_000) + round + 500;
        IReadOnlyList<IngestRequest> calls = new Traffic(_persons, seed)
            .Calls(observations / ObservationsPerCall, ObservationsPerCall, at);
        double cpu = Server.CpuSeconds;
        await ClosedLoop.RunAsync(
            Callers / 4, calls.Count, (index, ending) => _client.IngestAsync(index, calls[index], ending),
            cancellationToken);
        return (Server.CpuSeconds - cpu) / (calls.Count * ObservationsPerCall) * 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
