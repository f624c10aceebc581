using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Identity.Rpc.Wire;
using Interop.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class IdleTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Stream_WhoseSenderIsSilentForTooLong_IsEnded()
    {
        await using EchoServer server = await StartAsync(new IdleLimits(Short, Long));

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("idle", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatStopsInsideAMessage_IsEnded()
    {
        await using EchoServer server = await StartAsync(new IdleLimits(Long, Short));
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Chat"), []);
        using OpenContent content = new(RawClient.Frame(new EchoRequest { Text = "abc" })[..7]);
        request.Content = content;

        RawResponse response = await RawClient.SendAsync(request);
        content.End();

        Assert.Equal("14", response.Status);
        Assert.Contains("inside a message", response.Header("grpc-message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WhoseHandlerIsSilent_IsNotEnded()
    {
        await using EchoServer server = await StartAsync(new IdleLimits(Short, Short));

        using var call = server.Client.Chat(
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(500), cancellationToken: Test.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Wait = true }, Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    private static Task<EchoServer> StartAsync(IdleLimits limits) =>
        EchoServer.StartAsync(services: services => services.AddSingleton(limits));

    // Sends a beginning and stays open.
    private sealed class OpenContent : HttpContent
    {
        private readonly TaskCompletionSource _end = new();
        private readonly byte[] _beginning;

        public OpenContent(byte[] beginning)
        {
            _beginning = beginning;
            Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        }

        public void End() => _end.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_beginning);
            await stream.FlushAsync();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
