using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Identity.Api.Observing;

/// <summary>How a call ended, read off what was sent to the caller.</summary>
internal static class CallCodes
{
    private const string StatusHeader = "grpc-status";

    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    private static readonly KeyValuePair<string, object?>[] Labels =
        [.. Names.Select(name => new KeyValuePair<string, object?>("code", name))];

    /// <summary>The label of a code.</summary>
    public static KeyValuePair<string, object?> LabelOf(StatusCode code) => Labels[(int)code];

    /// <summary>The name of a code, as the protocol writes it.</summary>
    public static string NameOf(StatusCode code) => Names[(int)code];

    /// <summary>The status on the wire, else that of the failure, else what it means that there is neither.</summary>
    public static StatusCode Read(HttpContext http, StatusCode? failure)
    {
        IHeaderDictionary? trailers = http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        if (TryRead(trailers, out StatusCode code) || TryRead(http.Response.Headers, out code)) { return code; }
        if (failure is { } known) { return known; }
        return http.RequestAborted.IsCancellationRequested ? StatusCode.Cancelled : OfHttp(http.Response.StatusCode);
    }

    /// <summary>The failure is the service's, and not what the caller made of it.</summary>
    public static bool IsOurFault(StatusCode code) => code
        is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal
        or StatusCode.Unavailable or StatusCode.DataLoss;

    private static bool TryRead(IHeaderDictionary? headers, out StatusCode code)
    {
        code = StatusCode.Unknown;
        if (headers is null || !headers.TryGetValue(StatusHeader, out StringValues text)) { return false; }
        string? value = text.Count == 1 ? text[0] : null;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < Names.Length)
        {
            code = (StatusCode)number;
        }

        return true;
    }

    // For calls of the contract in another form than gRPC, and for what ended before gRPC began.
    private static StatusCode OfHttp(int status) => status switch
    {
        >= 200 and < 300 => StatusCode.OK,
        StatusCodes.Status400BadRequest => StatusCode.InvalidArgument,
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.NotFound,
        StatusCodes.Status405MethodNotAllowed or StatusCodes.Status415UnsupportedMediaType
            or StatusCodes.Status501NotImplemented => StatusCode.Unimplemented,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        StatusCodes.Status499ClientClosedRequest => StatusCode.Cancelled,
        StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
        StatusCodes.Status504GatewayTimeout => StatusCode.DeadlineExceeded,
        StatusCodes.Status500InternalServerError => StatusCode.Internal,
        _ => StatusCode.Unknown,
    };
}
