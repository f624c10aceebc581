using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Rpc.Server;

/// <summary>What was registered, which services do not tell of themselves.</summary>
internal sealed class RegisteredServices(IServiceCollection services)
{
    /// <summary>Whether all calls get the same instance of the type.</summary>
    public bool IsSingleton(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService)
            is { Lifetime: ServiceLifetime.Singleton };
}

/// <summary>
/// Gets an instance for one call: the registered one when the type is a service, else a new one, which is disposed when
/// the call has ended. A singleton is asked for once, since asking makes HTTP open a scope for the request.
/// </summary>
internal sealed class Activator<T>
    where T : class
{
    private readonly ObjectFactory? _factory;
    private readonly object[] _arguments;
    private readonly Type _type;
    private readonly IServiceProvider? _root;
    private T? _singleton;

    public Activator(Type type, object[] arguments, IServiceProvider services)
    {
        _type = type;
        _arguments = arguments;
        IServiceProviderIsService? known = services.GetService<IServiceProviderIsService>();
        bool registered = arguments.Length == 0 && known?.IsService(type) == true;
        bool shared = registered && services.GetService<RegisteredServices>()?.IsSingleton(type) == true;
        _root = shared ? services : null;
        _factory = registered
            ? null
            : ActivatorUtilities.CreateFactory(type, Array.ConvertAll(arguments, argument => argument.GetType()));
    }

    /// <summary>Whether instances belong to the call, which then has to release them.</summary>
    public bool Owns => _factory is not null;

    public T Get(ServerCallContext context)
    {
        if (_root is not null) { return _singleton ??= (T)_root.GetRequiredService(_type); }

        IServiceProvider services = ((ServerCall)context).Http.RequestServices;
        return (T)(_factory?.Invoke(services, _arguments) ?? services.GetRequiredService(_type));
    }

    /// <summary>Disposes an instance that belongs to the call.</summary>
    public static ValueTask ReleaseAsync(T instance)
    {
        if (instance is IAsyncDisposable later) { return later.DisposeAsync(); }

        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The interceptors of one service, in order.</summary>
internal static class InterceptorChain
{
    public static Activator<Interceptor>[] Create(
        GrpcServiceOptions all,
        GrpcServiceOptions one,
        IServiceProvider services) =>
        [
            .. all.Interceptors.Concat(one.Interceptors)
                .Select(entry => new Activator<Interceptor>(entry.Type, entry.ArgumentArray, services)),
        ];
}
