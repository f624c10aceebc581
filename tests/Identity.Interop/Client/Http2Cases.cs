using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using static Identity.Interop.Client.Messages;

namespace Identity.Interop.Client;

/// <summary>
/// The cases of grpc/grpc doc/http2-interop-test-descriptions.md for our client. The server behaves as it is told under
/// <c>/behave</c>, where it also says on which port, and says under <c>/report</c> what it saw since.
/// </summary>
/// <param name="port">Where the server takes what it is told.</param>
/// <param name="wrong">Whether it is told to do something else than the cases expect, which all of them have to
/// notice.</param>
internal sealed class Http2Cases(string port, bool wrong)
{
    private const int ManyCalls = 10;

    // With the padding, still less than the 64 KiB that a stream may send before it is given more.
    private const int OneWindowSize = 10_000;

    public async Task<int> RunAsync()
    {
        CaseRunner runner = new("http2");
        await runner.RunAsync("goaway", token => GoAwayAsync(token));
        foreach (string name in new[] { "rst_after_header", "rst_during_data", "rst_after_data" })
        {
            await runner.RunAsync(name, token => FailsAsync(name, token));
        }

        await runner.RunAsync("ping", token => SucceedsAsync("ping", LargeResponseSize, token));
        await runner.RunAsync("data_frame_padding: within one window", token =>
            SucceedsAsync("data_frame_padding", OneWindowSize, token));
        runner.Skip(
            "data_frame_padding",
            "SocketsHttpHandler does not give back the window that padding takes, so that the stream stalls");
        await runner.RunAsync("no_df_padding_sanity_test", token =>
            SucceedsAsync("no_df_padding_sanity_test", LargeResponseSize, token));
        await runner.RunAsync("max_streams", token => MaxStreamsAsync(token));
        return runner.Finish();
    }

    private async Task GoAwayAsync(CancellationToken token)
    {
        using GrpcChannel channel = await OpenAsync("goaway", token);
        await InteropCases.LargeUnaryAsync(Peer.Client(channel), token);
        await InteropCases.LargeUnaryAsync(Peer.Client(channel), token);
        Expect.Equal("connections 2", await ReportAsync(token), "what the server saw");
    }

    private async Task FailsAsync(string name, CancellationToken token)
    {
        using GrpcChannel channel = await OpenAsync(name, token);
        RpcException failure = await Expect.FailureAsync<RpcException>(async () =>
            await Peer.Client(channel).UnaryCallAsync(LargeRequest(), cancellationToken: token));
        Expect.Equal("resets 1", await ReportAsync(token), "what the server saw");
        Console.WriteLine($"      {name}: {failure.StatusCode}");
    }

    private async Task SucceedsAsync(string name, int size, CancellationToken token)
    {
        using GrpcChannel channel = await OpenAsync(name, token);
        SimpleRequest request = LargeRequest();
        request.ResponseSize = size;
        SimpleResponse response = await Peer.Client(channel).UnaryCallAsync(request, cancellationToken: token);
        Expect.Equal(size, response.Payload.Body.Length, "size of the response");
        Expect.Equal(name == "ping" ? "pings 4 of 4" : "connections 1", await ReportAsync(token), "the report");
    }

    private async Task MaxStreamsAsync(CancellationToken token)
    {
        // Over one connection. A channel has more by default, and SocketsHttpHandler sends on a new one before it knows
        // the limit there; a call that is refused too often ends with UNAVAILABLE.
        GrpcChannelOptions oneConnection = new()
        {
            HttpHandler = new SocketsHttpHandler { UseProxy = false, EnableMultipleHttp2Connections = false },
            DisposeHttpClient = true,
        };
        using GrpcChannel channel = await OpenAsync("max_streams", oneConnection, token);
        TestService.TestServiceClient client = Peer.Client(channel);
        await InteropCases.LargeUnaryAsync(client, token);
        await Task.WhenAll(Enumerable.Range(0, ManyCalls).Select(_ => InteropCases.LargeUnaryAsync(client, token)));
        Expect.Equal("most streams at once 1", await ReportAsync(token), "what the server saw");
    }

    private Task<GrpcChannel> OpenAsync(string behaviour, CancellationToken token) =>
        OpenAsync(behaviour, new GrpcChannelOptions(), token);

    private async Task<GrpcChannel> OpenAsync(string behaviour, GrpcChannelOptions options, CancellationToken token)
    {
        string grpcPort = await AskAsync($"/behave/{behaviour}{(wrong ? "/wrong" : "")}", token);
        return GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}", options);
    }

    private Task<string> ReportAsync(CancellationToken token) => AskAsync("/report", token);

    private async Task<string> AskAsync(string path, CancellationToken token)
    {
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false })
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"), token);
    }
}
