using System.Net;
using Identity.Attacks.Tests.Http2;
using Identity.Server;
using Identity.Server.Connections;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>What stands in front of HTTP/2 on every connection.</summary>
public sealed class ConnectionTests
{
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const int Cancel = 8;

    [Fact]
    public async Task An_old_connection_is_told_to_go_and_calls_under_way_are_not()
    {
        string data = Directory.CreateTempSubdirectory("identity-attacks-").FullName;
        ServerOptions options = new()
        {
            Data = data,
            GrpcPort = 0,
            HttpPort = 0,
            ConnectionAgeMax = TimeSpan.FromSeconds(1),
        };
        await using (IdentityServer server = await IdentityServer.StartAsync(
            options, TestContext.Current.CancellationToken))
        {
            await using RawConnection connection = await RawConnection.OpenAsync(server.GrpcAddress.Port);
            await connection.SendAsync(Frames.Call(1, Watch));
            await connection.UntilAsync(() => !connection.GoAways.IsEmpty);

            Assert.Equal([0], connection.GoAways);
            Assert.Contains(1, connection.Answered.Keys);
            Assert.Empty(connection.Ended);
            Assert.False(connection.Closed.IsCompleted);
            await connection.SendAsync(Frames.Reset(1, Cancel));
            await connection.Closed;
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public void The_age_of_a_connection_is_at_least_a_second()
    {
        Assert.Single(new ServerOptions { ConnectionAgeMax = TimeSpan.FromMilliseconds(999) }.Defects());
        Assert.Empty(new ServerOptions { ConnectionAgeMax = null }.Defects());
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.0", "::", false)]
    public void Addresses_that_one_caller_has_count_together(string one, string other, bool together) =>
        Assert.Equal(together, Block(one) == Block(other));

    private static AddressBlock Block(string address) =>
        AddressBlock.Of(new IPEndPoint(IPAddress.Parse(address), 1));

    [Fact]
    public void An_address_may_come_again_when_it_has_left()
    {
        AddressCount count = new(2);

        Assert.True(count.TryEnter(Block("10.0.0.1")));
        Assert.True(count.TryEnter(Block("10.0.0.1")));
        Assert.False(count.TryEnter(Block("10.0.0.1")));
        Assert.True(count.TryEnter(Block("10.0.0.2")));
        count.Leave(Block("10.0.0.1"));
        Assert.True(count.TryEnter(Block("10.0.0.1")));
    }

    public static TheoryData<string, byte[], int> Sent => new()
    {
        { "a call", Frames.Call(1, Watch), 0 },
        { "an end without content", Frames.Frame(FrameType.Data, Frames.EndStream, 1), 0 },
        { "an end of headers without content", Frames.Frame(FrameType.Continuation, Frames.EndHeaders, 1), 0 },
        { "ping, settings, windows", [.. Frames.Frame(FrameType.Ping, 0, 0, new byte[8]), .. Frames.WindowUpdate(0, 1),
            .. Frames.Frame(FrameType.Settings, 1, 0)], 0 },
        { "padding around content", Frames.Frame(FrameType.Data, Frames.Padded, 1, 2, 7, 0, 0), 0 },
        { "all padding", Frames.Frame(FrameType.Data, Frames.Padded, 1, 2, 0, 0), 1 },
        { "empty data", Frames.Frame(FrameType.Data, 0, 1), 1 },
        { "empty continuations", Frames.Many(Frames.Frame(FrameType.Continuation, 0, 1)), 7_281 },
        { "priority", Frames.Frame(FrameType.Priority, 0, 1, 0, 0, 0, 3, 9), 1 },
        { "unknown", Frames.Frame(FrameType.Unknown, 1, 1, 5), 1 },
        { "both", [.. Frames.Call(1, Watch), .. Frames.Frame(FrameType.Data, 0, 1), .. Frames.Call(3, Watch)], 1 },
    };

    [Theory]
    [MemberData(nameof(Sent))]
    public void Frames_without_effect_are_counted_in_whatever_parts_they_come(string what, byte[] frames, int idle)
    {
        byte[] bytes = [.. Frames.Preface, .. frames];
        foreach (int part in new[] { 1, 2, 8, 9, 10, 24, 33, bytes.Length })
        {
            FrameScanner scanner = new();
            int found = bytes.Chunk(part).Sum(chunk => scanner.Scan(chunk));
            Assert.True(idle == found, $"{what} in parts of {part} bytes: {found} instead of {idle}");
        }
    }
}
