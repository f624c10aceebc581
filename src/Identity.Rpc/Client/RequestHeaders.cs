using System.Net.Http.Headers;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>Writes what a client sends ahead of its messages.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent =
        $"grpc-csharp-identity/{typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3)}";

    public static void WriteProtocol(HttpRequestHeaders headers, bool gzip)
    {
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation(GrpcNames.AcceptEncoding, GrpcNames.SupportedEncodings);
        if (gzip) { headers.TryAddWithoutValidation(GrpcNames.Encoding, GrpcNames.Gzip); }
    }

    public static void WriteMetadata(HttpRequestHeaders headers, Metadata? metadata)
    {
        for (int index = 0; index < metadata?.Count; index++)
        {
            Metadata.Entry entry = metadata[index];
            if (IsReserved(entry.Key)) { continue; }
            if (entry.Key == "user-agent") { headers.Remove(entry.Key); }

            string value = entry.IsBinary ? BinaryHeader.Encode(entry.Bytes) : HeaderText.Printable(entry.Value);
            headers.TryAddWithoutValidation(entry.Key, value);
        }
    }

    public static bool AsksForGzip(Metadata? metadata) =>
        metadata?.GetValue(GrpcNames.EncodingRequest) == GrpcNames.Gzip;

    private static bool IsReserved(string key) =>
        key is GrpcNames.EncodingRequest or GrpcNames.Status or GrpcNames.Message or GrpcNames.Encoding
            or GrpcNames.AcceptEncoding or GrpcNames.Timeout or GrpcNames.ContentTypeHeader or "te" or "host"
            or "content-length" or "transfer-encoding" or "connection";
}
