using Grpc.Core;
using Grpc.Health.V1;
using Xunit;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Identity.Rpc.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Check_OfAKnownService_GivesItsStatus()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Health.SetStatus("", ServingStatus.Serving);
        server.Health.SetStatus("a", ServingStatus.NotServing);

        Assert.Equal(ServingStatus.Serving, await CheckAsync(server, ""));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(server, "a"));
    }

    [Fact]
    public async Task Check_OfAnUnknownService_IsNotFound()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Health.SetStatus("a", ServingStatus.Serving);
        server.Health.ClearStatus("a");

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(server, "a"));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task Watch_TellsTheStatusAtOnceAndAtEveryChange()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Health.SetStatus("a", ServingStatus.Serving);
        using var watch = Watch(server, "a");

        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        server.Health.SetStatus("b", ServingStatus.NotServing);
        server.Health.SetStatus("a", ServingStatus.Serving);
        server.Health.SetStatus("a", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        server.Health.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
    }

    [Fact]
    public async Task Watch_OfAnUnknownService_StaysOpenUntilItIsKnown()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using var watch = Watch(server, "later");

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(watch));
        server.Health.SetStatus("later", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
    }

    [Fact]
    public async Task Stopping_TellsWatchersAndLetsThemGo()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        server.Health.SetStatus("", ServingStatus.Serving);
        using var watch = Watch(server, "");
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));

        Task stopped = server.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        RpcException end = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Test.Token));

        Assert.Equal(StatusCode.Unavailable, end.StatusCode);
        await stopped;
        Assert.DoesNotContain("Error", server.Log.Text, StringComparison.Ordinal);
    }

    private static AsyncServerStreamingCall<HealthCheckResponse> Watch(EchoServer server, string service) =>
        new Health.HealthClient(server.Channel)
            .Watch(new HealthCheckRequest { Service = service }, cancellationToken: Test.Token);

    private static async Task<ServingStatus> CheckAsync(EchoServer server, string service) =>
        (await new Health.HealthClient(server.Channel).CheckAsync(
            new HealthCheckRequest { Service = service }, cancellationToken: Test.Token)).Status;

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Test.Token));
        return watch.ResponseStream.Current.Status;
    }
}
