using Identity.Server.Telemetry;
using Identity.Stores;
using Identity.Stores.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>
/// A running server. Stops when it is told to, by <see cref="StopAsync"/> or SIGTERM or SIGINT: health says so first,
/// nothing new is accepted, calls under way end, what was acknowledged is stored, and the store is closed. Thread-safe.
/// </summary>
public sealed class IdentityServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Holdings _holdings;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly LoopWatch _loops;
    private readonly Lock _gate = new();
    private Task? _stopped;

    private IdentityServer(WebApplication app, Holdings holdings)
    {
        (_app, _holdings) = (app, holdings);
        _logger = app.Services.GetRequiredService<ILogger<IdentityServer>>();
        _loops = app.Services.GetRequiredService<LoopWatch>();
        _stopping = app.Lifetime.ApplicationStopping;
        // In the order in which they were configured: gRPC, then HTTP.
        IFeatureCollection features = app.Services.GetRequiredService<IServer>().Features;
        string[] addresses = [.. features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        (GrpcAddress, HttpAddress) = (new Uri(addresses[0]), new Uri(addresses[1]));
    }

    /// <summary>Where gRPC is served, with the port that was taken.</summary>
    public Uri GrpcAddress { get; }

    /// <summary>Where HTTP is served, with the port that was taken.</summary>
    public Uri HttpAddress { get; }

    /// <summary>The file that the first start writes the admin key to.</summary>
    public string AdminKeyPath => _holdings.Data.AdminKeyPath;

    /// <summary>The parts of the server.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server. It accepts calls when this returns.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ServerStartException">
    /// The options have defects (all are named), the data folder is in use, the store cannot be opened, or a port is
    /// taken.
    /// </exception>
    public static Task<IdentityServer> StartAsync(ServerOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, null, cancellationToken);

    /// <summary>
    /// Makes a new admin key for a data folder whose server is stopped, and writes it to the folder's admin.key. The
    /// keys that there are stay valid. Returns the file's path.
    /// </summary>
    /// <exception cref="ServerStartException">The folder is in use, or cannot be used.</exception>
    public static async Task<string> RecoverAdminKeyAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        Holdings holdings = Holdings.Open(options);
        await using (holdings.ConfigureAwait(false))
        {
            WebApplication app = Composition.Build(options, holdings.Data, holdings.Store, null);
            await using (app.ConfigureAwait(false))
            {
                await app.Services.GetRequiredService<FirstStart>()
                    .RecoverAdminKeyAsync(cancellationToken).ConfigureAwait(false);
                return holdings.Data.AdminKeyPath;
            }
        }
    }

    /// <summary>Runs until the process is told to stop, or the server is, and stops it. Returns the exit code: 0, or 1
    /// when a part of the server broke.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration byProcess = _stopping.Register(() => told.TrySetResult());
        using CancellationTokenRegistration byCaller = cancellationToken.Register(() => told.TrySetResult());
        await told.Task.ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        return _loops.IsBroken ? 1 : 0;
    }

    /// <summary>Drains and stops. Doing it again changes nothing.</summary>
    /// <param name="cancellationToken">Ends the patience with calls under way.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate) { return _stopped ??= Task.Run(() => CloseAsync(cancellationToken), CancellationToken.None); }
    }

    public ValueTask DisposeAsync() => new(StopAsync(CancellationToken.None));

    internal static async Task<IdentityServer> StartAsync(
        ServerOptions options, Action<WebApplicationBuilder>? adjust, CancellationToken cancellationToken)
    {
        Holdings holdings = Holdings.Open(options);
        WebApplication? app = null;
        try
        {
            app = Composition.Build(options, holdings.Data, holdings.Store, adjust);
            await app.Services.GetRequiredService<FirstStart>().PrepareAsync(cancellationToken).ConfigureAwait(false);
            StartTelemetry(app.Services);
            // Before the first call can come in, so that no answer is given before it is true.
            HealthReporter health = app.Services.GetRequiredService<HealthReporter>();
            await health.ReportAsync(cancellationToken).ConfigureAwait(false);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            var server = new IdentityServer(app, holdings);
            server.Announce(options);
            return server;
        }
        catch (Exception failure)
        {
            if (app is not null) { await app.DisposeAsync().ConfigureAwait(false); }
            await holdings.DisposeAsync().ConfigureAwait(false);
            if (Explain(failure, options) is { } explained) { throw explained; }
            throw;
        }
    }

    // Nobody depends on these: they listen to what the others record.
    private static void StartTelemetry(IServiceProvider services)
    {
        services.GetRequiredService<ProcessMeasures>();
        services.GetRequiredService<MeasureCollector>();
        services.GetRequiredService<OtlpExport>();
        string destinations = services.GetRequiredService<OtlpOptions>().Destinations;
        if (destinations.Length > 0)
        {
            services.GetRequiredService<ILogger<OtlpExport>>().TelemetrySent(destinations);
        }
    }

    private static ServerStartException? Explain(Exception failure, ServerOptions options) => failure switch
    {
        IOException { InnerException: AddressInUseException } => new ServerStartException(
            $"The gRPC port {options.GrpcPort} or the HTTP port {options.HttpPort} at {options.Bind} is taken.",
            failure),
        StoreException => new ServerStartException($"The store cannot be used. {failure.Message}", failure),
        _ => null,
    };

    private void Announce(ServerOptions options)
    {
        _logger.Listening(GrpcAddress.ToString(), HttpAddress.ToString(), _holdings.Data.Path);
        if (FileLimit.Read() is { } files
            && FileLimit.ConnectionsPerPort(files) is < Transport.ConnectionsMax and var connections)
        {
            _logger.FewConnections(files, connections);
        }

        _stopping.Register(() => _logger.Draining(options.DrainTimeout.TotalSeconds));
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _app.StopAsync(cancellationToken).ConfigureAwait(false);
        await EndLoopsAsync().ConfigureAwait(false);
        _logger.Stopped();
        await _app.DisposeAsync().ConfigureAwait(false);
        await _holdings.DisposeAsync().ConfigureAwait(false);
    }

    // The host stops waiting when the drain timeout is over; the store is only closed when nothing writes any more.
    private async Task EndLoopsAsync()
    {
        foreach (BackgroundLoop loop in _app.Services.GetServices<IHostedService>().OfType<BackgroundLoop>())
        {
            if (loop.ExecuteTask is not { } running) { continue; }
            // A loop tells of its failures itself; one that was stopped before it began only counts as cancelled.
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What a server holds besides its parts, and gives back last.</summary>
    private sealed class Holdings : IAsyncDisposable
    {
        private Holdings(DataFolder data, SqliteStore store) => (Data, Store) = (data, store);

        public DataFolder Data { get; }

        public SqliteStore Store { get; }

        public static Holdings Open(ServerOptions options)
        {
            IReadOnlyList<string> defects = options.Defects();
            if (defects.Count > 0) { throw new ServerStartException(string.Join(Environment.NewLine, defects)); }
            DataFolder data = DataFolder.Hold(options.Data);
            try
            {
                data.CheckStore();
                return new Holdings(data, SqliteStore.Open(new SqliteStoreOptions { Path = data.StorePath }));
            }
            catch (StoreException failure)
            {
                data.Dispose();
                throw new ServerStartException(
                    $"The store {data.StorePath} cannot be opened. {failure.Message}", failure);
            }
            catch (ServerStartException)
            {
                data.Dispose();
                throw;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync().ConfigureAwait(false);
            Data.Dispose();
        }
    }
}
