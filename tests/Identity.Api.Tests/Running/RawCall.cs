using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit;

namespace Identity.Api.Tests.Running;

/// <summary>Calls any RPC by its descriptor, with a request of no bytes, which is a message of every type.</summary>
internal static class RawCall
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(static bytes => bytes, static bytes => bytes);

    /// <summary>Sends the request and reads the answer to its end.</summary>
    public static async Task RunAsync(CallInvoker invoker, MethodDescriptor rpc)
    {
        CallOptions options = new(cancellationToken: TestContext.Current.CancellationToken);
        var method = new Method<byte[], byte[]>(TypeOf(rpc), rpc.Service.FullName, rpc.Name, Bytes, Bytes);
        switch (method.Type)
        {
            case MethodType.Unary:
                await invoker.AsyncUnaryCall(method, null, options, []);
                break;
            case MethodType.ServerStreaming:
                using (AsyncServerStreamingCall<byte[]> call =
                    invoker.AsyncServerStreamingCall(method, null, options, []))
                {
                    while (await call.ResponseStream.MoveNext(options.CancellationToken)) { }
                }

                break;
            case MethodType.DuplexStreaming:
                using (AsyncDuplexStreamingCall<byte[], byte[]> call =
                    invoker.AsyncDuplexStreamingCall(method, null, options))
                {
                    await SendAsync(call.RequestStream, [[]]);
                    while (await call.ResponseStream.MoveNext(options.CancellationToken)) { }
                }

                break;
            default:
                throw new InvalidOperationException($"No RPC of the kind {method.Type} is known here.");
        }
    }

    /// <summary>
    /// Sends requests until the call ends, by itself or because all are sent. A call that is refused may end before;
    /// what counts is how it ends.
    /// </summary>
    public static async Task SendAsync<T>(IClientStreamWriter<T> stream, IEnumerable<T> requests)
    {
        try
        {
            foreach (T request in requests) { await stream.WriteAsync(request, TestContext.Current.CancellationToken); }
            await stream.CompleteAsync();
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            TestContext.Current.SendDiagnosticMessage("The call had ended before all was sent.");
        }
    }

    private static MethodType TypeOf(MethodDescriptor rpc) => (rpc.IsClientStreaming, rpc.IsServerStreaming) switch
    {
        (false, false) => MethodType.Unary,
        (false, true) => MethodType.ServerStreaming,
        (true, false) => MethodType.ClientStreaming,
        (true, true) => MethodType.DuplexStreaming,
    };
}
