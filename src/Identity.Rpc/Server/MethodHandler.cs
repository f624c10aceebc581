using System.Runtime.CompilerServices;
using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Identity.Rpc.Server;

/// <summary>Takes the calls of one method from HTTP to its handler and the outcome back. Safe for many
/// threads.</summary>
internal abstract class MethodHandler(MethodSettings settings)
{
    /// <summary>Handles one request.</summary>
    public Task HandleAsync(HttpContext http)
    {
        if (!RequestGate.Admit(http, settings.Path))
        {
            settings.Runtime.Logger.CallRefused(settings.Path, "it is no gRPC request for this path.");
            return Task.CompletedTask;
        }

        return RunAsync(new ServerCall(http, settings));
    }

    /// <summary>Reads the requests, calls the handler and writes the responses.</summary>
    protected abstract ValueTask InvokeAsync(ServerCall call);

    private async Task RunAsync(ServerCall call)
    {
        Status status;
        Metadata? trailers = null;
        try
        {
            call.Start();
            await InvokeAsync(call).ConfigureAwait(false);
            status = call.Status;
        }
        catch (BrokenFrameException exception)
        {
            settings.Runtime.Logger.ResponseBroken(settings.Path, exception);
            call.Break();
            return;
        }
        catch (RpcException exception)
        {
            status = exception.Status;
            trailers = exception.Trailers;
        }
        catch (Exception exception)
        {
            status = StatusOf(exception, call);
        }

        await call.EndAsync(status, trailers).ConfigureAwait(false);
    }

    private Status StatusOf(Exception exception, ServerCall call)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Status(StatusCode.ResourceExhausted, "The request is larger than the limit for receiving.");
            case BadHttpRequestException:
                return new Status(StatusCode.Cancelled, "The request did not arrive completely.");
            case OperationCanceledException when call.CancellationToken.IsCancellationRequested:
            case CallerLeftException:
                return new Status(StatusCode.Cancelled, "The caller gave up.");
            default:
                settings.Runtime.Logger.HandlerFailed(settings.Path, exception);
                return new Status(StatusCode.Unknown, settings.DetailedErrors
                    ? $"The handler failed with {exception.GetType().Name}."
                    : "The handler failed.");
        }
    }
}

/// <inheritdoc />
internal sealed class UnaryHandler<TRequest, TResponse>(
    MethodSettings settings,
    Method<TRequest, TResponse> method,
    UnaryServerMethod<TRequest, TResponse> pipeline) : MethodHandler(settings)
    where TRequest : class
    where TResponse : class
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        TRequest request = await call.ReadSingleAsync(method.RequestMarshaller).ConfigureAwait(false);
        TResponse response = await pipeline(request, call).ConfigureAwait(false);
        SingleResponse.Write(call, response, method.ResponseMarshaller);
    }
}

/// <inheritdoc />
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    MethodSettings settings,
    Method<TRequest, TResponse> method,
    ClientStreamingServerMethod<TRequest, TResponse> pipeline) : MethodHandler(settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        RequestStream<TRequest> requests = new(call, method.RequestMarshaller);
        TResponse response = await pipeline(requests, call).ConfigureAwait(false);
        SingleResponse.Write(call, response, method.ResponseMarshaller);
    }
}

/// <inheritdoc />
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    MethodSettings settings,
    Method<TRequest, TResponse> method,
    ServerStreamingServerMethod<TRequest, TResponse> pipeline) : MethodHandler(settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        TRequest request = await call.ReadSingleAsync(method.RequestMarshaller).ConfigureAwait(false);
        ResponseStream<TResponse> responses = new(call, method.ResponseMarshaller);
        await pipeline(request, responses, call).ConfigureAwait(false);
    }
}

/// <inheritdoc />
internal sealed class DuplexHandler<TRequest, TResponse>(
    MethodSettings settings,
    Method<TRequest, TResponse> method,
    DuplexStreamingServerMethod<TRequest, TResponse> pipeline) : MethodHandler(settings)
    where TRequest : class
    where TResponse : class
{
    protected override async ValueTask InvokeAsync(ServerCall call)
    {
        RequestStream<TRequest> requests = new(call, method.RequestMarshaller);
        ResponseStream<TResponse> responses = new(call, method.ResponseMarshaller);
        await pipeline(requests, responses, call).ConfigureAwait(false);
    }
}

/// <summary>The response of the two kinds of call that have one.</summary>
internal static class SingleResponse
{
    public static void Write<T>(ServerCall call, T? response, Marshaller<T> marshaller)
        where T : class
    {
        // A handler that set another status than success has no response worth sending.
        if (call.Status.StatusCode != StatusCode.OK) { return; }
        if (response is null) { throw new InvalidOperationException("The handler returned no response."); }

        call.WriteSingle(response, marshaller);
    }
}
