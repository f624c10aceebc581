using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Grpc.Health.V1;
using Identity.Attacks.Tests.Http2;
using Identity.Rpc.Tests;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>Callers that make the server hold more than they send, or hold on to it for nothing.</summary>
[Collection(nameof(ServerProcess))]
public sealed class HoldingTests(ServerProcess server)
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Ingest = "/identity.v1.IngestionService/Ingest";
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const string Reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private const int RefusedStream = 7;
    private const int StreamsMax = 512;
    private const int ConnectionsPerAddressMax = 1_024;
    private const int MessageMax = 4 << 20;

    [Fact]
    public Task More_streams_than_one_connection_may_have() => Probe.RunAsync(server, async () =>
    {
        const int Opened = StreamsMax + 188;
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        for (int stream = 1; stream < 2 * Opened; stream += 2)
        {
            await connection.SendAsync(Frames.Call(stream, Watch));
        }

        await connection.UntilAsync(() => connection.Answered.Count + connection.Resets.Count >= Opened);

        Assert.Equal(StreamsMax, connection.Answered.Count);
        Assert.All(connection.Resets.Values, code => Assert.Equal(RefusedStream, code));
        Assert.Empty(connection.GoAways);
    });

    [Fact]
    public Task More_connections_than_one_address_may_have() => Probe.RunAsync(server, async () =>
    {
        // The checks of the probe come from another address than these.
        IPAddress here = IPAddress.Parse("127.0.0.2");
        List<RawConnection> connections = [];
        int reset = 0;
        for (int index = 0; index < ConnectionsPerAddressMax + 20; index++)
        {
            try
            {
                connections.Add(await RawConnection.OpenAsync(server.Port, from: here));
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Closed so soon that it was never seen to be open.
                reset++;
            }
        }

        while (reset + connections.Count(connection => connection.Closed.IsCompleted) < 20) { await Task.Delay(10); }

        Assert.Equal(20, reset + connections.Count(connection => connection.Closed.IsCompleted));
        foreach (RawConnection connection in connections) { await connection.DisposeAsync(); }

        // When they are gone, the address is welcome again.
        while (!await IsServedAsync(here)) { await Task.Delay(10); }
    });

    [Theory]
    [InlineData(Check)]
    [InlineData(Reflection)]
    public Task A_small_message_that_grows(string path) => Probe.RunAsync(server, async () =>
    {
        byte[] bomb = Gzip(length: 1 << 28);
        Assert.InRange(bomb.Length, 1, 300_000);
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        for (int call = 0; call < 20; call++)
        {
            using HttpRequestMessage request = RawClient.Request(
                new Uri($"http://127.0.0.1:{server.Port}{path}"), RawClient.Frame(bomb, flag: 1),
                ("grpc-encoding", "gzip"));
            using HttpResponseMessage response = await client.SendAsync(request);
            Assert.Equal("8", new RawResponse(response, await response.Content.ReadAsByteArrayAsync()).Status);
        }
    });

    [Fact]
    public Task Large_messages_that_never_end() => Probe.RunAsync(server, async () =>
    {
        // 400 calls claim the largest message, 1.6 GB in all, and send a part of it; 64 may.
        const int Calls = 400;
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        byte[] begun = new byte[2_000];
        BinaryPrimitives.WriteInt32BigEndian(begun.AsSpan(1), MessageMax);
        for (int index = 0; index < Calls; index++)
        {
            int stream = (2 * index) + 1;
            byte[] data = Frames.Frame(FrameType.Data, 0, stream, begun);
            await connection.SendAsync(
                [.. Frames.Open(stream, Ingest, ("authorization", server.Authorization)), .. data]);
        }

        await connection.UntilAsync(() => connection.Ended.Count >= Calls - 64);
        // Those that wait are there: without a key all of them would have been refused.
        Assert.Equal(Calls - 64, connection.Ended.Count);
    });

    [Fact]
    public Task A_message_of_nothing_but_empty_parts() => Probe.RunAsync(server, async () =>
    {
        // Two million observations that say nothing, from somebody who has a key; as objects some 690 MB.
        byte[] empties = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], MessageMax / 2).SelectMany(part => part)];
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        for (int call = 0; call < 10; call++)
        {
            using HttpRequestMessage request = RawClient.Request(
                new Uri($"http://127.0.0.1:{server.Port}{Ingest}"), RawClient.Frame(empties),
                ("authorization", server.Authorization));
            using HttpResponseMessage response = await client.SendAsync(request);
            Assert.Equal("8", new RawResponse(response, await response.Content.ReadAsByteArrayAsync()).Status);
        }
    });

    [Fact]
    public Task A_request_that_never_comes() => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync([.. Frames.Open(1, Check), .. Frames.Frame(FrameType.Data, 0, 1, 0)]);
        await connection.Closed;
    });

    private static byte[] Gzip(int length)
    {
        byte[] zeros = new byte[1 << 20];
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int rest = length; rest > 0; rest -= zeros.Length) { gzip.Write(zeros); }
        }

        return packed.ToArray();
    }

    private async Task<bool> IsServedAsync(IPAddress from)
    {
        try
        {
            return await server.CheckAsync(from) == HealthCheckResponse.Types.ServingStatus.Serving;
        }
        catch (Grpc.Core.RpcException)
        {
            return false;
        }
    }
}
