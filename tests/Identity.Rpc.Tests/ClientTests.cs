using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

/// <summary>What the client makes of a server, mostly of one that answers what a test tells it to.</summary>
public sealed class ClientTests
{
    private static readonly byte[] Good = RawClient.Frame(new EchoResponse { Text = "a" });

    [Fact]
    public async Task NobodyListening_IsUnavailable()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await server.StopAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.EchoAsync(new EchoRequest(), cancellationToken: Test.Token));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task NobodyListening_FailsWritesOfAStreamToo()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await server.StopAsync();

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        RpcException write = await Assert.ThrowsAsync<RpcException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));
        RpcException read = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.Unavailable, write.StatusCode);
        Assert.Equal(StatusCode.Unavailable, read.StatusCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, StatusCode.Internal)]
    [InlineData(HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)]
    [InlineData(HttpStatusCode.Forbidden, StatusCode.PermissionDenied)]
    [InlineData(HttpStatusCode.NotFound, StatusCode.Unimplemented)]
    [InlineData(HttpStatusCode.TooManyRequests, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.BadGateway, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, StatusCode.Unknown)]
    [InlineData(HttpStatusCode.OK, StatusCode.Unknown)]
    public async Task HttpStatus_WithoutGrpcStatus_IsMapped(HttpStatusCode http, StatusCode expected)
    {
        RpcException failure = await FailAsync(() =>
            new HttpResponseMessage(http) { Content = new StringContent("x") });

        Assert.Equal(expected, failure.StatusCode);
    }

    [Fact]
    public async Task GrpcStatus_CountsMoreThanHttpStatus()
    {
        RpcException failure = await FailAsync(() =>
        {
            HttpResponseMessage response = new(HttpStatusCode.UpgradeRequired);
            response.Headers.Add("grpc-status", "9");
            response.Headers.Add("grpc-message", "%E2%98%BA%zz");
            return response;
        });

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "☺%zz"), failure.Status);
    }

    public static TheoryData<string, byte[], string?, StatusCode> Responses => new()
    {
        { "no status", Good, null, StatusCode.Unknown },
        { "a status that is no number", Good, "abc", StatusCode.Unknown },
        { "a status that does not exist", Good, "99", StatusCode.Unknown },
        { "no message", [], "0", StatusCode.Unimplemented },
        { "two messages", [.. Good, .. Good], "0", StatusCode.Unimplemented },
        { "half a message", Good[..^1], "0", StatusCode.Internal },
        { "no protobuf", RawClient.Frame([0xff, 0xff]), "0", StatusCode.Internal },
        { "compression that was not announced", RawClient.Frame([], flag: 1), "0", StatusCode.Internal },
        { "a message past the limit", RawClient.Frame([], length: 5 << 20), "0", StatusCode.ResourceExhausted },
        { "a message and an error", Good, "7", StatusCode.PermissionDenied },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public async Task Response_ThatIsNotAsItShould_FailsTheCall(
        string what,
        byte[] body,
        string? status,
        StatusCode expected)
    {
        RpcException failure = await FailAsync(() => Grpc(body, status));

        Assert.True(expected == failure.StatusCode, $"{what}: {failure.Status}");
    }

    [Fact]
    public async Task UnknownEncodingOfTheResponse_IsInternal()
    {
        RpcException failure = await FailAsync(() =>
        {
            HttpResponseMessage response = Grpc(Good, "0");
            response.Headers.Add("grpc-encoding", "zstd");
            return response;
        });

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
    }

    [Fact]
    public async Task Request_CarriesWhatTheProtocolWants()
    {
        HttpRequestMessage? seen = null;
        using GrpcChannel channel = Answering(request =>
        {
            seen = request;
            return Grpc(Good, "0");
        });

        await new EchoService.EchoServiceClient(channel).EchoAsync(
            new EchoRequest(),
            new Metadata { { "x-raw-bin", [0] }, { "grpc-timeout", "1n" }, { "te", "gzip" } },
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(100),
            cancellationToken: Test.Token);

        Assert.Equal(HttpMethod.Post, seen!.Method);
        Assert.Equal("/interop.v1.EchoService/Echo", seen.RequestUri!.AbsolutePath);
        Assert.Equal(HttpVersion.Version20, seen.Version);
        Assert.Equal("application/grpc", seen.Content!.Headers.ContentType!.ToString());
        Assert.Equal("trailers", string.Join(',', seen.Headers.GetValues("te")));
        Assert.Equal("identity,gzip", string.Join(',', seen.Headers.GetValues("grpc-accept-encoding")));
        Assert.Equal("AA", string.Join(',', seen.Headers.GetValues("x-raw-bin")));
        Assert.Matches("^[0-9]{8}u$|^100000m$", string.Join(',', seen.Headers.GetValues("grpc-timeout")));
    }

    [Fact]
    public async Task Request_PastTheLimitForSending_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { MaxSendMessageSize = 100 });
        EchoService.EchoServiceClient client = new(channel);
        EchoRequest large = new() { Payload = ByteString.CopyFrom(new byte[200]) };

        RpcException unary = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.EchoAsync(large, cancellationToken: Test.Token));
        using var chat = client.Chat(cancellationToken: Test.Token);
        RpcException stream = await Assert.ThrowsAsync<RpcException>(() =>
            chat.RequestStream.WriteAsync(large, Test.Token));

        Assert.Equal(StatusCode.ResourceExhausted, unary.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, stream.StatusCode);
    }

    [Fact]
    public async Task Cancellation_OnAChannelThatWantsItSo_ThrowsOperationCanceled()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using CancellationTokenSource cancellation = new();
        EchoService.EchoServiceClient client = new(channel);

        using var call = client.EchoAsync(new EchoRequest { Wait = true }, cancellationToken: cancellation.Token);
        await server.Probe.Waiting.Task.WaitAsync(Test.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task CallCredentials_AddMetadata_OnlyWhereTheyMayBeSent()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("authorization", $"Bearer {context.MethodName}");
            return Task.CompletedTask;
        });
        CallOptions options = new(credentials: credentials, cancellationToken: Test.Token);

        await server.Client.EchoAsync(new EchoRequest(), options);
        Assert.Null(server.Probe.Headers!.Get("authorization"));

        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        await new EchoService.EchoServiceClient(channel).EchoAsync(new EchoRequest(), options);
        Assert.Equal("Bearer Echo", server.Probe.Headers!.GetValue("authorization"));
    }

    [Fact]
    public async Task Channel_ThatIsDisposed_CancelsItsCallsAndTakesNoMore()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.EchoAsync(new EchoRequest { Wait = true }, cancellationToken: Test.Token);
        await server.Probe.Waiting.Task.WaitAsync(Test.Token);
        server.Channel.Dispose();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        Assert.Throws<ObjectDisposedException>(() => server.Client.EchoAsync(
            new EchoRequest(), cancellationToken: Test.Token));
    }

    [Fact]
    public async Task ResponseHeaders_ComeBeforeTheResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.EchoAsync(
            new EchoRequest { Wait = true }, new Metadata { { "x-text", "early" } }, cancellationToken: Test.Token);

        Assert.Equal("early", (await call.ResponseHeadersAsync).GetValue("x-text"));
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
    }

    [Theory]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("unix:/tmp/socket")]
    public void Address_OfAnotherKind_IsRefused(string address) =>
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address));

    private static HttpResponseMessage Grpc(byte[] body, string? status)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        if (status is not null) { response.TrailingHeaders.Add("grpc-status", status); }

        return response;
    }

    private static GrpcChannel Answering(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new Answers(answer) });

    private static async Task<RpcException> FailAsync(Func<HttpResponseMessage> answer)
    {
        using GrpcChannel channel = Answering(_ => answer());
        return await Assert.ThrowsAsync<RpcException>(async () => await new EchoService.EchoServiceClient(channel)
            .EchoAsync(new EchoRequest(), cancellationToken: Test.Token));
    }

    private sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
