using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Identity.Web.Connect;

/// <summary>Answers calls that failed, with the JSON object and the HTTP status that the protocol has.</summary>
internal static class ConnectError
{
    private const string DetailsKey = "grpc-status-details-bin";

    // Read by people; the content type keeps browsers from taking it for HTML.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Details of these types are also written out.
    private static readonly TypeRegistry KnownDetails = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    /// <summary>Answers with the status of the code.</summary>
    public static ValueTask WriteAsync(HttpContext http, RpcException failure) =>
        WriteAsync(http, Of(failure.StatusCode).Http, failure);

    /// <summary>Answers with a status that says more than that of the code.</summary>
    public static async ValueTask WriteAsync(HttpContext http, int status, RpcException failure)
    {
        Google.Rpc.Status? details = DetailsOf(failure);
        http.Response.StatusCode = status;
        http.Response.ContentType = JsonCodec.MediaType;
        if (RetryAfterSeconds(details) is { } seconds) { http.Response.Headers.RetryAfter = $"{seconds}"; }
        using var bytes = new PooledBytes();
        using (var json = new Utf8JsonWriter(bytes, Readable)) { Write(json, failure, details); }
        await ResponseBody.WriteAsync(http, bytes).ConfigureAwait(false);
    }

    /// <summary>The last message of a stream that failed.</summary>
    public static byte[] EndOfStream(RpcException failure)
    {
        using var bytes = new PooledBytes();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WritePropertyName("error");
            Write(json, failure, DetailsOf(failure));
            json.WriteEndObject();
        }

        return bytes.Written.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RpcException failure, Google.Rpc.Status? details)
    {
        json.WriteStartObject();
        json.WriteString("code", Of(failure.StatusCode).Name);
        if (failure.Status.Detail.Length > 0) { json.WriteString("message", failure.Status.Detail); }
        if (details is { Details.Count: > 0 })
        {
            json.WriteStartArray("details");
            foreach (Any detail in details.Details) { WriteDetail(json, detail); }
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, Any detail)
    {
        string type = Any.GetTypeName(detail.TypeUrl);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("value", Convert.ToBase64String(detail.Value.Span).TrimEnd('='));
        if (detail.TryUnpack(out ErrorInfo info))
        {
            WriteDebug(json, info);
        }
        else if (KnownDetails.Find(type) is { } known)
        {
            json.WritePropertyName("debug");
            json.WriteRawValue(JsonFormatter.Default.Format(known.Parser.ParseFrom(detail.Value)));
        }

        json.WriteEndObject();
    }

    // By hand, for the package that has the type calls its first field by another name than everybody else.
    private static void WriteDebug(Utf8JsonWriter json, ErrorInfo info)
    {
        json.WriteStartObject("debug");
        json.WriteString("reason", info.Reason);
        json.WriteString("domain", info.Domain);
        if (info.Metadata.Count > 0)
        {
            json.WriteStartObject("metadata");
            foreach ((string key, string value) in info.Metadata) { json.WriteString(key, value); }
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Google.Rpc.Status? DetailsOf(RpcException failure)
    {
        byte[]? bytes = failure.Trailers.GetValueBytes(DetailsKey);
        return bytes is null ? null : Google.Rpc.Status.Parser.ParseFrom(bytes);
    }

    // HTTP clients know this header, and not RetryInfo.
    private static long? RetryAfterSeconds(Google.Rpc.Status? details)
    {
        Any? found = details?.Details.FirstOrDefault(detail => detail.Is(RetryInfo.Descriptor));
        return found?.Unpack<RetryInfo>().RetryDelay is { } delay
            ? (long)Math.Ceiling(delay.ToTimeSpan().TotalSeconds)
            : null;
    }

    // https://connectrpc.com/docs/protocol#error-codes
    private static (string Name, int Http) Of(StatusCode code) => code switch
    {
        StatusCode.Cancelled => ("canceled", 499),
        StatusCode.InvalidArgument => ("invalid_argument", 400),
        StatusCode.DeadlineExceeded => ("deadline_exceeded", 504),
        StatusCode.NotFound => ("not_found", 404),
        StatusCode.AlreadyExists => ("already_exists", 409),
        StatusCode.PermissionDenied => ("permission_denied", 403),
        StatusCode.ResourceExhausted => ("resource_exhausted", 429),
        StatusCode.FailedPrecondition => ("failed_precondition", 400),
        StatusCode.Aborted => ("aborted", 409),
        StatusCode.OutOfRange => ("out_of_range", 400),
        StatusCode.Unimplemented => ("unimplemented", 501),
        StatusCode.Internal => ("internal", 500),
        StatusCode.Unavailable => ("unavailable", 503),
        StatusCode.DataLoss => ("data_loss", 500),
        StatusCode.Unauthenticated => ("unauthenticated", 401),
        _ => ("unknown", 500),
    };
}
