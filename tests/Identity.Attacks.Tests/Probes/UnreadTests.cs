using Google.Protobuf;
using Identity.Attacks.Tests.Http2;
using Identity.Rpc.Tests;
using Interop.V1;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>Callers that do not read what they asked for.</summary>
public sealed class UnreadTests
{
    private const int Cancel = 8;

    [Fact]
    public async Task A_handler_whose_deadline_has_passed_ends_although_nobody_reads_its_responses()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await using RawConnection connection = await RawConnection.OpenAsync(server.Address.Port);

        // The window is 64 KiB, and nothing opens it further.
        byte[] request = RawClient.Frame(new EchoRequest { Count = 1_000, ResponseSize = 10_000 }.ToByteArray());
        await connection.SendAsync(
        [
            .. Frames.Open(1, "/interop.v1.EchoService/Expand", ("grpc-timeout", "100m")),
            .. Frames.Frame(FrameType.Data, Frames.EndStream, 1, request),
        ]);
        await server.Probe.Ended.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(server.Probe.Written, 0, 999);
        await connection.SendAsync(Frames.Reset(1, Cancel));
        Assert.DoesNotContain(
            server.Log.Text.Split('\n'), line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}
