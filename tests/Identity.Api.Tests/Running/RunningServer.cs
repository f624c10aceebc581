using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Identity.Api.Tests.Running;
using Identity.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningServer))]

namespace Identity.Api.Tests.Running;

/// <summary>A real server in this process, with a store in a folder of its own, on any free ports.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly List<GrpcChannel> _channels = [];
    private readonly HttpClient _http = new();
    private IdentityServer? _server;

    internal string Data { get; } = Path.Combine(Path.GetTempPath(), $"identity-{Guid.NewGuid():n}");

    internal CapturedLog Log { get; } = new();

    internal ShiftedTime Time { get; } = new();

    internal IdentityServer Server => _server!;

    internal string AdminKey => File.ReadAllText(Server.AdminKeyPath);

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts it, in the same folder when it ran before.</summary>
    /// <param name="adjust">Replaces parts of it.</param>
    /// <param name="options">Those besides folder and ports.</param>
    internal async Task StartAsync(Action<IServiceCollection>? adjust = null, ServerOptions? options = null) =>
        _server = await IdentityServer.StartAsync(
            (options ?? new ServerOptions()) with { Data = Data, GrpcPort = 0, HttpPort = 0 },
            builder =>
            {
                Adjust(builder);
                adjust?.Invoke(builder.Services);
            },
            CancellationToken.None);

    /// <summary>What the server shows to Prometheus now.</summary>
    internal async Task<PrometheusReading> MetricsAsync()
    {
        string text = await _http.GetStringAsync(
            new Uri(Server.HttpAddress, "/metrics"), TestContext.Current.CancellationToken);
        return PrometheusReading.Of(text);
    }

    /// <summary>
    /// The same, as soon as it is as it should be: a call counts when it has ended for the server, which is after its
    /// caller has the answer.
    /// </summary>
    internal async Task<PrometheusReading> MetricsAsync(Func<PrometheusReading, bool> isAsItShouldBe)
    {
        while (true)
        {
            PrometheusReading reading = await MetricsAsync();
            if (isAsItShouldBe(reading)) { return reading; }
        }
    }

    internal GrpcChannel NewChannel()
    {
        GrpcChannel channel = GrpcChannel.ForAddress(Server.GrpcAddress);
        lock (_channels) { _channels.Add(channel); }
        return channel;
    }

    /// <summary>Calls with a key; without one when it is null.</summary>
    internal CallInvoker With(string? key)
    {
        GrpcChannel channel = NewChannel();
        return key is null ? channel.CreateCallInvoker() : channel.Intercept(headers =>
        {
            headers.Add("authorization", $"Bearer {key}");
            return headers;
        });
    }

    /// <summary>An empty workspace, for one test alone.</summary>
    internal async Task<TestWorkspace> NewWorkspaceAsync()
    {
        var admin = new V1.WorkspaceService.WorkspaceServiceClient(With(AdminKey));
        V1.Workspace made = await admin.CreateWorkspaceAsync(
            new V1.CreateWorkspaceRequest { Name = "test" },
            cancellationToken: TestContext.Current.CancellationToken);
        return new TestWorkspace(this, made.AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GrpcChannel channel in _channels) { channel.Dispose(); }
        _http.Dispose();
        if (_server is not null) { await _server.DisposeAsync(); }
        if (Directory.Exists(Data)) { Directory.Delete(Data, recursive: true); }
    }

    private void Adjust(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
    }

    // Signals are for the test program: a server in it would keep them from ending it.
    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
