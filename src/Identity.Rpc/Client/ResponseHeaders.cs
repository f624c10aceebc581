using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>Reads what a server sends around its messages.</summary>
internal static class ResponseHeaders
{
    /// <summary>The status in headers or trailers, or null when there is none.</summary>
    public static Status? Status(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcNames.Status, out HeaderStringValues values)) { return null; }

        string text = values.ToString();
        bool known = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code)
            && Enum.IsDefined((StatusCode)code);
        string detail = headers.NonValidated.TryGetValues(GrpcNames.Message, out HeaderStringValues message)
            ? StatusMessage.Decode(message.ToString())
            : "";
        return new Status(known ? (StatusCode)code : StatusCode.Unknown, detail);
    }

    /// <summary>What a response that is not from a gRPC server means.</summary>
    public static Status StatusOf(HttpStatusCode code) => new(
        code switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        },
        string.Create(CultureInfo.InvariantCulture, $"No gRPC server answered: HTTP status {(int)code}."));

    /// <summary>Whether the messages are compressed with gzip.</summary>
    /// <exception cref="RpcException">They are compressed with something else.</exception>
    public static bool IsGzip(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcNames.Encoding, out HeaderStringValues values)) { return false; }

        return values.ToString() switch
        {
            GrpcNames.Identity => false,
            GrpcNames.Gzip => true,
            _ => throw new RpcException(new Status(
                StatusCode.Internal, "The server uses an encoding that was not offered to it.")),
        };
    }

    /// <summary>The metadata in headers or trailers, without what the protocol itself uses.</summary>
    public static Metadata Read(HttpHeaders headers)
    {
        Metadata metadata = [];
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            string key = header.Key.ToLowerInvariant();
            if (key is GrpcNames.Status or GrpcNames.Message or GrpcNames.Encoding or GrpcNames.AcceptEncoding)
            {
                continue;
            }

            foreach (string value in header.Value) { Add(metadata, key, value); }
        }

        return metadata;
    }

    private static void Add(Metadata metadata, string key, string value)
    {
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.FromWire(key, value));
            return;
        }

        // What cannot be decoded is left out: the status, which is the answer, must not be lost over it.
        ReadOnlySpan<char> list = value;
        foreach (Range range in list.Split(','))
        {
            if (BinaryHeader.TryDecode(list[range], out byte[] bytes))
            {
                metadata.Add(Metadata.Entry.FromWire(key, bytes));
            }
        }
    }
}
