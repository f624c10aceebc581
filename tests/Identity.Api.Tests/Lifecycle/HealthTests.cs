using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Identity.Api.Tests.Running;
using Identity.Stores;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Identity.Api.Tests.Lifecycle;

/// <summary>What load balancers and orchestrators are told, without a key.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly RunningServer _server = new();
    private readonly HttpClient _http = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_has_started_is_serving_as_a_whole_and_service_by_service()
    {
        await _server.StartAsync();
        string[] services = ["", .. IdentityApi.Services.Select(service => service.FullName)];
        foreach (string service in services) { Assert.Equal(Status.Serving, await CheckAsync(service)); }
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(() => CheckAsync("nobody"));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);

        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/healthz"));
        (HttpStatusCode code, string body) = await GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.True(JsonDocument.Parse(body).RootElement.GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task A_missing_migration_is_named_with_the_command_to_run()
    {
        await _server.StartAsync(new FakeMigrations().Replace);
        Assert.Equal(Status.NotServing, await CheckAsync(""));
        Assert.Equal((HttpStatusCode.OK, "ok"), await GetAsync("/healthz"));
        (HttpStatusCode code, string body) = await GetAsync("/readyz");
        JsonElement report = JsonDocument.Parse(body).RootElement;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("7 seven", Assert.Single(report.GetProperty("missing_migrations").EnumerateArray()).GetString());
        string? advice = report.GetProperty("advice").GetString();
        Assert.Contains("identity migrate", advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_went_away_and_came_back_is_noticed()
    {
        var migrations = new FakeMigrations { IsApplied = true };
        await _server.StartAsync(migrations.Replace);
        using AsyncServerStreamingCall<HealthCheckResponse> watch =
            Client().Watch(new HealthCheckRequest(), cancellationToken: Ending);
        Assert.Equal(Status.Serving, await NextAsync(watch));
        migrations.IsAway = true;
        Assert.Equal(Status.NotServing, await NextAsync(watch));
        (HttpStatusCode code, string body) = await GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("unreachable", JsonDocument.Parse(body).RootElement.GetProperty("store").GetString());
        migrations.IsAway = false;
        Assert.Equal(Status.Serving, await NextAsync(watch));
    }

    [Theory]
    [InlineData("full", true)]
    [InlineData("unavailable", true)]
    [InlineData("damaged", false)]
    public async Task A_store_that_takes_no_writes_goes_on_reading_unless_it_is_damaged(string writes, bool ready)
    {
        var condition = new FakeCondition
        {
            Failure = writes switch
            {
                "full" => new StoreFullException("No room."),
                "damaged" => new StoreDamagedException("Damaged."),
                _ => new StoreUnavailableException("Away."),
            },
        };
        await _server.StartAsync(services => services.AddSingleton<IStoreCondition>(condition));
        Status reading = ready ? Status.Serving : Status.NotServing;
        Assert.Equal(reading, await CheckAsync(""));
        Assert.Equal(reading, await CheckAsync(V1.ResolutionService.Descriptor.FullName));
        Assert.Equal(Status.NotServing, await CheckAsync(V1.IngestionService.Descriptor.FullName));
        Assert.Equal(0, (await _server.MetricsAsync())["identity_writable"]);

        (HttpStatusCode code, string body) = await GetAsync("/readyz");
        JsonElement report = JsonDocument.Parse(body).RootElement;
        Assert.Equal(ready ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal((writes, ready ? "ok" : "damaged"), (
            report.GetProperty("writes").GetString(), report.GetProperty("store").GetString()));
        Assert.Equal(condition.Failure.Message, report.GetProperty("cause").GetString());
        Assert.Contains(_server.Data, report.GetProperty("advice").GetString(), StringComparison.Ordinal);

        using AsyncServerStreamingCall<HealthCheckResponse> watch = Client().Watch(
            new HealthCheckRequest { Service = V1.IngestionService.Descriptor.FullName }, cancellationToken: Ending);
        Assert.Equal(Status.NotServing, await NextAsync(watch));
        condition.Failure = null;
        Assert.Equal(Status.Serving, await NextAsync(watch));
        Assert.Equal(1, (await _server.MetricsAsync())["identity_writable"]);
    }

    [Fact]
    public async Task Reflection_lists_every_service_in_both_versions()
    {
        await _server.StartAsync();
        var older = new ServerReflection.ServerReflectionClient(_server.With(null));
        using var call = older.ServerReflectionInfo(cancellationToken: Ending);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Ending);
        Assert.True(await call.ResponseStream.MoveNext(Ending));
        string[] alpha =
            [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        await call.RequestStream.CompleteAsync();

        var newer = new Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(_server.With(null));
        using var newerCall = newer.ServerReflectionInfo(cancellationToken: Ending);
        await newerCall.RequestStream.WriteAsync(
            new Grpc.Reflection.V1.ServerReflectionRequest { ListServices = "" }, Ending);
        Assert.True(await newerCall.ResponseStream.MoveNext(Ending));
        Assert.Equal(
            alpha, newerCall.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Superset(IdentityApi.Services.Select(service => service.FullName).ToHashSet(), alpha.ToHashSet());
        await newerCall.RequestStream.CompleteAsync();
    }

    private static async Task<Status> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Ending));
        return watch.ResponseStream.Current.Status;
    }

    private Health.HealthClient Client() => new(_server.With(null));

    private async Task<Status> CheckAsync(string service) =>
        (await Client().CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Ending)).Status;

    private async Task<(HttpStatusCode Code, string Body)> GetAsync(string path)
    {
        using HttpResponseMessage response = await _http.GetAsync(new Uri(_server.Server.HttpAddress, path), Ending);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ending));
    }

    // Stands before the real ones, and says what a test wants.
    private sealed class FakeMigrations : IStoreMigrations
    {
        private IStoreMigrations? _real;
        private volatile bool _isAway;

        public bool IsApplied { get; init; }

        public bool IsAway { set => _isAway = value; }

        public void Replace(IServiceCollection services) => services.AddSingleton<IStoreMigrations>(provider =>
        {
            _real = (IStoreMigrations)provider.GetRequiredService<IIdentityStore>();
            return this;
        });

        public ValueTask<IReadOnlyList<MigrationState>> GetStateAsync(CancellationToken cancellationToken)
        {
            if (_isAway) { throw new StoreUnavailableException("The store is away."); }
            return new([new MigrationState(7, "seven", IsApplied ? DateTimeOffset.UnixEpoch : null)]);
        }

        public ValueTask<IReadOnlyList<MigrationState>> ApplyAsync(CancellationToken cancellationToken) =>
            _real!.ApplyAsync(cancellationToken);
    }

    private sealed class FakeCondition : IStoreCondition
    {
        private volatile StoreException? _failure;

        public StoreException? Failure { get => _failure; set => _failure = value; }

        public ValueTask CheckWritesAsync(CancellationToken cancellationToken) =>
            _failure is { } failure ? throw failure : ValueTask.CompletedTask;
    }
}
