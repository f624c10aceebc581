using System.Net;
using Identity.Attacks.Tests.Http2;
using Identity.Rpc.Tests;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>What the probes look for can be missing, and they would say so.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task A_server_without_the_guard_takes_any_number_of_empty_frames()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        await using RawConnection connection = await RawConnection.OpenAsync(server.Address.Port);

        await connection.SendAsync(Frames.Open(1, "/interop.v1.EchoService/Chat"));
        await connection.FloodAsync(Frames.Frame(FrameType.Data, 0, 1), 1 << 20);
        await connection.SendAsync(Frames.Frame(FrameType.Ping, 0, 0, new byte[8]));
        await connection.UntilAsync(() => connection.Received.ContainsKey(FrameType.Ping));
    }

    [Theory]
    [InlineData("2026-01-01 00:00:00.000 +00:00 ERR The handler of /a.B/C failed.")]
    [InlineData("Unhandled exception. System.InvalidOperationException")]
    [InlineData("   at Identity.Rpc.Server.MethodHandler.RunAsync()")]
    public void An_error_in_the_log_is_a_complaint(string line) =>
        Assert.Single(ServerProcess.Complaints(["2026-01-01 00:00:00.000 +00:00 INF Ready.", line]));

    [Fact]
    public async Task A_server_that_has_stopped_serves_nobody()
    {
        ServerProcess server = new();
        await server.InitializeAsync();
        Assert.Equal(Serving, await server.CheckAsync(IPAddress.Loopback));
        await server.DisposeAsync();

        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => server.CheckAsync());
    }

    private static Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus Serving =>
        Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving;
}
