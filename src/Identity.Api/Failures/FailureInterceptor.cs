using Grpc.Core;
using Grpc.Core.Interceptors;
using Identity.Api.Access;
using Identity.Api.Observing;
using Identity.Application.Access;
using Identity.Application.Measuring;
using Identity.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Api.Failures;

/// <summary>
/// Turns whatever goes wrong in a call into the status of <see cref="StatusTable"/>, refuses calls when too many are
/// under way, and leaves a line in the log for calls that failed. Outermost, so that nothing passes it by. Thread-safe;
/// one for all calls.
/// </summary>
internal sealed class FailureInterceptor(
    TimeProvider time, ServiceMeasures measures, ILogger<FailureInterceptor> logger) : Interceptor
{
    /// <summary>
    /// The most calls under way in the process. The limits of HTTP/2 count per connection only, so that many
    /// connections together could still take all memory; what waits beyond this is better refused.
    /// </summary>
    public const int CallsMax = 8_192;

    private static readonly Refusal Overloaded = new(
        RefusalKind.Exhausted, RefusalReasons.Overloaded, "Too many calls are under way; try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The most streams without a key under way: watchers of health, and readers of the reflection.</summary>
    public const int OpenStreamsMax = 1_024;

    private readonly LineBudget _storeFailures = new(time);
    private int _underWay;
    private int _openStreams;

    /// <summary>The status of a call that was refused before its request was read.</summary>
    public RpcException Refuse(RefusedException refusal, HttpContext http, string method)
    {
        RpcException answer = StatusTable.For(refusal, CallerState.Waiting);
        Note(http, answer);
        logger.CallFailed(method, answer.StatusCode, 0, http.Features.Get<Caller>()?.Key.KeyId);
        return answer;
    }

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        long start = time.GetTimestamp();
        bool isOpen = RpcScopes.IsOpen(context.Method);
        try
        {
            // Health is answered under any load, or load would look like an outage.
            if (!isOpen) { Enter(ref _underWay, CallsMax, OverloadPlace.Calls); }
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            throw Explain(failure, context, start);
        }
        finally
        {
            if (!isOpen) { Interlocked.Decrement(ref _underWay); }
        }
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, async () =>
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context).ConfigureAwait(false);
            return true;
        });

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        long start = time.GetTimestamp();
        bool isOpen = RpcScopes.IsOpen(context.Method);
        try
        {
            // Streams that need no key are counted apart, so that nobody without one can keep others out.
            if (isOpen) { Enter(ref _openStreams, OpenStreamsMax, OverloadPlace.Streams); }
            else { Enter(ref _underWay, CallsMax, OverloadPlace.Calls); }
            return await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOurs(failure))
        {
            throw Explain(failure, context, start);
        }
        finally
        {
            if (isOpen) { Interlocked.Decrement(ref _openStreams); } else { Interlocked.Decrement(ref _underWay); }
        }
    }

    // Counted down even when it refuses.
    private void Enter(ref int underWay, int max, OverloadPlace place)
    {
        if (Interlocked.Increment(ref underWay) <= max) { return; }
        measures.Overloaded(place);
        throw new RefusedException(Overloaded);
    }

    // A request body that broke off is the transport's matter, and the runtime knows its status.
    private static bool IsOurs(Exception failure) => failure is not BadHttpRequestException;

    private static Guid? KeyIdOf(ServerCallContext context) => AuthenticationInterceptor.CallerOf(context)?.Key.KeyId;

    // Other protocols than gRPC answer with a status of HTTP, which says less than the code.
    private static void Note(HttpContext http, RpcException answer)
    {
        if (ObservedCall.Of(http) is { } call) { call.Code = answer.StatusCode; }
    }

    private RpcException Explain(Exception failure, ServerCallContext context, long start)
    {
        RpcException answer = StatusTable.For(failure, StateOf(context));
        Note(context.GetHttpContext(), answer);
        double elapsedMs = time.GetElapsedTime(start).TotalMilliseconds;
        if (failure is StoreException)
        {
            // It is the same with every call until the store is well again.
            if (_storeFailures.TryTake(out long leftOut))
            {
                logger.StoreFailed(
                    context.Method, answer.StatusCode, elapsedMs, KeyIdOf(context), failure.Message, leftOut);
            }

            return answer;
        }

        if (answer.StatusCode == StatusCode.Internal && failure is not RpcException)
        {
            // Never the message of the exception: it can quote what somebody sent.
            logger.CallBroke(context.Method, failure.GetType().FullName, KeyIdOf(context), failure.StackTrace);
        }

        logger.CallFailed(context.Method, answer.StatusCode, elapsedMs, KeyIdOf(context));
        return answer;
    }

    private CallerState StateOf(ServerCallContext context)
    {
        if (!context.CancellationToken.IsCancellationRequested) { return CallerState.Waiting; }
        return context.Deadline <= time.GetUtcNow().UtcDateTime ? CallerState.DeadlinePassed : CallerState.GaveUp;
    }
}
