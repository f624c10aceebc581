using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Rpc.Server;

/// <summary>
/// Gets an instance for one call: the registered one when the type is a service, else a new one, which is disposed when
/// the call has ended.
/// </summary>
internal sealed class Activator<T>
    where T : class
{
    private readonly ObjectFactory? _factory;
    private readonly object[] _arguments;
    private readonly Type _type;

    public Activator(Type type, object[] arguments, IServiceProvider services)
    {
        _type = type;
        _arguments = arguments;
        IServiceProviderIsService? known = services.GetService<IServiceProviderIsService>();
        bool registered = arguments.Length == 0 && known?.IsService(type) == true;
        _factory = registered
            ? null
            : ActivatorUtilities.CreateFactory(type, Array.ConvertAll(arguments, argument => argument.GetType()));
    }

    /// <summary>Whether instances belong to the call, which then has to release them.</summary>
    public bool Owns => _factory is not null;

    public T Get(ServerCallContext context)
    {
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
