using System.Diagnostics;
using Grpc.Core;
using Identity.Application.Measuring;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace Identity.Api.Observing;

/// <summary>
/// Measures and traces every call, at the one place that sees all of them: those that are refused before any handler,
/// those of methods that do not exist, and those of the contract in another form than gRPC. Around everything else that
/// handles requests. A call that nobody traces costs no allocation. Thread-safe; one for all calls.
/// </summary>
internal sealed class CallObserver
{
    /// <summary>How many records of calls are kept for further calls.</summary>
    private const int RecordsKept = 1_024;

    private const string GrpcContent = "application/grpc";

    private readonly RequestDelegate _next;
    private readonly ServiceMeasures _measures;
    private readonly SlowCalls _slowCalls;
    private readonly TimeProvider _time;
    private readonly Func<object, Task> _end;
    private readonly DefaultObjectPool<ObservedCall> _records =
        new(new DefaultPooledObjectPolicy<ObservedCall>(), RecordsKept);

    public CallObserver(RequestDelegate next, ServiceMeasures measures, SlowCalls slowCalls, TimeProvider time)
    {
        (_next, _measures, _slowCalls, _time) = (next, measures, slowCalls, time);
        _end = record => End((ObservedCall)record);
    }

    public Task InvokeAsync(HttpContext http)
    {
        if (MethodOf(http.Request) is not { } method) { return _next(http); }
        ObservedCall call = _records.Get();
        call.Begin(method, http, _time.GetTimestamp());
        http.Features.Set(call);
        // Rather than awaiting the rest of the pipeline here, which would cost every call a state machine.
        http.Response.OnCompleted(_end, call);
        _measures.CallBegan(method.Label);
        return Tracing.Source.HasListeners() ? TraceAsync(http, call) : _next(http);
    }

    private static CallMethod? MethodOf(HttpRequest request)
    {
        if (CallMethod.Find(request.Path.Value) is { } method) { return method; }
        bool isGrpc = request.ContentType?.StartsWith(GrpcContent, StringComparison.OrdinalIgnoreCase) == true;
        return isGrpc ? CallMethod.Other : null;
    }

    private async Task TraceAsync(HttpContext http, ObservedCall call)
    {
        using Activity? span = CallSpan.Start(http.Request.Headers, call.Method);
        call.Span = span;
        try
        {
            await _next(http).ConfigureAwait(false);
        }
        finally
        {
            if (span is not null) { CallSpan.End(span, call.Outcome()); }
        }
    }

    private Task End(ObservedCall call)
    {
        StatusCode code = call.Outcome();
        TimeSpan elapsed = _time.GetElapsedTime(call.Started);
        _measures.CallEnded(call.Method.Label, CallCodes.LabelOf(code), elapsed);
        if (_slowCalls.IsSlow(call.Method, elapsed)) { _slowCalls.Tell(call, code, elapsed); }
        _records.Return(call);
        return Task.CompletedTask;
    }
}
