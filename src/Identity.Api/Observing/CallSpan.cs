using System.Diagnostics;
using Grpc.Core;
using Identity.Application.Measuring;
using Microsoft.AspNetCore.Http;

namespace Identity.Api.Observing;

/// <summary>
/// The span of a call, after OpenTelemetry's conventions for gRPC. Of what the caller sent it has the trace and parent
/// ids alone: no address, no metadata, no baggage and no trace state, in which a caller could hide anything.
/// </summary>
internal static class CallSpan
{
    private const string CodeTag = "rpc.grpc.status_code";

    private static readonly object[] Codes =
        [.. Enumerable.Range(0, (int)StatusCode.Unauthenticated + 1).Select(code => (object)code)];

    /// <summary>Begins it under the caller's span, if there is one; null when it is not sampled.</summary>
    public static Activity? Start(IHeaderDictionary headers, CallMethod method)
    {
        Activity? span = Tracing.Source.StartActivity(
            method.Name, ActivityKind.Server, ParentOf(headers), method.SpanTags);
        if (span is not null && !method.IsUnary) { Tracing.MarkStream(span); }
        return span;
    }

    public static void End(Activity span, StatusCode code)
    {
        span.SetTag(CodeTag, Codes[(int)code]);
        if (CallCodes.IsOurFault(code)) { span.SetStatus(ActivityStatusCode.Error); }
    }

    /// <summary>Who called, by the W3C header; nobody when it is missing or malformed.</summary>
    public static ActivityContext ParentOf(IHeaderDictionary headers) =>
        ActivityContext.TryParse(headers.TraceParent, null, isRemote: true, out ActivityContext parent)
            ? parent : default;
}
