using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Identity.Rpc.Server;

/// <summary>
/// Chains a handler with what stands around it. Built once when a method is mapped; instances are made call by call.
/// The chain is built from the inside, so that the first interceptor is the outermost.
/// </summary>
internal static class MethodPipelines
{
    public static UnaryServerMethod<TRequest, TResponse> Unary<TService, TRequest, TResponse>(
        Activator<TService> services,
        Func<TService, TRequest, ServerCallContext, Task<TResponse>> method,
        Activator<Interceptor>[] interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        UnaryServerMethod<TRequest, TResponse> chain = (request, context) =>
            Call(services, context, (method, request), static (service, call, state) =>
                state.method(service, state.request, call));
        foreach (Activator<Interceptor> interceptor in interceptors.Reverse())
        {
            UnaryServerMethod<TRequest, TResponse> next = chain;
            chain = (request, context) =>
                Call(interceptor, context, (request, next), static (instance, call, state) =>
                    instance.UnaryServerHandler(state.request, call, state.next));
        }

        return chain;
    }

    public static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TService, TRequest, TResponse>(
        Activator<TService> services,
        Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> method,
        Activator<Interceptor>[] interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        ClientStreamingServerMethod<TRequest, TResponse> chain = (requests, context) =>
            Call(services, context, (method, requests), static (service, call, state) =>
                state.method(service, state.requests, call));
        foreach (Activator<Interceptor> interceptor in interceptors.Reverse())
        {
            ClientStreamingServerMethod<TRequest, TResponse> next = chain;
            chain = (requests, context) =>
                Call(interceptor, context, (requests, next), static (instance, call, state) =>
                    instance.ClientStreamingServerHandler(state.requests, call, state.next));
        }

        return chain;
    }

    public static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TService, TRequest, TResponse>(
        Activator<TService> services,
        Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> method,
        Activator<Interceptor>[] interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        ServerStreamingServerMethod<TRequest, TResponse> chain = (request, responses, context) =>
            Call(services, context, (method, request, responses), static (service, call, state) =>
                Counted(state.method(service, state.request, state.responses, call)));
        foreach (Activator<Interceptor> interceptor in interceptors.Reverse())
        {
            ServerStreamingServerMethod<TRequest, TResponse> next = chain;
            chain = (request, responses, context) =>
                Call(interceptor, context, (request, responses, next), static (instance, call, state) =>
                    Counted(instance.ServerStreamingServerHandler(state.request, state.responses, call, state.next)));
        }

        return chain;
    }

    public static DuplexStreamingServerMethod<TRequest, TResponse> Duplex<TService, TRequest, TResponse>(
        Activator<TService> services,
        Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> method,
        Activator<Interceptor>[] interceptors)
        where TService : class
        where TRequest : class
        where TResponse : class
    {
        DuplexStreamingServerMethod<TRequest, TResponse> chain = (requests, responses, context) =>
            Call(services, context, (method, requests, responses), static (service, call, state) =>
                Counted(state.method(service, state.requests, state.responses, call)));
        foreach (Activator<Interceptor> interceptor in interceptors.Reverse())
        {
            DuplexStreamingServerMethod<TRequest, TResponse> next = chain;
            chain = (requests, responses, context) =>
                Call(interceptor, context, (requests, responses, next), static (instance, call, state) =>
                    Counted(instance.DuplexStreamingServerHandler(
                        state.requests, state.responses, call, state.next)));
        }

        return chain;
    }

    private static Task<TResult> Call<T, TState, TResult>(
        Activator<T> activator,
        ServerCallContext context,
        TState state,
        Func<T, ServerCallContext, TState, Task<TResult>> use)
        where T : class
    {
        T instance = activator.Get(context);
        return activator.Owns && instance is (IDisposable or IAsyncDisposable)
            ? UseAndRelease(instance, context, state, use)
            : use(instance, context, state);
    }

    private static async Task<TResult> UseAndRelease<T, TState, TResult>(
        T instance,
        ServerCallContext context,
        TState state,
        Func<T, ServerCallContext, TState, Task<TResult>> use)
        where T : class
    {
        try
        {
            return await use(instance, context, state).ConfigureAwait(false);
        }
        finally
        {
            await Activator<T>.ReleaseAsync(instance).ConfigureAwait(false);
        }
    }

    // Lets methods without a result share the code of those with one.
    private static async Task<bool> Counted(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
