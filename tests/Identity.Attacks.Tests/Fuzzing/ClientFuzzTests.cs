using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Identity.Attacks.Tests.Http2;
using Interop.V1;
using Xunit;

namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>Whatever a server answers, our client gives a response or a status, in time.</summary>
public sealed class ClientFuzzTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public Task Responses_that_are_nearly_right() => Fuzz.RunAsync(Fuzz.Share(0.1), async random =>
    {
        for (int call = 0; call < 50; call++)
        {
            using GrpcChannel channel = GrpcChannel.ForAddress(
                "http://localhost", new GrpcChannelOptions { HttpHandler = new Answers(random) });
            await CallAsync(channel, random);
        }
    });

    [Fact]
    public async Task Bytes_that_are_nearly_http()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await Fuzz.RunAsync(Fuzz.Share(0.2), async random =>
        {
            Task answering = AnswerAsync(listener, random);
            using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            await CallAsync(channel, random);
            await answering;
        });
    }

    [Fact]
    public async Task Control_a_client_that_lets_other_exceptions_out_is_found() =>
        await Assert.ThrowsAsync<FuzzFindingException>(() => Fuzz.RunAsync(Patience, async random =>
        {
            // A call on a channel that was disposed is a mistake of the caller's, and no status.
            using GrpcChannel channel = GrpcChannel.ForAddress(
                "http://localhost", new GrpcChannelOptions { HttpHandler = new Answers(random) });
            await CallAsync(channel, random);
            if (random.Next(3) == 0) { channel.Dispose(); }

            await CallAsync(channel, random);
        }));

    private static async Task CallAsync(GrpcChannel channel, Random random)
    {
        EchoService.EchoServiceClient client = new(channel);
        CallOptions options = new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Deadline);
        try
        {
            Task call = random.Next(3) switch
            {
                0 => client.EchoAsync(new EchoRequest(), options).ResponseAsync,
                1 => ReadAsync(client.Expand(new EchoRequest(), options)),
                _ => TalkAsync(client.Chat(options)),
            };
            await call.WaitAsync(Patience);
        }
        catch (RpcException failure)
        {
            Assert.InRange((int)failure.StatusCode, 1, 16);
        }
    }

    private static async Task ReadAsync(AsyncServerStreamingCall<EchoResponse> call)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext()) { }
        }
    }

    private static async Task TalkAsync(AsyncDuplexStreamingCall<EchoRequest, EchoResponse> call)
    {
        using (call)
        {
            Task writing = WriteAsync(call.RequestStream);
            while (await call.ResponseStream.MoveNext()) { }

            await writing;
        }
    }

    private static async Task WriteAsync(IClientStreamWriter<EchoRequest> requests)
    {
        try
        {
            for (int count = 0; count < 3; count++) { await requests.WriteAsync(new EchoRequest { Text = "a" }); }

            await requests.CompleteAsync();
        }
        catch (RpcException)
        {
            // The reader tells what became of the call.
        }
    }

    private static string Status(Random random) => random.Next(4) == 0
        ? Mutation.Of(random, "0")
        : random.Next(18).ToString(CultureInfo.InvariantCulture);

    private static async Task AnswerAsync(TcpListener listener, Random random)
    {
        using TcpClient tcp = await listener.AcceptTcpClientAsync();
        NetworkStream stream = tcp.GetStream();
        byte[] headers = new HeaderBlock().Add(":status", "200").Add("content-type", "application/grpc").ToArray();
        byte[] trailers = new HeaderBlock().Add("grpc-status", random.Next(17).ToString(CultureInfo.InvariantCulture))
            .ToArray();
        byte[] answer =
        [
            .. Frames.Frame(FrameType.Settings, 0, 0), .. Frames.Frame(FrameType.Settings, 1, 0),
            .. Frames.Frame(FrameType.Headers, Frames.EndHeaders, 1, headers),
            .. Frames.Frame(FrameType.Data, 0, 1, FuzzCalls.Body(random)),
            .. Frames.Frame(FrameType.Headers, Frames.EndHeaders | Frames.EndStream, 1, trailers),
        ];
        try
        {
            byte[] request = new byte[4_096];
            while (await stream.ReadAsync(request) is > 0 and < 60) { }

            await stream.WriteAsync(Mutation.Of(random, answer));
            tcp.Client.Shutdown(SocketShutdown.Send);
            while (await stream.ReadAsync(request) > 0) { }
        }
        catch (IOException)
        {
            // The client has left.
        }
    }

    // Answers at once, nearly as a server would.
    private sealed class Answers(Random random) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken)
        {
            byte[] body = Mutation.Of(random, FuzzCalls.Body(random));
            HttpResponseMessage response = new(random.Next(10) == 0 ? HttpStatusCode.BadGateway : HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(body),
            };
            string type = random.Next(10) == 0 ? "text/html" : "application/grpc";
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            if (random.Next(2) == 0) { response.Headers.TryAddWithoutValidation("grpc-encoding", "gzip"); }
            if (random.Next(9) == 0) { response.Headers.TryAddWithoutValidation("grpc-status", Status(random)); }
            if (random.Next(9) > 0) { response.TrailingHeaders.TryAddWithoutValidation("grpc-status", Status(random)); }

            string message = Mutation.Of(random, "a%20b%zz%E2%98");
            response.TrailingHeaders.TryAddWithoutValidation("grpc-message", message);
            response.TrailingHeaders.TryAddWithoutValidation("x-bin", Mutation.Of(random, "AAEC"));
            return Task.FromResult(response);
        }
    }
}
