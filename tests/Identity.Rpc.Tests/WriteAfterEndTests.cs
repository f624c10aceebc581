using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

/// <summary>What a writer gets whose call has ended: the status, whenever and however that came.</summary>
public sealed class WriteAfterEndTests
{
    private static readonly EchoRequest Refused = new() { StatusCode = 3, StatusMessage = "no" };

    [Fact]
    public async Task Write_WhileTheServerEndsTheCall_FailsWithAStatus()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        // The end can come before, during and after a write, and HTTP tells each in another way.
        for (int round = 0; round < 200; round++)
        {
            using var call = server.Client.Chat(cancellationToken: Test.Token);
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (true) { await call.RequestStream.WriteAsync(Refused, Test.Token); }
            });
        }
    }

    [Fact]
    public async Task Write_AfterTheEndWasRead_FailsWithTheStatusOfTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(Refused, Test.Token));
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));

        Assert.Equal(new Status(StatusCode.InvalidArgument, "no"), failure.Status);
    }

    [Fact]
    public async Task Write_AfterSuccess_FailsWithThatStatus()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = new Success() });

        using var call = new EchoService.EchoServiceClient(channel).Chat(cancellationToken: Test.Token);
        Assert.False(await call.ResponseStream.MoveNext(Test.Token));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));

        Assert.Equal(StatusCode.OK, failure.StatusCode);
    }

    [Fact]
    public async Task Write_AfterItsOwnEnd_IsAMistakeOfTheCaller()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(
            "http://localhost", new GrpcChannelOptions { HttpHandler = new Success() });

        using var call = new EchoService.EchoServiceClient(channel).Chat(cancellationToken: Test.Token);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Test.Token));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));
    }

    [Fact]
    public async Task Write_AfterTheCallWasDisposed_FailsWithCancelled()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        var call = server.Client.Chat(cancellationToken: Test.Token);
        await call.RequestStream.WriteAsync(new EchoRequest(), Test.Token);
        call.Dispose();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    [Fact]
    public async Task End_WhileAWriteHasNotEnded_IsRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        // Nobody reads, so that large writes wait for room in the window.
        using var call = server.Client.Chat(cancellationToken: Test.Token);
        EchoRequest large = new() { Wait = true, Payload = ByteString.CopyFrom(new byte[3_900_000]) };
        await call.RequestStream.WriteAsync(large, Test.Token);
        Task write = call.RequestStream.WriteAsync(large, Test.Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.CompleteAsync());
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => write);
    }

    // Ends every call at once, without looking at the request.
    private sealed class Success : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken)
        {
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            response.TrailingHeaders.Add("grpc-status", "0");
            return Task.FromResult(response);
        }
    }
}
