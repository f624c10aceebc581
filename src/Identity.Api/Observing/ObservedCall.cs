using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace Identity.Api.Observing;

/// <summary>
/// What is known of a call under way besides its answer, for the log of slow calls. Used again for other calls, so it
/// must not be touched after its call. Not thread-safe: only the call itself takes note of things.
/// </summary>
public sealed class ObservedCall : IResettable
{
    /// <summary>
    /// The code of a failure, for answers that do not carry it as gRPC does; null when nothing failed.
    /// </summary>
    internal StatusCode? Code { get; set; }

    /// <summary>Who called; null when nobody was admitted.</summary>
    internal Guid? KeyId { get; set; }

    /// <summary>How many observations it brought; null when it is no call that brings some.</summary>
    internal int? Observations { get; set; }

    /// <summary>How long its observations waited for their commit, and the commit took; null without any.</summary>
    internal TimeSpan? Writing { get; set; }

    internal CallMethod Method { get; private set; } = CallMethod.Other;

    internal long Started { get; private set; }

    internal HttpContext? Http { get; private set; }

    /// <summary>Its span, when it is traced.</summary>
    internal Activity? Span { get; set; }

    /// <summary>The call behind an HTTP request; null when the request is none.</summary>
    public static ObservedCall? Of(HttpContext http) => http.Features.Get<ObservedCall>();

    public bool TryReset()
    {
        (Code, KeyId, Observations, Writing, Http, Span) = (null, null, null, null, null, null);
        return true;
    }

    internal void Begin(CallMethod method, HttpContext http, long started) =>
        (Method, Http, Started) = (method, http, started);

    /// <summary>How it ended, as far as that is known now.</summary>
    internal StatusCode Outcome() => Http is null ? StatusCode.Unknown : CallCodes.Read(Http, Code);
}
