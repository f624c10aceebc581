using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.HealthCheck;
using Grpc.Reflection;
using Identity.Api.Access;
using Identity.Api.Failures;
using Identity.Api.Handlers;
using Identity.Api.Observing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Identity.Api;

/// <summary>Puts the services of the contract into a host. The use cases are the host's to register.</summary>
public static class IdentityApi
{
    // As gRPC has it.
    private const int MessageMax = 4 * 1024 * 1024;

    /// <summary>The services of the contract.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } =
    [
        V1.ResolutionService.Descriptor,
        V1.IngestionService.Descriptor,
        V1.ProfileService.Descriptor,
        V1.StewardService.Descriptor,
        V1.HouseholdService.Descriptor,
        V1.WorkspaceService.Descriptor,
    ];

    /// <summary>Those that can be called without a key, and are of use to whoever is no gRPC tool.</summary>
    public static IReadOnlyList<ServiceDescriptor> OpenServices { get; } = [Grpc.Health.V1.Health.Descriptor];

    /// <summary>
    /// Registers handlers and interceptors, health and reflection. Measures and <see cref="SlowCallOptions"/> are the
    /// host's to register.
    /// </summary>
    /// <exception cref="InvalidOperationException">An RPC has no scope.</exception>
    public static IGrpcServerBuilder AddIdentityApi(this IServiceCollection services)
    {
        IReadOnlyList<string> undecided = RpcScopes.Missing(Services);
        if (undecided.Count > 0)
        {
            throw new InvalidOperationException($"These RPCs have no scope: {string.Join(", ", undecided)}.");
        }

        services.AddSingleton<HealthServiceImpl>();
        services.AddSingleton<FailureInterceptor>();
        services.AddSingleton<CallGate>();
        services.AddSingleton<AuthenticationInterceptor>();
        services.AddSingleton<SlowCalls>();
        services.AddSingleton<ResolutionHandler>();
        services.AddSingleton<IngestionHandler>();
        services.AddSingleton<ProfileHandler>();
        services.AddSingleton<StewardHandler>();
        services.AddSingleton<HouseholdHandler>();
        services.AddSingleton<WorkspaceHandler>();
        ServiceDescriptor[] shown = [.. Services, Grpc.Health.V1.Health.Descriptor];
        services.AddSingleton(new ReflectionServiceImpl(shown));
        services.AddSingleton(new ReflectionV1ServiceImpl(shown));
        return services.AddGrpc(options =>
            {
                options.Interceptors.Add<FailureInterceptor>();
                options.Interceptors.Add<AuthenticationInterceptor>();
            })
            .AddServiceOptions<HealthServiceImpl>(Bound)
            .AddServiceOptions<ReflectionServiceImpl>(Bound)
            .AddServiceOptions<ReflectionV1ServiceImpl>(Bound);
    }

    /// <summary>Measures and traces calls, and tells of slow ones. Before anything that handles requests.</summary>
    public static void UseCallObservation(this IApplicationBuilder app) => app.UseMiddleware<CallObserver>();

    /// <summary>Refuses gRPC calls of whoever may not make them, before anything of their messages is read. Before what
    /// handles requests, after <see cref="UseCallObservation"/>.</summary>
    public static void UseCallGate(this IApplicationBuilder app) => app.UseMiddleware<GrpcGate>();

    /// <summary>
    /// The same for calls in another form than gRPC: for whoever serves <see cref="Bind"/>, to be asked before the body
    /// is read. It says how many bytes the body may have, decompressed, and throws an <see cref="RpcException"/> with
    /// the status that gRPC answers with when the call may not be made.
    /// </summary>
    public static Func<HttpContext, int> Admission(IServiceProvider services)
    {
        CallGate gate = services.GetRequiredService<CallGate>();
        return http =>
        {
            string method = http.Request.Path.Value ?? "";
            gate.Check(http, method);
            return RpcScopes.IsOpen(method) ? CallGate.OpenMessageMax : MessageMax;
        };
    }

    /// <summary>Maps all services to their paths.</summary>
    public static void MapIdentityApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ResolutionHandler>();
        endpoints.MapGrpcService<IngestionHandler>();
        endpoints.MapGrpcService<ProfileHandler>();
        endpoints.MapGrpcService<StewardHandler>();
        endpoints.MapGrpcService<HouseholdHandler>();
        endpoints.MapGrpcService<WorkspaceHandler>();
        endpoints.MapGrpcService<HealthServiceImpl>();
        endpoints.MapGrpcService<ReflectionServiceImpl>();
        endpoints.MapGrpcService<ReflectionV1ServiceImpl>();
    }

    /// <summary>
    /// Binds the handlers of <see cref="Services"/> and <see cref="OpenServices"/>, for another protocol than gRPC.
    /// Whoever calls them has them pass through the interceptors that <see cref="AddIdentityApi"/> names.
    /// </summary>
    public static void Bind(ServiceBinderBase binder, IServiceProvider services)
    {
        V1.ResolutionService.BindService(binder, services.GetRequiredService<ResolutionHandler>());
        V1.IngestionService.BindService(binder, services.GetRequiredService<IngestionHandler>());
        V1.ProfileService.BindService(binder, services.GetRequiredService<ProfileHandler>());
        V1.StewardService.BindService(binder, services.GetRequiredService<StewardHandler>());
        V1.HouseholdService.BindService(binder, services.GetRequiredService<HouseholdHandler>());
        V1.WorkspaceService.BindService(binder, services.GetRequiredService<WorkspaceHandler>());
        Grpc.Health.V1.Health.BindService(binder, services.GetRequiredService<HealthServiceImpl>());
    }

    private static void Bound(GrpcServiceOptions options) => options.MaxReceiveMessageSize = CallGate.OpenMessageMax;
}
