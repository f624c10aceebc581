using System.IO.Compression;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class CompressionTests
{
    private static readonly Action<GrpcServiceOptions> Gzip = options => options.ResponseCompressionAlgorithm = "gzip";

    [Fact]
    public async Task GzipRequest_IsUnderstood()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] compressed = Compress(new EchoRequest { Text = "hello" }.ToByteArray());

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(compressed, flag: 1), ("grpc-encoding", "gzip"));

        Assert.Equal("0", response.Status);
        Assert.Equal("hello", EchoResponse.Parser.ParseFrom(response.Body.AsSpan(5)).Text);
    }

    [Fact]
    public async Task PlainMessage_UnderAnAnnouncedEncoding_IsUnderstood()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(new EchoRequest { Text = "a" }), ("grpc-encoding", "gzip"));

        Assert.Equal("0", response.Status);
    }

    [Fact]
    public async Task UnknownEncoding_IsUnimplementedAndNamesTheKnown()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame([1], flag: 1), ("grpc-encoding", "zstd"));

        Assert.Equal("12", response.Status);
        Assert.Equal("identity,gzip", response.Header("grpc-accept-encoding"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(1)]
    public async Task BrokenGzip_IsInternal(int cut)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] compressed = cut == 0
            ? [1, 2, 3]
            : Compress(new EchoRequest { Text = "hello hello hello" }.ToByteArray())[..^cut];

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(compressed, flag: 1), ("grpc-encoding", "gzip"));

        Assert.Equal("13", response.Status);
    }

    [Fact]
    public async Task SmallGzip_OfAGigabyte_IsRefusedInLittleMemory()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] bomb = Compress(Enumerable.Repeat(new byte[1 << 20], 1 << 10));
        byte[] frame = RawClient.Frame(bomb, flag: 1);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        RawResponse response = await RawClient.CallAsync(server.Address, "Echo", frame, ("grpc-encoding", "gzip"));
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal("8", response.Status);
        Assert.InRange(allocated, 0, 64 << 20);
    }

    [Fact]
    public async Task Response_ToACallerThatAcceptsGzip_IsCompressed()
    {
        await using EchoServer server = await EchoServer.StartAsync(Gzip);

        RawResponse response = await RawClient.CallAsync(
            server.Address,
            "Echo",
            RawClient.Frame(new EchoRequest { ResponseSize = 100_000 }),
            ("grpc-accept-encoding", "identity, gzip"));

        Assert.Equal("gzip", response.Header("grpc-encoding"));
        Assert.Equal(1, response.Body[0]);
        Assert.InRange(response.Body.Length, 1, 5_000);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzippy,xgzip")]
    public async Task Response_ToACallerThatDoesNotAcceptGzip_IsPlain(string accepted)
    {
        await using EchoServer server = await EchoServer.StartAsync(Gzip);

        RawResponse response = await RawClient.CallAsync(
            server.Address,
            "Echo",
            RawClient.Frame(new EchoRequest { Text = "a" }),
            ("grpc-accept-encoding", accepted));

        Assert.Null(response.Header("grpc-encoding"));
        Assert.Equal(0, response.Body[0]);
    }

    [Fact]
    public async Task Client_ReadsCompressedResponses()
    {
        await using EchoServer server = await EchoServer.StartAsync(Gzip);

        using var call = server.Client.Expand(
            new EchoRequest { Count = 3, Text = "hello", ResponseSize = 10_000 }, cancellationToken: Test.Token);
        int read = 0;
        await foreach (EchoResponse response in call.ResponseStream.ReadAllAsync(Test.Token))
        {
            Assert.Equal(10_000, response.Payload.Length);
            read++;
        }

        Assert.Equal(3, read);
    }

    [Fact]
    public async Task Client_AskedForGzip_CompressesRequests()
    {
        await using EchoServer server = await EchoServer.StartAsync(Gzip);
        Metadata headers = new() { { "grpc-internal-encoding-request", "gzip" } };

        using var call = server.Client.Chat(headers, cancellationToken: Test.Token);
        for (int index = 0; index < 3; index++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = "hello", Plain = index == 1 }, Test.Token);
            Assert.True(await call.ResponseStream.MoveNext(Test.Token));
            Assert.Equal("hello", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Test.Token));
    }

    [Fact]
    public async Task Client_WithACompressedResponsePastItsLimit_FailsWithResourceExhausted()
    {
        await using EchoServer server = await EchoServer.StartAsync(Gzip);
        using var channel = GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { MaxReceiveMessageSize = 10_000 });
        EchoService.EchoServiceClient client = new(channel);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
            new EchoRequest { ResponseSize = 1_000_000 }, cancellationToken: Test.Token));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    private static byte[] Compress(params byte[] content) => Compress([content]);

    private static byte[] Compress(IEnumerable<byte[]> parts)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest))
        {
            foreach (byte[] part in parts) { gzip.Write(part); }
        }

        return target.ToArray();
    }
}
