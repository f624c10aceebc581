using Grpc.Core;
using Grpc.Core.Interceptors;
using Identity.Application.Access;

namespace Identity.Api.Access;

/// <summary>
/// Lets a call through when its key is valid and has a scope that <see cref="RpcScopes"/> wants, before the handler
/// sees anything of it. The key was checked already before the request was read; it may have been revoked since.
/// Thread-safe; one for all calls.
/// </summary>
internal sealed class AuthenticationInterceptor(CallGate gate) : Interceptor
{
    /// <summary>Who is calling; null when the call was not admitted, or needs no key.</summary>
    public static Caller? CallerOf(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>();

    /// <summary>
    /// Checks the key again and says who is calling now: a stream outlives the revocation of its key and changes of its
    /// workspace's rules.
    /// </summary>
    /// <exception cref="RefusedException">The key is not valid, or lacks the scope.</exception>
    public Caller Admit(ServerCallContext context) => gate.Admit(context.GetHttpContext(), context.Method);

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        AdmitUnlessOpen(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        AdmitUnlessOpen(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        AdmitUnlessOpen(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        AdmitUnlessOpen(context);
        return continuation(requestStream, responseStream, context);
    }

    private void AdmitUnlessOpen(ServerCallContext context)
    {
        if (!RpcScopes.IsOpen(context.Method)) { Admit(context); }
    }
}
