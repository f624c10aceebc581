using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using static Grpc.Testing.TestService;
using static Identity.Interop.Client.Messages;

namespace Identity.Interop.Client;

/// <summary>
/// The cases of grpc/grpc doc/interop-test-descriptions.md for our client; without those that need a cloud or a caching
/// proxy. Their names are those of the document.
/// </summary>
internal static class InteropCases
{
    private const int ConcurrentCalls = 100;
    private const int SoakCalls = 20;

    // What some servers lack, and how.
    private static readonly Dictionary<string, string> Lacking = new(StringComparer.Ordinal)
    {
        ["request-probe"] = "that server does not show its handlers whether a request was compressed",
        ["response-compression"] = "that server cannot compress responses",
    };

    // A deadline for the document's "sleeping" server, and one that no case reaches.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    private static readonly (string Name, string Needs, Func<Peer, CancellationToken, Task> Body)[] Cases =
    [
        ("empty_unary", "", EmptyUnary),
        ("large_unary", "", (peer, token) => With(peer, client => LargeUnaryAsync(client, token))),
        ("client_compressed_unary", "", CompressionCases.ClientUnary),
        ("client_compressed_unary: probe", "request-probe", CompressionCases.ClientUnaryProbe),
        ("server_compressed_unary", "response-compression", CompressionCases.ServerUnary),
        ("client_streaming", "", ClientStreaming),
        ("client_compressed_streaming", "", CompressionCases.ClientStreaming),
        ("client_compressed_streaming: probe", "request-probe", CompressionCases.ClientStreamingProbe),
        ("server_streaming", "", ServerStreaming),
        ("server_compressed_streaming", "response-compression", CompressionCases.ServerStreaming),
        ("ping_pong", "", PingPong),
        ("empty_stream", "", EmptyStream),
        ("oauth2_auth_token", "", CredentialCases.OfTheChannel),
        ("per_rpc_creds", "", CredentialCases.OfTheCall),
        ("custom_metadata", "", CustomMetadata),
        ("status_code_and_message", "", StatusCodeAndMessage),
        ("special_status_message", "", SpecialStatusMessage),
        ("unimplemented_method", "", UnimplementedMethod),
        ("unimplemented_service", "", UnimplementedServiceCase),
        ("cancel_after_begin", "", CancelAfterBegin),
        ("cancel_after_first_response", "", CancelAfterFirstResponse),
        ("timeout_on_sleeping_server", "", TimeoutOnSleepingServer),
        ("concurrent_large_unary", "", ConcurrentLargeUnary),
        ("rpc_soak", "", RpcSoak),
        ("channel_soak", "", ChannelSoak),
    ];

    public static async Task<int> RunAsync(string name, Peer peer)
    {
        CaseRunner runner = new(name);
        foreach ((string title, string needs, Func<Peer, CancellationToken, Task> body) in Cases)
        {
            if (needs.Length > 0 && peer.Lacks.Contains(needs))
            {
                runner.Skip(title, Lacking[needs]);
                continue;
            }

            await runner.RunAsync(title, token => body(peer, token));
        }

        return runner.Finish();
    }

    /// <summary>A large request and a larger response, as most cases send them.</summary>
    public static async Task LargeUnaryAsync(TestServiceClient client, CancellationToken token)
    {
        SimpleResponse response = await client.UnaryCallAsync(LargeRequest(), cancellationToken: token);
        Expect.Equal(LargeResponseSize, response.Payload.Body.Length, "size of the response");
        Expect.Equal(true, response.Payload.Body.All(value => value == 0), "all bytes are zeros");
    }

    /// <summary>Runs a case over a channel of its own.</summary>
    public static async Task With(Peer peer, Func<TestServiceClient, Task> use)
    {
        using GrpcChannel channel = peer.Connect();
        await use(Peer.Client(channel));
    }

    private static Task EmptyUnary(Peer peer, CancellationToken token) => With(peer, async client =>
        Expect.Equal(0, (await client.EmptyCallAsync(new Empty(), cancellationToken: token)).CalculateSize(), "size"));

    private static Task ClientStreaming(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        using var call = client.StreamingInputCall(cancellationToken: token);
        foreach (int size in RequestSizes) { await call.RequestStream.WriteAsync(Input(size), token); }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(RequestSizes.Sum(), (await call).AggregatedPayloadSize, "sum of the sizes");
    });

    private static Task ServerStreaming(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        StreamingOutputCallRequest request = new();
        foreach (int size in ResponseSizes) { request.ResponseParameters.Add(new ResponseParameters { Size = size }); }

        using var call = client.StreamingOutputCall(request, cancellationToken: token);
        Expect.Same(ResponseSizes, await SizesAsync(call.ResponseStream, token), "sizes of the responses");
    });

    private static Task PingPong(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        using var call = client.FullDuplexCall(cancellationToken: token);
        foreach ((int request, int response) in RequestSizes.Zip(ResponseSizes))
        {
            await call.RequestStream.WriteAsync(Output(response, request), token);
            Expect.Equal(true, await call.ResponseStream.MoveNext(token), "there is a response");
            Expect.Equal(response, call.ResponseStream.Current.Payload.Body.Length, "size of the response");
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext(token), "there are more responses");
    });

    private static Task EmptyStream(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        using var call = client.FullDuplexCall(cancellationToken: token);
        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext(token), "there is a response");
    });

    private static Task CustomMetadata(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        byte[] bytes = [0xAB, 0xAB, 0xAB];
        Metadata sent = new() { { EchoInitial, "test_initial_metadata_value" }, { EchoTrailing, bytes } };
        using var unary = client.UnaryCallAsync(LargeRequest(), sent, cancellationToken: token);
        Expect.Equal(LargeResponseSize, (await unary).Payload.Body.Length, "size of the response");
        Check(await unary.ResponseHeadersAsync, unary.GetTrailers(), "unary");

        using var duplex = client.FullDuplexCall(sent, cancellationToken: token);
        await duplex.RequestStream.WriteAsync(Output(LargeResponseSize, LargeRequestSize), token);
        await duplex.RequestStream.CompleteAsync();
        Expect.Same([LargeResponseSize], await SizesAsync(duplex.ResponseStream, token), "sizes of the responses");
        Check(await duplex.ResponseHeadersAsync, duplex.GetTrailers(), "duplex");

        void Check(Metadata headers, Metadata trailers, string kind)
        {
            Expect.Equal("test_initial_metadata_value", headers.GetValue(EchoInitial), $"header of the {kind} call");
            Expect.Same(bytes, trailers.GetValueBytes(EchoTrailing) ?? [], $"trailer of the {kind} call");
        }
    });

    private static Task StatusCodeAndMessage(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        EchoStatus status = new() { Code = 2, Message = "test status message" };
        await ExpectStatusAsync(client, status, token);

        using var call = client.FullDuplexCall(cancellationToken: token);
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status }, token);
        await call.RequestStream.CompleteAsync();
        RpcException failure = await Expect.FailureAsync<RpcException>(() => call.ResponseStream.MoveNext(token));
        Expect.Equal(new Status(StatusCode.Unknown, status.Message), WithoutCause(failure.Status), "status");
    });

    private static Task SpecialStatusMessage(Peer peer, CancellationToken token) => With(peer, client =>
        ExpectStatusAsync(client, new EchoStatus { Code = 2, Message = SpecialMessage }, token));

    private static async Task ExpectStatusAsync(TestServiceClient client, EchoStatus status, CancellationToken token)
    {
        RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
            await client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, cancellationToken: token));
        Expect.Equal(new Status((StatusCode)status.Code, status.Message), WithoutCause(failure.Status), "status");
    }

    private static Status WithoutCause(Status status) => new(status.StatusCode, status.Detail);

    private static Task UnimplementedMethod(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
            await client.UnimplementedCallAsync(new Empty(), cancellationToken: token));
        Expect.Equal(StatusCode.Unimplemented, failure.StatusCode, "status");
    });

    private static async Task UnimplementedServiceCase(Peer peer, CancellationToken token)
    {
        using GrpcChannel channel = peer.Connect();
        UnimplementedService.UnimplementedServiceClient client = new(channel);
        RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
            await client.UnimplementedCallAsync(new Empty(), cancellationToken: token));
        Expect.Equal(StatusCode.Unimplemented, failure.StatusCode, "status");
    }

    private static Task CancelAfterBegin(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var call = client.StreamingInputCall(cancellationToken: giveUp.Token);
        await giveUp.CancelAsync();
        RpcException failure = await Expect.FailureAsync<RpcException>(async () => await call);
        Expect.Equal(StatusCode.Cancelled, failure.StatusCode, "status");
    });

    private static Task CancelAfterFirstResponse(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(token);
        using var call = client.FullDuplexCall(cancellationToken: giveUp.Token);
        await call.RequestStream.WriteAsync(Output(ResponseSizes[0], RequestSizes[0]), token);
        Expect.Equal(true, await call.ResponseStream.MoveNext(token), "there is a response");
        Expect.Equal(ResponseSizes[0], call.ResponseStream.Current.Payload.Body.Length, "size of the response");
        await giveUp.CancelAsync();
        RpcException failure = await Expect.FailureAsync<RpcException>(() => call.ResponseStream.MoveNext(token));
        Expect.Equal(StatusCode.Cancelled, failure.StatusCode, "status");
    });

    private static Task TimeoutOnSleepingServer(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        DateTime deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Short;
        using var call = client.FullDuplexCall(deadline: deadline, cancellationToken: token);
        RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(
                new StreamingOutputCallRequest { Payload = Zeros(RequestSizes[0]) }, token);
            await call.ResponseStream.MoveNext(token);
        });
        Expect.Equal(StatusCode.DeadlineExceeded, failure.StatusCode, "status");
    });

    private static Task ConcurrentLargeUnary(Peer peer, CancellationToken token) => With(peer, client =>
        Task.WhenAll(Enumerable.Range(0, ConcurrentCalls).Select(_ => LargeUnaryAsync(client, token))));

    private static Task RpcSoak(Peer peer, CancellationToken token) => With(peer, async client =>
    {
        for (int index = 0; index < SoakCalls; index++) { await LargeUnaryAsync(client, token); }
    });

    private static async Task ChannelSoak(Peer peer, CancellationToken token)
    {
        for (int index = 0; index < SoakCalls; index++)
        {
            await With(peer, client => LargeUnaryAsync(client, token));
        }
    }
}
