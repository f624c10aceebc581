using Grpc.Core;
using Identity.Api.Failures;
using Identity.Api.Observing;
using Identity.Application.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Api.Access;

/// <summary>
/// The rule of who may call what, decided by the headers of a request alone, so that nothing of its body is read for
/// whoever may not call. Thread-safe; one for all calls of both protocols.
/// </summary>
internal sealed class CallGate(KeyDirectory directory, FailureInterceptor failures)
{
    /// <summary>
    /// The most bytes of a message that anybody may send without a key. It names a service, or a symbol of the
    /// contract.
    /// </summary>
    public const int OpenMessageMax = 4096;

    private const string Scheme = "Bearer ";

    /// <summary>Checks the key of a request before its body is read. Methods without a scope are let through: those
    /// that are open, and those that do not exist.</summary>
    /// <exception cref="RpcException">The refusal, as the caller is to see it.</exception>
    public void Check(HttpContext http, string method)
    {
        if (RpcScopes.For(method) is null) { return; }
        try
        {
            Admit(http, method);
        }
        catch (RefusedException refusal)
        {
            throw failures.Refuse(refusal, http, method);
        }
    }

    /// <summary>
    /// Says who is calling now. Once the key has been found for a request it is not hashed again; whether it is still
    /// valid, and the rules of its workspace, are those of this moment.
    /// </summary>
    /// <exception cref="RefusedException">The key is not valid, or lacks the scope.</exception>
    public Caller Admit(HttpContext http, string method)
    {
        IReadOnlyList<string> scopes = RpcScopes.For(method)
            ?? throw new InvalidOperationException("An RPC without a scope was called.");
        IHeaderDictionary headers = http.Request.Headers;
        string? origin = OriginOf(headers.Origin);
        Caller? known = http.Features.Get<Caller>();
        Caller caller = known is null
            ? directory.Authenticate(KeyOf(headers.Authorization), origin)
            : directory.AuthenticateAgain(known, origin);
        // Once: a stream is admitted again beside its writing, and features are not to be changed by two at a time.
        if (known is null)
        {
            if (ObservedCall.Of(http) is { } call) { call.KeyId = caller.Key.KeyId; }
            http.Features.Set(caller);
        }

        return HasAny(caller, scopes)
            ? caller : throw new RefusedException(Refusal.MissingScope(string.Join(" or ", scopes)));
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
