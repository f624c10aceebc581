using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Identity.Rpc.Tests;

/// <summary>Ends every unary call with a status.</summary>
internal sealed class ThrowingInterceptor(string detail) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation) =>
        throw new RpcException(new Status(StatusCode.Aborted, detail));
}

/// <summary>What interceptors saw.</summary>
internal sealed class CallRecord
{
    public List<string> Lines { get; } = [];

    public int Disposed { get; set; }
}

/// <summary>Writes down every call.</summary>
internal sealed class RecordingInterceptor(CallRecord record, string name) : Interceptor, IDisposable
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} Unary");
        TResponse response = await continuation(request, context);
        record.Lines.Add($"{name} Unary end");
        return response;
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} ClientStreaming");
        TResponse response = await continuation(requestStream, context);
        record.Lines.Add($"{name} ClientStreaming end");
        return response;
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} ServerStreaming");
        await continuation(request, responseStream, context);
        record.Lines.Add($"{name} ServerStreaming end");
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} Duplex");
        await continuation(requestStream, responseStream, context);
        record.Lines.Add($"{name} Duplex end");
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} Unary");
        return continuation(request, context);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} ClientStreaming");
        return continuation(context);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} ServerStreaming");
        return continuation(request, context);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        record.Lines.Add($"{name} Duplex");
        return continuation(context);
    }

    public void Dispose() => record.Disposed++;
}
