using Identity.Attacks.Tests.Http2;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>More frames than anybody needs. See the table in docs/grpc.md.</summary>
[Collection(nameof(ServerProcess))]
public sealed class FloodTests(ServerProcess server)
{
    private const string Check = "/grpc.health.v1.Health/Check";
    private const string Watch = "/grpc.health.v1.Health/Watch";
    private const int ProtocolError = 1;
    private const int FlowControlError = 3;
    private const int Cancel = 8;
    private const int EnhanceYourCalm = 11;
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData(Check)]
    [InlineData(Watch)]
    public Task Rapid_reset(string path) => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        for (int stream = 1; stream < 40_000; stream += 2)
        {
            if (!await connection.SendAsync([.. Frames.Call(stream, path), .. Frames.Reset(stream, Cancel)])) { break; }
        }

        Assert.All(connection.Resets.Values, code => Assert.Equal(EnhanceYourCalm, code));
    });

    [Fact]
    public Task Made_you_reset_by_an_empty_window_update() => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync([.. Frames.Call(1, Watch), .. Frames.WindowUpdate(1, 0)]);
        await connection.Closed;
        Assert.Contains(ProtocolError, connection.GoAways);
    });

    [Fact]
    public Task Made_you_reset_by_too_large_windows() => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        for (int stream = 1; stream < 20_000; stream += 2)
        {
            byte[] frames = [.. Frames.Call(stream, Watch), .. Frames.WindowUpdate(stream, int.MaxValue)];
            if (!await connection.SendAsync(frames)) { break; }
        }

        Assert.All(connection.Resets.Values, code =>
            Assert.Contains(code, new[] { FlowControlError, EnhanceYourCalm }));
        Assert.NotEmpty(connection.Resets);
    });

    [Fact]
    public Task Continuations_with_headers() => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Frames.Frame(FrameType.Headers, 0, 1, HeaderBlock.Call(Check)));
        byte[] more = Frames.Frame(FrameType.Continuation, 0, 1, new HeaderBlock().Add("x-flood", "y").ToArray());
        await connection.FloodAsync(more, 32 * Megabyte);
        await connection.Closed;
    });

    [Fact]
    public Task Empty_continuations() => BreaksOffAsync(
        Frames.Frame(FrameType.Headers, 0, 1, HeaderBlock.Call(Check)),
        Frames.Frame(FrameType.Continuation, 0, 1));

    [Fact]
    public Task Empty_data() => BreaksOffAsync(
        Frames.Open(1, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
        Frames.Frame(FrameType.Data, 0, 1));

    [Fact]
    public Task Data_that_is_all_padding() => BreaksOffAsync(
        Frames.Open(1, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
        Frames.Frame(FrameType.Data, Frames.Padded, 1, 3, 0, 0, 0));

    [Fact]
    public Task Priorities() => BreaksOffAsync([], Frames.Frame(FrameType.Priority, 0, 1, 0, 0, 0, 3, 9));

    [Fact]
    public Task Frames_of_unknown_types() => BreaksOffAsync([], Frames.Frame(FrameType.Unknown, 0, 0, 1, 2, 3));

    [Fact]
    public Task Pings_without_reading_the_answers() => HoldsUpAsync(Frames.Frame(FrameType.Ping, 0, 0, new byte[8]));

    [Fact]
    public Task Settings_without_reading_the_answers() => HoldsUpAsync(Frames.Frame(FrameType.Settings, 0, 0));

    // Such frames are not answered: only breaking the connection off ends them.
    private Task BreaksOffAsync(byte[] first, byte[] flood) => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(first);
        long sent = await connection.FloodAsync(flood, 64 * Megabyte);
        await connection.Closed;
        Assert.InRange(sent, 0, 63 * Megabyte);
    });

    // Frames that are answered hold their sender up: the server reads no further than it can answer.
    private Task HoldsUpAsync(byte[] flood) => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port, reads: false);
        await connection.FloodAsync(flood, 256 * Megabyte);
        Assert.True(connection.HasStalled);
    });
}
