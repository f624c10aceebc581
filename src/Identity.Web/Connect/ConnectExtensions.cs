using System.Collections.Frozen;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Identity.Web.Connect;

/// <summary>Serves gRPC services by the Connect protocol, https://connectrpc.com/docs/protocol, as well.</summary>
public static class ConnectExtensions
{
    /// <summary>
    /// Answers calls of the services' methods, and of methods that no service has; every other request goes on. The
    /// calls pass through the interceptors that <c>AddGrpc</c> was given, in the same order.
    /// </summary>
    /// <param name="app">Where the calls arrive.</param>
    /// <param name="bind">Binds the services, through the methods that were generated for that.</param>
    /// <param name="admit">
    /// Asked before anything of a body is read: how many bytes it may have, decompressed. Throws an
    /// <see cref="RpcException"/> when the call may not be made, which is then answered.
    /// </param>
    /// <exception cref="InvalidOperationException">An interceptor is not registered as a service.</exception>
    public static void UseConnect(
        this IApplicationBuilder app, Action<ServiceBinderBase, IServiceProvider> bind, Func<HttpContext, int> admit)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(bind);
        ArgumentNullException.ThrowIfNull(admit);
        IServiceProvider services = app.ApplicationServices;
        var rules = new CallRules(
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetService<BodyBudget>() ?? new BodyBudget(BodyBudget.BytesMaxDefault), admit);
        var binder = new ConnectBinder(
            [.. InterceptorsOf(services)], rules,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Identity.Web.Connect"));
        bind(binder, services);
        FrozenDictionary<string, ConnectMethod> methods =
            binder.Methods.ToFrozenDictionary(method => method.Path, StringComparer.Ordinal);
        app.Use(next => http =>
            methods.TryGetValue(http.Request.Path.Value ?? "", out ConnectMethod? method) ? method.HandleAsync(http)
            : RequestGate.NamesMethod(http.Request) ? RequestGate.RefuseUnknownAsync(http)
            : next(http));
    }

    private static IEnumerable<Interceptor> InterceptorsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value.Interceptors
            .Select(registration => (Interceptor)services.GetRequiredService(registration.Type));
}
