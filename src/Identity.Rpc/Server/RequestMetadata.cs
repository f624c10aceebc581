using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Rpc.Server;

/// <summary>Turns HTTP headers into metadata and back.</summary>
internal static class RequestMetadata
{
    /// <summary>The metadata that a caller sent; what the protocol itself uses stays hidden.</summary>
    /// <exception cref="RpcException">A <c>-bin</c> value is no base64: <c>INVALID_ARGUMENT</c>.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        Metadata metadata = [];
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            // Names of known headers come in their canonical spelling, others as sent, which is lower case.
            string key = header.Key.ToLowerInvariant();
            if (IsHidden(key)) { continue; }

            foreach (string? value in header.Value)
            {
                if (value is not null) { Add(metadata, key, value); }
            }
        }

        return metadata;
    }

    /// <summary>Adds metadata to response headers or trailers, except what the protocol itself sets.</summary>
    public static void Write(Metadata metadata, IHeaderDictionary headers)
    {
        for (int index = 0; index < metadata.Count; index++)
        {
            Metadata.Entry entry = metadata[index];
            if (IsReservedInResponses(entry.Key)) { continue; }

            string value = entry.IsBinary ? BinaryHeader.Encode(entry.Bytes) : HeaderText.Printable(entry.Value);
            headers.Append(entry.Key, value);
        }
    }

    private static void Add(Metadata metadata, string key, string value)
    {
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.FromWire(key, value));
            return;
        }

        // Proxies may join duplicates with commas; base64 has none.
        ReadOnlySpan<char> list = value;
        foreach (Range range in list.Split(','))
        {
            if (!BinaryHeader.TryDecode(list[range], out byte[] bytes))
            {
                throw new RpcException(new Status(
                    StatusCode.InvalidArgument, "A metadata value whose key ends in -bin is no base64."));
            }

            metadata.Add(Metadata.Entry.FromWire(key, bytes));
        }
    }

    private static bool IsHidden(string key) =>
        key[0] == ':'
        || key.StartsWith(GrpcNames.ReservedPrefix, StringComparison.Ordinal)
        || key is GrpcNames.ContentTypeHeader or "te" or "host" or "content-length" or "accept-encoding";

    private static bool IsReservedInResponses(string key) =>
        key is GrpcNames.Status or GrpcNames.Message or GrpcNames.Encoding or GrpcNames.AcceptEncoding
            or GrpcNames.EncodingRequest or GrpcNames.Timeout or GrpcNames.ContentTypeHeader or "te"
            or "content-length" or "transfer-encoding" or "connection" or "trailer";
}
