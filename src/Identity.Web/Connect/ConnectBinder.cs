using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace Identity.Web.Connect;

/// <summary>
/// Receives the methods of services from generated code, and chains each handler with the interceptors once.
/// </summary>
internal sealed class ConnectBinder(Interceptor[] interceptors, CallRules rules, ILogger logger) : ServiceBinderBase
{
    public List<ConnectMethod> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        UnaryServerMethod<TRequest, TResponse> chain =
            handler ?? throw new ArgumentException($"{method.FullName} has no handler.", nameof(handler));
        // From the inside, so that the first interceptor is the outermost.
        foreach (Interceptor interceptor in interceptors.Reverse())
        {
            UnaryServerMethod<TRequest, TResponse> next = chain;
            chain = (request, call) => interceptor.UnaryServerHandler(request, call, next);
        }

        Methods.Add(new UnaryMethod(method.FullName, DescriptorOf<TRequest>(), rules, logger)
        {
            Invoke = async (request, call) =>
                await chain((TRequest)request, call).ConfigureAwait(false) as IMessage,
        });
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Methods.Add(new StreamingMethod(method.FullName));

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Methods.Add(new StreamingMethod(method.FullName));

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Methods.Add(new StreamingMethod(method.FullName));

    private static MessageDescriptor DescriptorOf<T>() => Activator.CreateInstance<T>() is IMessage message
        ? message.Descriptor
        : throw new ArgumentException($"{typeof(T)} is no protobuf message.");
}
