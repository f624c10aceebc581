namespace Identity.Rpc.Wire;

/// <summary>Names and values that the protocol fixes; header names are lower case, as HTTP/2 sends them.</summary>
internal static class GrpcNames
{
    public const string ContentType = "application/grpc";
    public const string ContentTypeHeader = "content-type";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string SupportedEncodings = "identity,gzip";
    public const string ReservedPrefix = "grpc-";

    /// <summary>Metadata with this key chooses how the messages of a call are compressed, and is not sent.</summary>
    public const string EncodingRequest = "grpc-internal-encoding-request";

    /// <summary>Bytes ahead of every message: one flag, four of length.</summary>
    public const int FrameHeaderLength = 5;

    /// <summary>What a message may have unless configured otherwise, in bytes.</summary>
    public const int ReceiveSizeMaxDefault = 4 * 1024 * 1024;

    // "application/grpc" must end there or go on with "+" or ";": "application/grpc-web" is another protocol.
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');

    // Messages here are protobuf. Another format, such as +json, would be parsed as what it is not.
    public static bool IsProtobuf(string contentType)
    {
        ReadOnlySpan<char> rest = contentType.AsSpan(ContentType.Length);
        int parameters = rest.IndexOf(';');
        ReadOnlySpan<char> format = (parameters < 0 ? rest : rest[..parameters]).TrimEnd();
        return format.IsEmpty || format.Equals("+proto", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a comma-separated list names the value.</summary>
    public static bool ListHas(ReadOnlySpan<char> list, ReadOnlySpan<char> value)
    {
        foreach (Range range in list.Split(','))
        {
            if (list[range].Trim().SequenceEqual(value)) { return true; }
        }

        return false;
    }
}
