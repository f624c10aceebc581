using Identity.Api;
using Identity.Api.Observing;
using Identity.Application.Access;
using Identity.Application.Households;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Application.Past;
using Identity.Application.Profiles;
using Identity.Application.Resolving;
using Identity.Application.Stewarding;
using Identity.Application.Workspaces;
using Identity.Application.Workspaces.Quality;
using Identity.Server.Telemetry;
using Identity.Stores;
using Identity.Stores.Sqlite;
using Identity.Web.Connect;
using Identity.Web.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Identity.Server;

/// <summary>The one place where the parts are put together.</summary>
internal static class Composition
{
    /// <param name="options">Checked options.</param>
    /// <param name="data">The folder, held.</param>
    /// <param name="store">The open store.</param>
    /// <param name="adjust">Replaces parts, for tests; null otherwise.</param>
    public static WebApplication Build(
        ServerOptions options, DataFolder data, SqliteStore store, Action<WebApplicationBuilder>? adjust)
    {
        // Empty, so that nothing in the environment changes how the server behaves but its own options.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        long connections = FileLimit.ConnectionsPerPort(FileLimit.Read());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => Transport.Configure(kestrel, options, connections));
        Logging.Configure(builder.Logging, options);
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        services.TryAddSingleton(TimeProvider.System);
        AddTelemetry(services, options);
        services.AddSingleton(data);
        services.AddSingleton<IIdentityStore>(store);
        services.AddSingleton<IWorkspaceStore>(store);
        services.AddSingleton<IStoreMigrations>(store);
        services.AddSingleton<IStoreCondition>(store);
        services.AddSingleton<IScratchStores, SqliteScratchStores>();
        AddUseCases(services, options);
        services.AddIdentityApi();
        services.AddSingleton<Readiness>();
        services.AddSingleton<HealthReporter>();
        services.AddSingleton<FirstStart>();
        AddLoops(services);
        adjust?.Invoke(builder);

        WebApplication app = builder.Build();
        app.UseCallObservation();
        app.UseCallGate();
        app.MapIdentityApi();
        app.UseWhen(
            Transport.IsOfHttpPort, http => http.UseConnect(IdentityApi.Bind, IdentityApi.Admission(app.Services)));
        RouteGroupBuilder ofHttpPort = app.MapGroup("");
        ofHttpPort.MapOpenApiDocument(Contract.ReadServices, IdentityApi.OpenServices);
        ofHttpPort.MapReadiness();
        ofHttpPort.MapMetrics();
        ((IEndpointConventionBuilder)ofHttpPort).Add(Transport.RestrictToHttpPort);
        return app;
    }

    private static void AddTelemetry(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<ServiceMeasures>();
        services.AddSingleton<ProcessMeasures>();
        services.AddSingleton<MeasureCollector>();
        services.AddSingleton(new SlowCallOptions(options.SlowCallLimit));
        services.AddSingleton(new OtlpOptions(options.OpenTelemetry));
        services.AddSingleton<OtlpExport>();
    }

    private static void AddUseCases(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<KeyDirectory>();
        services.AddSingleton<PublicRates>();
        services.AddSingleton(new VisitorCache(options.CacheMb * (1L << 20)));
        services.AddSingleton<ChangeFollower>();
        services.AddSingleton<VisitorReader>();
        services.AddSingleton<ObservationWriter>();
        services.AddSingleton<IngestObservations>();
        services.AddSingleton<ExpirySweeper>();
        services.AddSingleton<PastStates>();
        services.AddSingleton<VisitorCreation>();
        services.AddSingleton<ResolveVisitor>();
        services.AddSingleton<GetProfile>();
        services.AddSingleton<FindProfiles>();
        services.AddSingleton<ListReviews>();
        services.AddSingleton<AnswerReview>();
        services.AddSingleton<GetHousehold>();
        services.AddSingleton<Reresolver>();
        services.AddSingleton<WorkspaceService>();
        services.AddSingleton<MeasureQuality>();
    }

    // They stop in the opposite order, after the last call has ended: the writer, which the others need, comes last.
    private static void AddLoops(IServiceCollection services)
    {
        services.AddSingleton<LoopWatch>();
        AddLoop<ObservationWriter>(services, writer => writer.RunAsync);
        AddLoop<Reresolver>(services, reresolver => reresolver.RunAsync);
        AddLoop<ExpirySweeper>(services, sweeper => sweeper.RunAsync);
        AddLoop<HealthReporter>(services, reporter => reporter.RunAsync);
    }

    private static void AddLoop<T>(IServiceCollection services, Func<T, Func<CancellationToken, Task>> run)
        where T : class =>
        services.AddSingleton<IHostedService>(provider => new BackgroundLoop(
            typeof(T).Name, run(provider.GetRequiredService<T>()), provider.GetRequiredService<LoopWatch>()));
}
