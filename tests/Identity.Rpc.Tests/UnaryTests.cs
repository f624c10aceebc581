using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Interop.V1;
using Xunit;
using Status = Grpc.Core.Status;

namespace Identity.Rpc.Tests;

public sealed class UnaryTests
{
    [Fact]
    public async Task Unary_WithARequest_GivesItsResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        EchoResponse response = await server.Client.EchoAsync(
            new EchoRequest { Text = "hé 😈", Payload = ByteString.CopyFrom(1, 2, 3) },
            cancellationToken: Test.Token);

        Assert.Equal("hé 😈", response.Text);
        Assert.Equal([1, 2, 3], response.Payload.ToByteArray());
    }

    [Fact]
    public async Task Unary_WithAnEmptyMessage_IsNotTakenForNoMessage()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal(
            new EchoResponse(),
            await server.Client.EchoAsync(new EchoRequest(), cancellationToken: Test.Token));
    }

    [Fact]
    public async Task Unary_CalledBlocking_GivesItsResponse()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        Assert.Equal("a", server.Client.Echo(new EchoRequest { Text = "a" }, cancellationToken: Test.Token).Text);
    }

    [Fact]
    public async Task Unary_AfterSuccess_HasStatusAndHeaders()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        using AsyncUnaryCall<EchoResponse> call = server.Client.EchoAsync(
            new EchoRequest { Text = "a" }, cancellationToken: Test.Token);
        await call;

        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
        Assert.Empty(call.GetTrailers());
        Assert.NotNull((await call.ResponseHeadersAsync).Get("date"));
    }

    [Theory]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.AlreadyExists)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Aborted)]
    [InlineData(StatusCode.OutOfRange)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DataLoss)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task Status_ChosenByTheHandler_ReachesTheCaller(StatusCode code)
    {
        await using EchoServer server = await EchoServer.StartAsync();
        const string Message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

        RpcException failure = await FailAsync(
            server, new EchoRequest { StatusCode = (int)code, StatusMessage = Message });

        Assert.Equal(new Status(code, Message), failure.Status);
    }

    [Fact]
    public async Task Status_WithHalfASurrogatePair_StillReachesTheCaller()
    {
        await using EchoServer server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<ThrowingInterceptor>("half \ud83d pair"));

        Assert.Equal("half \ufffd pair", (await FailAsync(server, new EchoRequest())).Status.Detail);
    }

    [Fact]
    public async Task Status_WithAVeryLongMessage_IsShortened()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await FailAsync(
            server, new EchoRequest { StatusCode = 3, StatusMessage = new string('☺', 10_000) });

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Matches("^☺{200,300}$", failure.Status.Detail);
    }

    [Fact]
    public async Task StatusDetails_FromTheHandler_ReachTheCaller()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await FailAsync(
            server, new EchoRequest { StatusCode = 9, StatusMessage = "no", StatusDetails = true });

        Google.Rpc.Status? details = failure.GetRpcStatus();
        Assert.Equal(9, details!.Code);
        Assert.Equal("TESTED", details.GetDetail<ErrorInfo>()!.Reason);
        Assert.Null(details.GetDetail<BadRequest>());
    }

    [Fact]
    public async Task Handler_ThatFails_TellsNothingOfItsException()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await FailAsync(server, new EchoRequest { Crash = true });

        Assert.Equal(new Status(StatusCode.Unknown, "The handler failed."), failure.Status);
        Assert.Contains("handler of /interop.v1.EchoService/Echo failed", server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_ThatFailsWithDetailedErrors_TellsTheTypeButNotTheText()
    {
        await using EchoServer server = await EchoServer.StartAsync(options => options.EnableDetailedErrors = true);

        RpcException failure = await FailAsync(server, new EchoRequest { Crash = true });

        Assert.Equal("The handler failed with InvalidOperationException.", failure.Status.Detail);
    }

    [Fact]
    public async Task Method_WithoutImplementation_IsUnimplemented()
    {
        await using EchoServer server = await EchoServer.StartAsync();

        RpcException failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.MissingAsync(new EchoRequest(), cancellationToken: Test.Token));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private static Task<RpcException> FailAsync(EchoServer server, EchoRequest request) =>
        Assert.ThrowsAsync<RpcException>(async () =>
            await server.Client.EchoAsync(request, cancellationToken: Test.Token));
}
