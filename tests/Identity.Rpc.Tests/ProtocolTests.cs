using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;
using Interop.V1;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Identity.Rpc.Tests;

/// <summary>What the server answers to hand-made requests.</summary>
public sealed class ProtocolTests
{
    private static readonly byte[] Good = RawClient.Frame(new EchoRequest { Text = "a" });

    [Fact]
    public async Task Response_ToAGoodRequest_HasMessageAndTrailers()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(server.Address, "Echo", Good);

        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Equal("application/grpc", response.Http.Content.Headers.ContentType?.ToString());
        Assert.Equal("0", response.Status);
        Assert.False(response.TrailersOnly);
        Assert.Equal("a", EchoResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text);
    }

    [Theory]
    [InlineData("/interop.v1.EchoService/Nothing")]
    [InlineData("/interop.v1.Nothing/Echo")]
    [InlineData("/interop.v1.EchoService/echo")]
    [InlineData("/Interop.V1.EchoService/Echo")]
    [InlineData("/a")]
    [InlineData("/")]
    [InlineData("/a/b/c")]
    public async Task UnknownPath_IsUnimplementedInHeadersAlone(string path)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.SendAsync(RawClient.Request(new Uri(server.Address, path), Good));

        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Equal("12", response.Status);
        Assert.True(response.TrailersOnly);
        Assert.Empty(response.Body);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    public async Task ContentType_OfSomethingElse_IsUnsupportedMediaType(string contentType)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Echo"), Good);
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await RawClient.SendAsync(request)).Http.StatusCode);
    }

    [Theory]
    [InlineData("application/grpc+proto", "0")]
    [InlineData("application/grpc;charset=utf-8", "0")]
    [InlineData("application/grpc+json", "12")]
    public async Task ContentType_OfGrpc_IsTakenAsItSays(string contentType, string status)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Echo"), Good);
        request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        Assert.Equal(status, (await RawClient.SendAsync(request)).Status);
    }

    [Fact]
    public async Task TransferEncodingTrailers_NotOffered_IsTolerated()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Echo"), Good);
        request.Headers.Remove("te");

        Assert.Equal("0", (await RawClient.SendAsync(request)).Status);
    }

    [Fact]
    public async Task OlderHttp_IsToldToUpgrade()
    {
        await using EchoServer server = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Echo"), Good);
        request.Version = HttpVersion.Version11;

        RawResponse response = await RawClient.SendAsync(request);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.Http.StatusCode);
        Assert.Equal("13", response.Status);
    }

    [Fact]
    public async Task Get_FindsNothing()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Echo"), []);
        request.Method = HttpMethod.Get;
        request.Content = null;

        Assert.Equal(HttpStatusCode.NotFound, (await RawClient.SendAsync(request)).Http.StatusCode);
    }

    public static TheoryData<string, byte[], StatusCode> BrokenBodies => new()
    {
        { "no message", [], StatusCode.Unimplemented },
        { "two messages", [.. Good, .. Good], StatusCode.Unimplemented },
        { "half a header", Good[..3], StatusCode.Internal },
        { "half a message", Good[..^1], StatusCode.Internal },
        { "a message and a bit", [.. Good, 0], StatusCode.Unimplemented },
        { "an unknown flag", RawClient.Frame([], flag: 2), StatusCode.Internal },
        { "a compressed message without an encoding", RawClient.Frame([], flag: 1), StatusCode.Internal },
        { "no protobuf", RawClient.Frame([0xff, 0xff, 0xff]), StatusCode.Internal },
        { "a length past every limit", RawClient.Frame([], length: uint.MaxValue), StatusCode.ResourceExhausted },
        { "a length past the limit", RawClient.Frame([], length: (4 << 20) + 1), StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task BrokenBody_EndsTheCallWithItsStatus(string what, byte[] body, StatusCode status)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(server.Address, "Echo", body);

        Assert.Equal(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), response.Status);
        Assert.True(response.TrailersOnly, what);
    }

    [Fact]
    public async Task BrokenBody_OnAStream_EndsItAfterTheResponsesBefore()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(server.Address, "Chat", [.. Good, .. Good[..^1]]);

        Assert.Equal("13", response.Status);
        Assert.Equal("a", EchoResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text);
    }

    [Fact]
    public async Task OversizedMessage_IsRefusedFromItsHeader()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HttpRequestMessage request = RawClient.Request(new Uri(server.Address, "/interop.v1.EchoService/Chat"), []);
        NeverEndingContent content = new(RawClient.Frame([1, 2, 3], length: 1 << 30));
        content.Headers.ContentType = request.Content!.Headers.ContentType;
        request.Content = content;

        RawResponse response = await RawClient.SendAsync(request);
        content.End();

        Assert.Equal("8", response.Status);
    }

    [Fact]
    public async Task Body_LargerThanTheWebServerAllows_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(server.Address, "Echo", RawClient.Frame(new byte[31_000_000]));

        Assert.Equal("8", response.Status);
    }

    [Fact]
    public async Task StreamOfManyMessages_MayBeLargerThanTheWebServerAllowsForABody()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        EchoRequest large = new() { Payload = ByteString.CopyFrom(new byte[4_000_000]) };
        byte[] message = RawClient.Frame(large);
        byte[] body = [.. Enumerable.Repeat(message, 10).SelectMany(bytes => bytes)];

        RawResponse response = await RawClient.CallAsync(server.Address, "Collect", body);

        Assert.Equal("0", response.Status);
        Assert.Equal(10, EchoResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Index);
    }

    [Fact]
    public async Task SentMessage_PastTheLimitForSending_IsResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.MaxSendMessageSize = 100);

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(new EchoRequest { ResponseSize = 200 }));

        Assert.Equal("8", response.Status);
        Assert.True(response.TrailersOnly);
    }

    // Has begun a message and never goes on.
    private sealed class NeverEndingContent(byte[] beginning) : HttpContent
    {
        private readonly TaskCompletionSource _end = new();

        public void End() => _end.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(beginning);
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
