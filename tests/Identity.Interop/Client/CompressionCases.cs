using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using static Identity.Interop.Client.Messages;

namespace Identity.Interop.Client;

/// <summary>
/// The cases on compression. Whether a message is compressed is looked at on its way, in both directions, so that it
/// does not matter what the other side can tell.
/// </summary>
internal static class CompressionCases
{
    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    private static Metadata Gzip => new() { { "grpc-internal-encoding-request", "gzip" } };

    public static async Task ClientUnary(Peer peer, CancellationToken token)
    {
        foreach (bool compressed in new[] { true, false })
        {
            using GrpcChannel channel = peer.Connect(out FrameRecorder recorder);
            SimpleRequest request = LargeRequest();
            request.ExpectCompressed = new BoolValue { Value = compressed };
            CallOptions options = new(Gzip, cancellationToken: token, writeOptions: compressed ? null : Plain);
            SimpleResponse response = await Peer.Client(channel).UnaryCallAsync(request, options);
            Expect.Equal(LargeResponseSize, response.Payload.Body.Length, "size of the response");
            Expect.Same([compressed], recorder.Sent, "requests that are compressed");
        }
    }

    public static Task ClientUnaryProbe(Peer peer, CancellationToken token) =>
        InteropCases.With(peer, async client =>
        {
            SimpleRequest probe = LargeRequest();
            probe.ExpectCompressed = new BoolValue { Value = true };
            RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
                await client.UnaryCallAsync(probe, cancellationToken: token));
            Expect.Equal(StatusCode.InvalidArgument, failure.StatusCode, "status");
        });

    public static async Task ClientStreaming(Peer peer, CancellationToken token)
    {
        using GrpcChannel channel = peer.Connect(out FrameRecorder recorder);
        using var call = Peer.Client(channel).StreamingInputCall(Gzip, cancellationToken: token);
        await call.RequestStream.WriteAsync(Input(27_182, compressed: true), token);
        call.RequestStream.WriteOptions = Plain;
        await call.RequestStream.WriteAsync(Input(45_904, compressed: false), token);
        await call.RequestStream.CompleteAsync();
        Expect.Equal(73_086, (await call).AggregatedPayloadSize, "sum of the sizes");
        Expect.Same([true, false], recorder.Sent, "requests that are compressed");
    }

    public static Task ClientStreamingProbe(Peer peer, CancellationToken token) =>
        InteropCases.With(peer, async client =>
        {
            using var call = client.StreamingInputCall(cancellationToken: token);
            await call.RequestStream.WriteAsync(Input(27_182, compressed: true), token);
            await call.RequestStream.CompleteAsync();
            RpcException failure = await Expect.FailureAsync<RpcException>(async () => await call);
            Expect.Equal(StatusCode.InvalidArgument, failure.StatusCode, "status");
        });

    public static async Task ServerUnary(Peer peer, CancellationToken token)
    {
        foreach (bool compressed in new[] { true, false })
        {
            using GrpcChannel channel = peer.Connect(out FrameRecorder recorder);
            SimpleRequest request = LargeRequest();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            SimpleResponse response = await Peer.Client(channel).UnaryCallAsync(request, cancellationToken: token);
            Expect.Equal(LargeResponseSize, response.Payload.Body.Length, "size of the response");
            Expect.Same([compressed], recorder.Received, "responses that are compressed");
        }
    }

    public static async Task ServerStreaming(Peer peer, CancellationToken token)
    {
        using GrpcChannel channel = peer.Connect(out FrameRecorder recorder);
        StreamingOutputCallRequest request = new()
        {
            ResponseParameters =
            {
                new ResponseParameters { Size = 31_415, Compressed = new BoolValue { Value = true } },
                new ResponseParameters { Size = 92_653, Compressed = new BoolValue { Value = false } },
            },
        };
        using var call = Peer.Client(channel).StreamingOutputCall(request, cancellationToken: token);
        Expect.Same([31_415, 92_653], await SizesAsync(call.ResponseStream, token), "sizes of the responses");
        Expect.Same([true, false], recorder.Received, "responses that are compressed");
    }
}
