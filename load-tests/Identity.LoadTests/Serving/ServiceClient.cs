using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Identity.V1;

namespace Identity.LoadTests.Serving;

/// <summary>Connections to a service, with a key. Thread-safe.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly GrpcChannel[] _channels;
    private readonly Health.HealthClient[] _health;
    private readonly ResolutionService.ResolutionServiceClient[] _resolution;
    private readonly IngestionService.IngestionServiceClient[] _ingestion;

    /// <param name="address">Where the service is.</param>
    /// <param name="key">The key.</param>
    /// <param name="connections">How many connections calls are spread over.</param>
    public ServiceClient(Uri address, string key, int connections = 1)
    {
        _channels = [.. Enumerable.Range(0, connections).Select(_ => GrpcChannel.ForAddress(address))];
        CallInvoker[] invokers = Array.ConvertAll(_channels, channel => channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {key}");
            return metadata;
        }));
        _health = Array.ConvertAll(_channels, channel => new Health.HealthClient(channel));
        _resolution = Array.ConvertAll(invokers, invoker => new ResolutionService.ResolutionServiceClient(invoker));
        _ingestion = Array.ConvertAll(invokers, invoker => new IngestionService.IngestionServiceClient(invoker));
        Workspaces = new WorkspaceService.WorkspaceServiceClient(invokers[0]);
    }

    public WorkspaceService.WorkspaceServiceClient Workspaces { get; }

    /// <summary>The admin key of a data folder.</summary>
    public static async Task<string> AdminKeyAsync(string data, CancellationToken cancellationToken) =>
        (await File.ReadAllTextAsync(Path.Combine(data, "admin.key"), cancellationToken)).Trim();

    /// <summary>Checks the health of the server as a whole, and that it is well.</summary>
    public async Task CheckAsync(int index, CancellationToken cancellationToken)
    {
        HealthCheckResponse answer = await _health[index % _health.Length].CheckAsync(
            new HealthCheckRequest(), cancellationToken: cancellationToken);
        Require(answer.Status == HealthCheckResponse.Types.ServingStatus.Serving, "The server is not serving.");
    }

    public AsyncUnaryCall<ResolveResponse> ResolveAsync(
        int index, ResolveRequest request, CancellationToken cancellationToken) =>
        _resolution[index % _resolution.Length].ResolveAsync(request, cancellationToken: cancellationToken);

    /// <summary>Sends observations, and sees that each was taken.</summary>
    public async Task IngestAsync(int index, IngestRequest request, CancellationToken cancellationToken)
    {
        IngestResponse answer = await _ingestion[index % _ingestion.Length].IngestAsync(
            request, cancellationToken: cancellationToken);
        Require(
            answer.Results.All(result => result.Outcome is not (IngestOutcome.Rejected or IngestOutcome.Duplicate)),
            "An observation was refused.");
    }

    /// <summary>A key as a website has it, and no more.</summary>
    public async Task<string> WebsiteKeyAsync(CancellationToken cancellationToken)
    {
        CreatedKey key = await Workspaces.CreateKeyAsync(
            new CreateKeyRequest
            {
                Name = "load",
                Scopes = { "resolve", "resolve.authenticated", "profiles.pii" },
                Sources = { "*" },
            },
            cancellationToken: cancellationToken);
        return key.Key;
    }

    public void Dispose()
    {
        foreach (GrpcChannel channel in _channels) { channel.Dispose(); }
    }

    /// <exception cref="InvalidOperationException">It does not; what was measured is worthless then.</exception>
    public static void Require(bool holds, string complaint)
    {
        if (!holds) { throw new InvalidOperationException(complaint); }
    }
}
