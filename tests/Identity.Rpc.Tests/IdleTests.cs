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
        await using EchoServer server = await StartAsync(new StreamLimits(Short, Long, Long));

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("idle", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatStopsInsideAMessage_IsEnded()
    {
        await using EchoServer server = await StartAsync(new StreamLimits(Long, Short, Long));
        using OpenContent content = new(RawClient.Frame(new EchoRequest { Text = "abc" })[..7]);

        RawResponse response = await RawClient.SendAsync(Open(server, "Chat", content));
        content.End();

        Assert.Equal("14", response.Status);
        Assert.Contains("inside a message", response.Header("grpc-message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WhoseHandlerIsSilent_IsNotEnded()
    {
        await using EchoServer server = await StartAsync(new StreamLimits(Short, Short, Long));

        using var call = server.Client.Chat(
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(500), cancellationToken: Test.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Wait = true }, Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Stream_ThatLastsTooLong_IsEnded()
    {
        await using EchoServer server = await StartAsync(new StreamLimits(Long, Long, Short));

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("open it again", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatIsNeverSilentButLastsTooLong_IsEnded()
    {
        await using EchoServer server = await StartAsync(new StreamLimits(Long, Long, Short));

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(new EchoRequest(), Test.Token);
                await call.ResponseStream.MoveNext(Test.Token);
            }
        });

        Assert.Contains(failure.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Cancelled });
    }

    [Fact]
    public async Task SingleRequest_ThatStopsInsideAMessage_IsEnded()
    {
        await using EchoServer server = await StartAsync(new StreamLimits(Long, Short, Long));
        using OpenContent content = new(RawClient.Frame(new EchoRequest { Text = "abc" })[..7]);

        RawResponse response = await RawClient.SendAsync(Open(server, "Echo", content));
        content.End();

        Assert.Equal("14", response.Status);
        Assert.Contains("inside a message", response.Header("grpc-message")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Echo")]
    [InlineData("Chat")]
    public async Task IncompleteMessages_PastTheirBudget_AreRefused_AndGiveItBack(string method)
    {
        ReceiveBudget budget = new(5_000);
        await using EchoServer server = await EchoServer.StartAsync(
            services: services => services.AddSingleton(budget));
        byte[] beginning = RawClient.Frame(new byte[10], length: 4_000);
        using OpenContent first = new(beginning);
        using OpenContent second = new(beginning);

        Task<RawResponse> held = RawClient.SendAsync(Open(server, method, first));
        while (budget.Held == 0) { await Task.Delay(5, Test.Token); }

        RawResponse refused = await RawClient.SendAsync(Open(server, method, second));
        second.End();
        first.End();
        RawResponse cut = await held;
        EchoResponse whole = await server.Client.EchoAsync(
            new EchoRequest { Text = new string('a', 4_000) }, cancellationToken: Test.Token);

        Assert.Equal("8", refused.Status);
        Assert.Equal("13", cut.Status);
        Assert.Equal(4_000, whole.Text.Length);
        Assert.Equal(0, budget.Held);
    }

    private static HttpRequestMessage Open(EchoServer server, string method, HttpContent content)
    {
        HttpRequestMessage request = RawClient.Request(
            new Uri(server.Address, $"/interop.v1.EchoService/{method}"), []);
        request.Content = content;
        return request;
    }

    private static Task<EchoServer> StartAsync(StreamLimits limits) =>
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
