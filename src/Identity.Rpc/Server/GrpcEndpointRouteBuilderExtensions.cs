using Identity.Rpc.Server;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to paths.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service, and answers paths that no service has with
    /// <c>UNIMPLEMENTED</c>.</summary>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the type does not derive from a
    /// generated service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServerRuntime runtime = builder.ServiceProvider.GetService<ServerRuntime>()
            ?? throw new InvalidOperationException("Call AddGrpc on the services before a gRPC service is mapped.");
        ServiceBinder<TService> binder = new(builder, runtime);
        binder.Bind();
        if (!binder.IgnoresUnknown && runtime.ClaimFallback()) { MapUnknown(builder); }

        return new GrpcServiceEndpointConventionBuilder(binder.Mapped);
    }

    private static void MapUnknown(IEndpointRouteBuilder builder)
    {
        RoutePattern pattern = RoutePatternFactory.Parse(
            "{**path}", defaults: null, parameterPolicies: new { path = new GrpcConstraint() });
        builder.Map(pattern, RequestGate.HandleUnknown).Add(endpoint =>
        {
            endpoint.DisplayName = "gRPC - unknown method";
            ((RouteEndpointBuilder)endpoint).Order = int.MaxValue;
        });
    }

    // Leaves every other request to other endpoints.
    private sealed class GrpcConstraint : IRouteConstraint
    {
        public bool Match(
            HttpContext? httpContext,
            IRouter? route,
            string routeKey,
            RouteValueDictionary values,
            RouteDirection routeDirection) =>
            httpContext is not null && GrpcNames.IsGrpc(httpContext.Request.ContentType);
    }
}

/// <summary>Adds conventions, such as authorization, to all methods of a mapped service.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IReadOnlyList<IEndpointConventionBuilder> _methods;

    internal GrpcServiceEndpointConventionBuilder(IReadOnlyList<IEndpointConventionBuilder> methods) =>
        _methods = methods;

    /// <inheritdoc />
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (IEndpointConventionBuilder method in _methods) { method.Add(convention); }
    }

    /// <inheritdoc />
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (IEndpointConventionBuilder method in _methods) { method.Finally(finallyConvention); }
    }
}
