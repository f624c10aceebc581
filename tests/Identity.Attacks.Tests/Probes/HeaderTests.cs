using Identity.Attacks.Tests.Http2;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>Headers that are too many, too long, too slow, or small only on the wire.</summary>
[Collection(nameof(ServerProcess))]
public sealed class HeaderTests(ServerProcess server)
{
    private const string Check = "/grpc.health.v1.Health/Check";

    [Fact]
    public Task Long_headers() => RefusesAsync(HeaderBlock.Call(
        Check, ("x-one", new string('a', 17_000)), ("x-other", new string('a', 17_000))));

    [Fact]
    public Task Very_many_headers() => RefusesAsync(HeaderBlock.Call(
        Check, [.. Enumerable.Range(0, 101).Select(index => ($"x-{index}", "y"))]));

    [Fact]
    public Task A_header_longer_than_any_may_be() => ClosesAsync(
        HeaderBlock.Call(Check, ("x-long", new string('a', 33_000))));

    [Fact]
    public Task A_small_block_that_grows() => ClosesAsync(Bomb());

    [Fact]
    public Task Headers_that_come_in_drips() => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        byte[] block = HeaderBlock.Call(Check, ("x-slow", new string('a', 4_000)));
        await connection.SendAsync(Frames.Frame(FrameType.Headers, 0, 1, block.AsSpan(0, 1)));
        for (int next = 1; next < block.Length && !connection.Closed.IsCompleted; next++)
        {
            await connection.SendAsync(Frames.Frame(FrameType.Continuation, 0, 1, block[next]));
            await Task.WhenAny(connection.Closed, Task.Delay(50));
        }

        Assert.True(connection.Closed.IsCompleted);
        Assert.Empty(connection.Answered);
    });

    // 12,000 references of a byte each to a header of 3.9 KB: 46 MB of headers.
    private static byte[] Bomb()
    {
        HeaderBlock block = new HeaderBlock().Remember("x-bomb", new string('a', 3_900));
        for (int index = 0; index < 12_000; index++) { block.Refer(62); }

        return block.ToArray();
    }

    // The stream is answered with HTTP 431; the connection stays.
    private Task RefusesAsync(byte[] block) => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Split(block));
        await connection.SendAsync(Frames.Call(3, Check));
        await connection.UntilAsync(() => connection.Ended.ContainsKey(3));

        Assert.Empty(connection.GoAways);
        Assert.Contains(1, connection.Answered.Keys);
    });

    private Task ClosesAsync(byte[] block) => Probe.RunAsync(server, async () =>
    {
        await using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Split(block));
        await connection.Closed;
        Assert.Single(connection.GoAways);
    });

    // A frame has at most 16 KiB; the rest of a block follows in CONTINUATION frames.
    private static byte[] Split(byte[] block)
    {
        List<byte> frames = [];
        byte[][] parts = [.. block.Chunk(16_384)];
        for (int index = 0; index < parts.Length; index++)
        {
            int last = index == parts.Length - 1 ? Frames.EndHeaders : 0;
            int flags = index == 0 ? Frames.EndStream | last : last;
            FrameType type = index == 0 ? FrameType.Headers : FrameType.Continuation;
            frames.AddRange(Frames.Frame(type, (byte)flags, 1, parts[index]));
        }

        return [.. frames];
    }
}
