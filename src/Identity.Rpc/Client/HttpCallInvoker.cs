using Grpc.Core;

namespace Identity.Rpc.Client;

/// <summary>Makes calls over a channel.</summary>
internal sealed class HttpCallInvoker(ChannelCore channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        // The one blocking way in; nothing of a call runs on the caller's context, so the wait cannot lock itself out.
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        call.Start(new SingleMessageContent<TRequest>(request, method.RequestMarshaller, call));
        return new AsyncUnaryCall<TResponse>(
            call.ReadSingleAsync(), Hooks.Headers, Hooks.Status, Hooks.Trailers, Hooks.Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        call.Start(new SingleMessageContent<TRequest>(request, method.RequestMarshaller, call));
        return new AsyncServerStreamingCall<TResponse>(
            new ResponseReader<TRequest, TResponse>(call),
            Hooks.Headers,
            Hooks.Status,
            Hooks.Trailers,
            Hooks.Dispose,
            call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        RequestStreamContent<TRequest> requests = new(method.RequestMarshaller, call);
        call.Start(requests);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests.Writer,
            call.ReadSingleAsync(),
            Hooks.Headers,
            Hooks.Status,
            Hooks.Trailers,
            Hooks.Dispose,
            call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        RequestStreamContent<TRequest> requests = new(method.RequestMarshaller, call);
        call.Start(requests);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests.Writer,
            new ResponseReader<TRequest, TResponse>(call),
            Hooks.Headers,
            Hooks.Status,
            Hooks.Trailers,
            Hooks.Dispose,
            call);
    }

    private static class Hooks
    {
        public static readonly Func<object, Task<Metadata>> Headers = call => ((ClientCall)call).ResponseHeaders;
        public static readonly Func<object, Status> Status = call => ((ClientCall)call).GetStatus();
        public static readonly Func<object, Metadata> Trailers = call => ((ClientCall)call).GetTrailers();
        public static readonly Action<object> Dispose = call => ((ClientCall)call).Dispose();
    }
}
