using System.Text;
using Grpc.Core;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class MetadataTests
{
    [Fact]
    public async Task Metadata_TravelsBothWays()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata sent = new()
        {
            { "X-Text", "some text" },
            { "x-raw-bin", [0, 1, 2, 255] },
            { "t-text", "at the end" },
            { "t-raw-bin", [9, 8] },
        };

        using var call = server.Client.EchoAsync(new EchoRequest(), sent, cancellationToken: Test.Token);
        await call;
        Metadata headers = await call.ResponseHeadersAsync;

        Assert.Equal("some text", headers.GetValue("x-text"));
        Assert.Equal([0, 1, 2, 255], headers.GetValueBytes("x-raw-bin"));
        Assert.Equal("at the end", call.GetTrailers().GetValue("t-text"));
        Assert.Equal([9, 8], call.GetTrailers().GetValueBytes("t-raw-bin"));
        Assert.Null(headers.Get("t-text"));
    }

    [Fact]
    public async Task Trailers_OfAFailedCall_ReachTheCaller()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata sent = new() { { "t-text", "why" } };

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest { StatusCode = 5 }, sent, cancellationToken: Test.Token));

        Assert.Equal("why", failure.Trailers.GetValue("t-text"));
    }

    [Fact]
    public async Task Reserved_Headers_AreHiddenFromHandlers()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        await server.Client.EchoAsync(
            new EchoRequest(),
            new Metadata { { "authorization", "Bearer x" } },
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
            cancellationToken: Test.Token);

        Assert.Equal(
            ["authorization", "user-agent"],
            server.Probe.Headers!.Select(entry => entry.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("AAEC", new byte[] { 0, 1, 2 })]
    [InlineData("AAE=", new byte[] { 0, 1 })]
    [InlineData("AAE", new byte[] { 0, 1 })]
    [InlineData("AA==", new byte[] { 0 })]
    [InlineData("AA", new byte[] { 0 })]
    [InlineData("", new byte[0])]
    [InlineData("+/+/", new byte[] { 0xfb, 0xff, 0xbf })]
    public async Task BinaryMetadata_WithOrWithoutPadding_IsDecoded(string sent, byte[] expected)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        await CallAsync(server, ("x-raw-bin", sent));

        Assert.Equal(expected, server.Probe.Headers!.GetValueBytes("x-raw-bin"));
    }

    [Fact]
    public async Task BinaryMetadata_JoinedWithCommas_IsSplit()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await CallAsync(server, ("x-raw-bin", "AAEC,AA==, AQ"));

        Assert.Equal(
            new byte[][] { [0, 1, 2], [0], [1] },
            server.Probe.Headers!.GetAll("x-raw-bin").Select(entry => entry.ValueBytes));
        Assert.Equal("AAEC,AA,AQ", response.Header("x-raw-bin"));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAECA")]
    [InlineData("A*EC")]
    [InlineData("====")]
    [InlineData("A A=")]
    [InlineData("AA-_")]
    public async Task BinaryMetadata_ThatIsNoBase64_IsInvalidArgument(string sent)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal("3", (await CallAsync(server, ("x-raw-bin", sent))).Status);
    }

    [Fact]
    public async Task DuplicateMetadata_KeepsItsOrder()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata sent = new() { { "x-raw-bin", [3] }, { "x-raw-bin", [1] }, { "x-raw-bin", [2] } };

        using var call = server.Client.EchoAsync(new EchoRequest(), sent, cancellationToken: Test.Token);
        Metadata headers = await call.ResponseHeadersAsync;
        await call;

        Assert.Equal(new byte[][] { [3], [1], [2] }, headers.GetAll("x-raw-bin").Select(entry => entry.ValueBytes));
    }

    [Fact]
    public async Task TextMetadata_WithOtherCharacters_DoesNotFailTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        Metadata sent = new() { { "x-text", "é\r\nx-injected: 1" } };

        using var call = server.Client.EchoAsync(new EchoRequest(), sent, cancellationToken: Test.Token);
        await call;

        Assert.Equal("???x-injected: 1", (await call.ResponseHeadersAsync).GetValue("x-text"));
    }

    [Fact]
    public async Task TextMetadata_InUtf8_DoesNotFailTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using SocketsHttpHandler handler = new() { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using HttpMessageInvoker client = new(handler);

        HttpResponseMessage response = await client.SendAsync(
            RawClient.Request(
                new Uri(server.Address, "/interop.v1.EchoService/Echo"),
                RawClient.Frame(new EchoRequest()),
                ("x-text", "é")),
            Test.Token);
        await response.Content.ReadAsByteArrayAsync(Test.Token);

        Assert.Equal("0", string.Join(',', response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("é", server.Probe.Headers!.GetValue("x-text"));
    }

    [Fact]
    public void Entry_WithAKeyThatNoHeaderMayHave_CannotBeMade()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a b", "c"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("", "c"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a-bin", "c"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("a", [1]));
        Assert.Equal("mixed-case", new Metadata.Entry("Mixed-Case", "c").Key);
    }

    private static Task<RawResponse> CallAsync(EchoServer server, params (string Name, string Value)[] headers) =>
        RawClient.CallAsync(server.Address, "Echo", RawClient.Frame(new EchoRequest()), headers);
}
