using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Identity.Rpc.Server;

/// <summary>Receives the methods of a service type from generated code and maps an endpoint for each.</summary>
internal sealed class ServiceBinder<TService> : ServiceBinderBase
    where TService : class
{
    private readonly IEndpointRouteBuilder _endpoints;
    private readonly ServerRuntime _runtime;
    private readonly GrpcServiceOptions _all;
    private readonly GrpcServiceOptions _one;
    private readonly Activator<TService> _services;
    private readonly Activator<Interceptor>[] _interceptors;

    public ServiceBinder(IEndpointRouteBuilder endpoints, ServerRuntime runtime)
    {
        IServiceProvider provider = endpoints.ServiceProvider;
        _endpoints = endpoints;
        _runtime = runtime;
        _all = provider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        _one = provider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        _services = new Activator<TService>(typeof(TService), [], provider);
        _interceptors = InterceptorChain.Create(_all, _one, provider);
    }

    public List<IEndpointConventionBuilder> Mapped { get; } = [];

    public bool IgnoresUnknown => _one.IgnoreUnknownServices ?? _all.IgnoreUnknownServices ?? false;

    /// <summary>Lets the generated code of the service name its methods.</summary>
    public void Bind()
    {
        BindServiceMethodAttribute binding = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(true)
            ?? throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated service.");
        MethodInfo method = binding.BindType
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(candidate => candidate.Name == binding.BindMethodName
                && candidate.GetParameters() is [{ } binder, { } service]
                && binder.ParameterType == typeof(ServiceBinderBase)
                && service.ParameterType.IsAssignableFrom(typeof(TService)));
        method.Invoke(null, [this, null]);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, out MethodInfo info);
        var pipeline = MethodPipelines.Unary(_services, target, _interceptors);
        Map(method, info, new UnaryHandler<TRequest, TResponse>(SettingsFor(method), method, pipeline));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, out MethodInfo info);
        var pipeline = MethodPipelines.ClientStreaming(_services, target, _interceptors);
        Map(method, info, new ClientStreamingHandler<TRequest, TResponse>(SettingsFor(method), method, pipeline));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target = Find<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, out MethodInfo info);
        var pipeline = MethodPipelines.ServerStreaming(_services, target, _interceptors);
        Map(method, info, new ServerStreamingHandler<TRequest, TResponse>(SettingsFor(method), method, pipeline));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var target =
            Find<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
                method, out MethodInfo info);
        var pipeline = MethodPipelines.Duplex(_services, target, _interceptors);
        Map(method, info, new DuplexHandler<TRequest, TResponse>(SettingsFor(method), method, pipeline));
    }

    // The methods of a service can be overloaded by hand-written ones, so parameters count as well as the name.
    private static TDelegate Find<TDelegate>(IMethod method, out MethodInfo info)
        where TDelegate : Delegate
    {
        Type[] parameters = [.. typeof(TDelegate).GetGenericArguments()[1..^1]];
        info = typeof(TService).GetMethod(method.Name, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method for {method.FullName}.");
        return info.CreateDelegate<TDelegate>();
    }

    private MethodSettings SettingsFor(IMethod method) => new(_runtime, method, _all, _one);

    private void Map(IMethod method, MethodInfo info, MethodHandler handler)
    {
        IEndpointConventionBuilder endpoint = _endpoints.MapMethods(method.FullName, ["POST"], handler.HandleAsync);
        object[] attributes = [.. typeof(TService).GetCustomAttributes(true), .. info.GetCustomAttributes(true)];
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.FullName}";
            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            foreach (object attribute in attributes) { builder.Metadata.Add(attribute); }
        });
        Mapped.Add(endpoint);
    }
}
