using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Interop.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Identity.Rpc.Tests;

/// <summary>A handler chooses how the responses of its call are compressed.</summary>
public sealed class ResponseEncodingTests
{
    private const string Accepted = "identity,gzip";

    [Fact]
    public async Task Gzip_ChosenByTheHandler_CompressesAlthoughTheServerDoesNot()
    {
        RawResponse response = await CallAsync(new Choice("gzip"), server: null, Accepted);

        Assert.Equal("gzip", response.Header("grpc-encoding"));
        Assert.Equal(1, response.Body[0]);
        Assert.InRange(response.Body.Length, 6, 5_000);
    }

    [Fact]
    public async Task Identity_ChosenByTheHandler_LeavesPlainAlthoughTheServerCompresses()
    {
        RawResponse response = await CallAsync(new Choice("identity"), server: "gzip", Accepted);

        Assert.Null(response.Header("grpc-encoding"));
        Assert.Equal(0, response.Body[0]);
    }

    [Fact]
    public async Task NoChoice_KeepsWhatTheServerDoes()
    {
        RawResponse response = await CallAsync(new Choice(Encoding: null), server: "gzip", Accepted);

        Assert.Equal(1, response.Body[0]);
    }

    [Fact]
    public async Task Gzip_ForACallerThatDoesNotAcceptIt_IsNotUsed()
    {
        RawResponse response = await CallAsync(new Choice("gzip"), server: null, accepted: "identity");

        Assert.Null(response.Header("grpc-encoding"));
        Assert.Equal(0, response.Body[0]);
    }

    [Fact]
    public async Task NoCompress_OfOneResponse_LeavesItPlainUnderTheAnnouncedEncoding()
    {
        RawResponse response = await CallAsync(new Choice("gzip", WriteFlags.NoCompress), server: null, Accepted);

        Assert.Equal("gzip", response.Header("grpc-encoding"));
        Assert.Equal(0, response.Body[0]);
    }

    [Fact]
    public async Task Choice_IsNotSent()
    {
        RawResponse response = await CallAsync(new Choice("gzip"), server: null, Accepted);

        Assert.Null(response.Header("grpc-internal-encoding-request"));
    }

    [Fact]
    public async Task UnknownEncoding_FailsTheHandler()
    {
        RawResponse response = await CallAsync(new Choice("deflate"), server: null, Accepted);

        Assert.Equal("2", response.Status);
        Assert.Empty(response.Body);
    }

    private static async Task<RawResponse> CallAsync(Choice choice, string? server, string accepted)
    {
        Action<GrpcServiceOptions> options = all =>
        {
            all.ResponseCompressionAlgorithm = server;
            all.Interceptors.Add<ChoosingInterceptor>();
        };
        await using EchoServer echo = await EchoServer.StartAsync(options, services => services.AddSingleton(choice));
        return await RawClient.CallAsync(
            echo.Address,
            "Echo",
            RawClient.Frame(new EchoRequest { ResponseSize = 100_000 }),
            ("grpc-accept-encoding", accepted));
    }

    private sealed record Choice(string? Encoding, WriteFlags Flags = WriteFlags.None);

    // Stands for a handler: it sees the same context.
    private sealed class ChoosingInterceptor(Choice choice) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Metadata headers = [];
            if (choice.Encoding is not null) { headers.Add("grpc-internal-encoding-request", choice.Encoding); }

            await context.WriteResponseHeadersAsync(headers);
            context.WriteOptions = new WriteOptions(choice.Flags);
            return await continuation(request, context);
        }
    }
}
