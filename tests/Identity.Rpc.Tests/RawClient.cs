using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Identity.Rpc.Tests;

/// <summary>What came back, without a gRPC client's opinion on it.</summary>
internal sealed record RawResponse(HttpResponseMessage Http, byte[] Body)
{
    /// <summary>The status, from trailers or headers.</summary>
    public string? Status => Header("grpc-status");

    /// <summary>Whether the status came in the headers, with nothing after them.</summary>
    public bool TrailersOnly => Http.Headers.Contains("grpc-status");

    public string? Header(string name) =>
        Http.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? trailers) ? string.Join(',', trailers)
        : Http.Headers.TryGetValues(name, out IEnumerable<string>? headers) ? string.Join(',', headers)
        : null;
}

/// <summary>Sends hand-made bytes over HTTP/2.</summary>
internal static class RawClient
{
    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0, uint? length = null)
    {
        byte[] frame = new byte[payload.Length + 5];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static Task<RawResponse> CallAsync(
        Uri server,
        string method,
        byte[] body,
        params (string Name, string Value)[] headers) =>
        SendAsync(Request(new Uri(server, $"/interop.v1.EchoService/{method}"), body, headers));

    public static HttpRequestMessage Request(Uri uri, byte[] body, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach ((string name, string value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }

        return request;
    }

    public static async Task<RawResponse> SendAsync(HttpRequestMessage request)
    {
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        HttpResponseMessage response = await client.SendAsync(request, Test.Token);
        return new RawResponse(response, await response.Content.ReadAsByteArrayAsync(Test.Token));
    }
}
