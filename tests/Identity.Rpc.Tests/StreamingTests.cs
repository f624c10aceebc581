using Google.Protobuf;
using Grpc.Core;
using Interop.V1;
using Xunit;

namespace Identity.Rpc.Tests;

public sealed class StreamingTests
{
    [Fact]
    public async Task ClientStreaming_GivesOneResponseForAllRequests()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Collect(cancellationToken: Test.Token);
        foreach (string text in (string[])["a", "b", "c"])
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text }, Test.Token);
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal("a,b,c", (await call).Text);
    }

    [Fact]
    public async Task ClientStreaming_WithoutRequests_GivesItsResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Collect(cancellationToken: Test.Token);
        await call.RequestStream.CompleteAsync();

        Assert.Equal(0, (await call).Index);
    }

    [Fact]
    public async Task ClientStreaming_AfterCompletion_TakesNoMoreRequests()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Collect(cancellationToken: Test.Token);
        await call.RequestStream.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));
    }

    [Fact]
    public async Task ClientStreaming_WhenTheHandlerRefuses_FailsResponseAndFurtherWrites()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Collect(cancellationToken: Test.Token);

        // The refusal may be here before the write has ended, which then fails as well.
        EchoRequest refused = new() { StatusCode = 3, StatusMessage = "no" };
        await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(refused, Test.Token));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        RpcException write = await Assert.ThrowsAsync<RpcException>(() =>
            call.RequestStream.WriteAsync(new EchoRequest(), Test.Token));

        Assert.Equal(new Status(StatusCode.InvalidArgument, "no"), failure.Status);
        Assert.Equal(failure.Status, write.Status);
    }

    [Fact]
    public async Task ServerStreaming_GivesAllResponsesInOrder()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(
            new EchoRequest { Count = 1000, Text = "x" }, cancellationToken: Test.Token);
        List<int> indexes = [];
        await foreach (EchoResponse response in call.ResponseStream.ReadAllAsync(Test.Token))
        {
            indexes.Add(response.Index);
        }

        Assert.Equal(Enumerable.Range(0, 1000), indexes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_WithoutResponses_EndsWithSuccess()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(new EchoRequest(), cancellationToken: Test.Token);

        Assert.False(await call.ResponseStream.MoveNext(Test.Token));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_WithAStatusAfterResponses_GivesBoth()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Expand(
            new EchoRequest { Count = 2, StatusCode = 8, StatusMessage = "enough" }, cancellationToken: Test.Token);

        Assert.True(await call.ResponseStream.MoveNext(Test.Token));
        Assert.True(await call.ResponseStream.MoveNext(Test.Token));
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Test.Token));
        Assert.Equal(new Status(StatusCode.ResourceExhausted, "enough"), failure.Status);
        Assert.Equal(failure.Status, call.GetStatus());
    }

    [Fact]
    public async Task ServerStreaming_ToACallerThatDoesNotRead_WaitsInsteadOfBuffering()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        const int Responses = 200;
        const int ResponseSize = 1 << 20;

        using var call = server.Client.Expand(
            new EchoRequest { Count = Responses, ResponseSize = ResponseSize }, cancellationToken: Test.Token);
        await call.ResponseHeadersAsync;
        Assert.True(await call.ResponseStream.MoveNext(Test.Token));
        int written = server.Probe.Written;

        // Windows on both sides hold a few megabytes; two hundred would mean that nobody waits.
        Assert.InRange(written, 0, Responses / 2);
    }

    [Fact]
    public async Task Duplex_AnswersEachRequestBeforeTheNext()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        for (int index = 0; index < 100; index++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{index}" }, Test.Token);
            Assert.True(await call.ResponseStream.MoveNext(Test.Token));
            Assert.Equal($"{index}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Test.Token));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_WithLargeMessagesBothWays_DeliversThemWhole()
    {
        await using EchoServer server = await EchoServer.StartAsync();
        byte[] large = new byte[3_000_000];
        new Random(7).NextBytes(large);

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        Task writing = Task.Run(
            async () =>
            {
                for (int index = 0; index < 5; index++)
                {
                    await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(large) });
                }

                await call.RequestStream.CompleteAsync();
            },
            Test.Token);
        int read = 0;
        await foreach (EchoResponse response in call.ResponseStream.ReadAllAsync(Test.Token))
        {
            Assert.True(response.Payload.Span.SequenceEqual(large));
            read++;
        }

        await writing;
        Assert.Equal(5, read);
    }

    [Fact]
    public async Task Duplex_WithoutAnyRequest_EndsWithSuccess()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using var call = server.Client.Chat(cancellationToken: Test.Token);
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext(Test.Token));
    }

    [Fact]
    public async Task Write_WhileThePreviousHasNotEnded_IsRefused()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        // A caller that reads nothing makes a large write wait for room in the window.
        using var call = server.Client.Chat(cancellationToken: Test.Token);
        await call.ResponseHeadersOrFirstWriteAsync();
        EchoRequest large = new() { Wait = true, Payload = ByteString.CopyFrom(new byte[3_900_000]) };
        Task first = call.RequestStream.WriteAsync(large, Test.Token);
        Task second = call.RequestStream.WriteAsync(large, Test.Token);
        Task third = call.RequestStream.WriteAsync(large, Test.Token);

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Task.WhenAll(second, third));
        await first;
    }
}

internal static class CallTestExtensions
{
    /// <summary>Makes sure that the connection is there, so that what follows is about the stream alone.</summary>
    public static Task ResponseHeadersOrFirstWriteAsync<TRequest, TResponse>(
        this AsyncDuplexStreamingCall<TRequest, TResponse> call)
        where TRequest : class, new() =>
        call.RequestStream.WriteAsync(new TRequest());
}
