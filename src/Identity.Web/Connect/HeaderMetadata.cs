using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Web.Connect;

/// <summary>Turns HTTP headers into metadata and back.</summary>
internal static class HeaderMetadata
{
    /// <summary>The metadata that a caller sent; what HTTP and the protocol itself use stays hidden.</summary>
    /// <exception cref="RpcException">A <c>-bin</c> value is no base64: <c>INVALID_ARGUMENT</c>.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        Metadata metadata = [];
        foreach (KeyValuePair<string, StringValues> header in headers)
        {
            string key = header.Key.ToLowerInvariant();
            if (IsHidden(key) || !key.All(IsOfKey)) { continue; }
            foreach (string? value in header.Value)
            {
                if (value is not null) { Add(metadata, key, value); }
            }
        }

        return metadata;
    }

    /// <summary>Adds metadata to response headers, except what HTTP and the protocol itself set.</summary>
    public static void Write(Metadata metadata, string prefix, IHeaderDictionary headers)
    {
        foreach (Metadata.Entry entry in metadata)
        {
            if (IsHidden(entry.Key)) { continue; }
            headers.Append(prefix + entry.Key, entry.IsBinary
                ? Convert.ToBase64String(entry.ValueBytes).TrimEnd('=')
                : Printable(entry.Value));
        }
    }

    private static void Add(Metadata metadata, string key, string value)
    {
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(key, Printable(value));
            return;
        }

        // Clients and proxies join duplicates with commas; base64 has none.
        foreach (string part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.Add(key, Decode(part.TrimEnd('=')));
        }
    }

    private static byte[] Decode(string unpadded)
    {
        string padded = unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out int length)
            ? bytes[..length]
            : throw new RpcException(new Status(
                StatusCode.InvalidArgument, "A metadata value whose key ends in -bin is no base64."));
    }

    private static bool IsHidden(string key) =>
        key.StartsWith("connect-", StringComparison.Ordinal) || key.StartsWith("grpc-", StringComparison.Ordinal)
        || key is "content-type" or "content-length" or "content-encoding" or "accept-encoding" or "host" or "te"
            or "connection" or "keep-alive" or "transfer-encoding" or "upgrade" or "trailer";

    // HTTP allows more characters in names than metadata does.
    private static bool IsOfKey(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '_' or '-' or '.';

    private static string Printable(string value) => value.All(IsPrintable)
        ? value
        : string.Create(value.Length, value, static (target, source) =>
        {
            for (int index = 0; index < target.Length; index++)
            {
                target[index] = IsPrintable(source[index]) ? source[index] : '?';
            }
        });

    private static bool IsPrintable(char character) => character is >= ' ' and <= '~';
}
