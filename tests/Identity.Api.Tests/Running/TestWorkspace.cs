using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Xunit;

namespace Identity.Api.Tests.Running;

/// <summary>A workspace of one test, and its clients.</summary>
internal sealed class TestWorkspace
{
    private readonly RunningServer _server;

    public TestWorkspace(RunningServer server, string key)
    {
        (_server, Key) = (server, key);
        Invoker = server.With(key);
        Admin = new V1.WorkspaceService.WorkspaceServiceClient(Invoker);
        Resolution = new V1.ResolutionService.ResolutionServiceClient(Invoker);
        Ingestion = new V1.IngestionService.IngestionServiceClient(Invoker);
        Households = new V1.HouseholdService.HouseholdServiceClient(Invoker);
        Profiles = new V1.ProfileService.ProfileServiceClient(Invoker);
    }

    public string Key { get; }

    public CallInvoker Invoker { get; }

    public V1.WorkspaceService.WorkspaceServiceClient Admin { get; }

    public V1.ResolutionService.ResolutionServiceClient Resolution { get; }

    public V1.IngestionService.IngestionServiceClient Ingestion { get; }

    public V1.HouseholdService.HouseholdServiceClient Households { get; }

    public V1.ProfileService.ProfileServiceClient Profiles { get; }

    /// <summary>A key with these scopes; for ingestion it may name any source.</summary>
    public async Task<V1.CreatedKey> NewKeyAsync(params string[] scopes) =>
        await NewKeyAsync(new V1.CreateKeyRequest { Name = "test", Scopes = { scopes }, Sources = { "*" } });

    public async Task<V1.CreatedKey> NewKeyAsync(V1.CreateKeyRequest request) =>
        await Admin.CreateKeyAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<V1.Key> RevokeAsync(V1.CreatedKey key) => await Admin.RevokeKeyAsync(
        new V1.RevokeKeyRequest { KeyId = key.KeyId }, cancellationToken: TestContext.Current.CancellationToken);

    public async Task<V1.WorkspaceRules> RulesAsync() => await Admin.GetRulesAsync(
        new V1.GetRulesRequest(), cancellationToken: TestContext.Current.CancellationToken);

    public CallInvoker With(string key) => _server.With(key);

    public async Task<V1.WorkspaceStats> StatsAsync() => await Admin.GetStatsAsync(
        new V1.GetStatsRequest(), cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Takes one observation with the workspace's own key.</summary>
    public async Task<V1.IngestResult> IngestAsync(V1.Observation observation)
    {
        V1.IngestResponse response = await Ingestion.IngestAsync(
            new V1.IngestRequest { Observations = { observation } },
            cancellationToken: TestContext.Current.CancellationToken);
        return Assert.Single(response.Results);
    }

    /// <summary>An observation of level 4 that is fine as it is.</summary>
    public static V1.Observation Observation(string messageId, params (string Namespace, string Value)[] identifiers)
    {
        var observation = new V1.Observation
        {
            MessageId = messageId,
            Source = "shop",
            Level = V1.RecognitionLevel.Authenticated,
        };
        observation.Identifiers.AddRange(identifiers.Select(item =>
            new V1.Identifier { Namespace = item.Namespace, Value = item.Value }));
        return observation;
    }

    public static V1.Identifier Named(string @namespace, string value) =>
        new() { Namespace = @namespace, Value = value };

    public static Timestamp At(string text) => Timestamp.FromDateTimeOffset(
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
