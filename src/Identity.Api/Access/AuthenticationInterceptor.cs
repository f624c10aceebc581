using Grpc.Core;
using Grpc.Core.Interceptors;
using Identity.Api.Observing;
using Identity.Application.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Api.Access;

/// <summary>
/// Lets a call through when its key is valid and has a scope that <see cref="RpcScopes"/> wants, before the handler
/// sees anything of it. Thread-safe; one for all calls.
/// </summary>
internal sealed class AuthenticationInterceptor(KeyDirectory directory) : Interceptor
{
    private const string Scheme = "Bearer ";

    /// <summary>Who is calling; null when the call was not admitted, or needs no key.</summary>
    public static Caller? CallerOf(ServerCallContext context) =>
        context.GetHttpContext().Features.Get<Caller>();

    /// <summary>
    /// Checks the key again and says who is calling now: a stream outlives the revocation of its key and changes of its
    /// workspace's rules.
    /// </summary>
    /// <exception cref="RefusedException">The key is not valid, or lacks the scope.</exception>
    public Caller Admit(ServerCallContext context)
    {
        IReadOnlyList<string> scopes = RpcScopes.For(context.Method)
            ?? throw new InvalidOperationException("An RPC without a scope was called.");
        HttpContext http = context.GetHttpContext();
        IHeaderDictionary headers = http.Request.Headers;
        Caller caller = directory.Authenticate(KeyOf(headers.Authorization), OriginOf(headers.Origin));
        if (ObservedCall.Of(http) is { } call) { call.KeyId = caller.Key.KeyId; }
        // Once: a stream is admitted again beside its writing, and features are not to be changed by two at a time.
        if (http.Features.Get<Caller>() is null) { http.Features.Set(caller); }
        if (!HasAny(caller, scopes)) { throw new RefusedException(Refusal.MissingScope(string.Join(" or ", scopes))); }
        return caller;
    }

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

    private static bool HasAny(Caller caller, IReadOnlyList<string> scopes)
    {
        for (int index = 0; index < scopes.Count; index++)
        {
            if (caller.Has(scopes[index])) { return true; }
        }

        return false;
    }

    private static ReadOnlySpan<char> KeyOf(StringValues authorization)
    {
        ReadOnlySpan<char> text = authorization.ToString();
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : [];
    }

    private static string? OriginOf(StringValues origin) => origin.Count == 0 ? null : origin.ToString();
}
