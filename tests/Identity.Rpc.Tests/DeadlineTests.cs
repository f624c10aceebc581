using System.Globalization;
using Grpc.Core;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class DeadlineTests
{
    private static DateTime Soon => TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(150);

    [Fact]
    public async Task Deadline_ThatPasses_FailsTheCallAndTellsTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.EchoAsync(
                new EchoRequest { Wait = true }, deadline: Soon, cancellationToken: Test.Token));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await server.Probe.Released.Task.WaitAsync(Test.Token);
    }

    [Fact]
    public async Task Deadline_ThatHasPassedAlready_FailsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.EchoAsync(
            new EchoRequest { Wait = true }, deadline: Soon.AddHours(-1), cancellationToken: Test.Token));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    [Fact]
    public async Task Deadline_IsKnownToTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        DateTime deadline = Soon.AddHours(1);

        await server.Client.EchoAsync(new EchoRequest(), deadline: deadline, cancellationToken: Test.Token);

        Assert.InRange(server.Probe.Deadline, deadline.AddMinutes(-1), deadline.AddMinutes(1));
        Assert.Equal(DateTimeKind.Utc, server.Probe.Deadline.Kind);
    }

    [Fact]
    public async Task Deadline_NotSet_IsTheLargestInstant()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        await server.Client.EchoAsync(new EchoRequest(), cancellationToken: Test.Token);

        Assert.Equal(DateTime.MaxValue, server.Probe.Deadline);
    }

    [Fact]
    public async Task Deadline_OnAStreamThatNobodyReads_EndsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(
            new EchoRequest { Count = 1, Wait = true }, deadline: Soon, cancellationToken: Test.Token);
        await server.Probe.Released.Task.WaitAsync(Test.Token);
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Test.Token))
            {
            }
        });

        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Deadline_WhileAWriteWaitsForTheReader_EndsTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(
            new EchoRequest { Count = 1000, ResponseSize = 1 << 20 }, deadline: Soon, cancellationToken: Test.Token);

        await server.Probe.Ended.Task.WaitAsync(Test.Token);
        Assert.InRange(server.Probe.Written, 0, 500);
        Assert.DoesNotContain("Error", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1n")]
    [InlineData("0n")]
    [InlineData("50m")]
    public async Task Server_WhenTheDeadlinePasses_SaysSoItself(string timeout)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(new EchoRequest { Wait = true }), ("grpc-timeout", timeout));

        Assert.Equal("4", response.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public async Task Server_WithAMalformedTimeout_SaysInternal(string timeout)
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(new EchoRequest()), ("grpc-timeout", timeout));

        Assert.Equal("13", response.Status);
    }

    [Fact]
    public async Task Server_WithTheLongestTimeout_Answers()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RawResponse response = await RawClient.CallAsync(
            server.Address, "Echo", RawClient.Frame(new EchoRequest()), ("grpc-timeout", "99999999H"));

        Assert.Equal("0", response.Status);
        Assert.True(server.Probe.Deadline > DateTime.Parse("2027-01-01", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Deadline_RacingWithTheHandler_GivesOneOrTheOther()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        HashSet<string?> statuses = [];

        for (int round = 0; round < 300; round++)
        {
            // From far too little to more than enough time, around what a call takes.
            RawResponse response = await RawClient.CallAsync(
                server.Address,
                "Echo",
                RawClient.Frame(new EchoRequest { Text = "a" }),
                ("grpc-timeout", $"{round * 10}u"));
            statuses.Add(response.Status);
        }

        Assert.Subset(new HashSet<string?> { "0", "4" }, statuses);
    }

    [Fact]
    public async Task Server_WhenTheDeadlinePassesAmidResponses_SaysSoItself()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        EchoRequest request = new() { Count = int.MaxValue, ResponseSize = 10_000 };
        RawResponse response = await RawClient.CallAsync(
            server.Address, "Expand", RawClient.Frame(request), ("grpc-timeout", "100m"));

        Assert.Equal("4", response.Status);
    }

    [Fact]
    public async Task Deadline_RacingWithAStream_IsNoFailureOfTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] request = RawClient.Frame(new EchoRequest { Text = "a" });
        byte[] requests = [.. Enumerable.Repeat(request, 500).SelectMany(bytes => bytes)];

        for (int round = 0; round < 300; round++)
        {
            RawResponse response = await RawClient.CallAsync(
                server.Address, "Chat", requests, ("grpc-timeout", $"{1_000 + (round * 10)}u"));
            Assert.Contains(response.Status, new[] { "0", "4" });
        }

        Assert.DoesNotContain(
            server.Log.Text.Split('\n'), line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_FailsTheCallAndTellsTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using CancellationTokenSource cancellation = new();

        using var call = server.Client.EchoAsync(
            new EchoRequest { Wait = true }, cancellationToken: cancellation.Token);
        await server.Probe.Waiting.Task.WaitAsync(Test.Token);
        await cancellation.CancelAsync();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await server.Probe.Released.Task.WaitAsync(Test.Token);
        Assert.DoesNotContain("Error", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_ACallUnderWay_TellsTheHandler()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        var call = server.Client.Chat(cancellationToken: Test.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Wait = true }, Test.Token);
        await server.Probe.Waiting.Task.WaitAsync(Test.Token);
        call.Dispose();

        await server.Probe.Released.Task.WaitAsync(Test.Token);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Cancellation_OfOneRead_EndsTheCall()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        using CancellationTokenSource cancellation = new();

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        await call.RequestStream.WriteAsync(new EchoRequest { Wait = true }, Test.Token);
        await server.Probe.Waiting.Task.WaitAsync(Test.Token);
        Task<bool> read = call.ResponseStream.MoveNext(cancellation.Token);
        await cancellation.CancelAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => read);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await server.Probe.Released.Task.WaitAsync(Test.Token);
    }
}
