using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Identity.Web.Connect;

/// <summary>
/// Decides whether an HTTP request is a Connect call at all, and answers those that are not. The content types are no
/// matter of taste: a page of a browser can post a form to any site, but neither of these without asking first.
/// </summary>
internal static class RequestGate
{
    private const string Accepted = "application/json, application/proto";

    /// <summary>The path has the form of a method's, whether there is such a method or not.</summary>
    public static bool NamesMethod(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method)) { return false; }
        ReadOnlySpan<char> path = request.Path.Value;
        int slash = path.LastIndexOf('/');
        return slash > 0 && path.IndexOf('/') == 0 && path[1..slash].Contains('.') && !path[1..slash].Contains('/')
            && slash < path.Length - 1;
    }

    /// <summary>Answers a call of a method that no service has.</summary>
    public static Task RefuseUnknownAsync(HttpContext http) => ConnectError.WriteAsync(
        http, StatusCodes.Status404NotFound,
        new RpcException(new Status(StatusCode.Unimplemented, "There is no such method."))).AsTask();

    /// <summary>True for a POST; answers anything else.</summary>
    public static async ValueTask<bool> IsPostAsync(HttpContext http)
    {
        if (HttpMethods.IsPost(http.Request.Method)) { return true; }
        // Requests carry personal data, so that none of them may be an address, which is logged and kept everywhere.
        http.Response.Headers.Allow = HttpMethods.Post;
        await ConnectError.WriteAsync(
            http, StatusCodes.Status405MethodNotAllowed,
            new RpcException(new Status(StatusCode.Unimplemented, "Calls are made with POST.")))
            .ConfigureAwait(false);
        return false;
    }

    /// <summary>The codec of the request's content type; null when there is none, and that has been answered.</summary>
    public static async ValueTask<Codec?> CodecOfAsync(HttpContext http)
    {
        string contentType = http.Request.ContentType ?? "";
        if (Find(contentType) is { } codec) { return codec; }
        http.Response.Headers["Accept-Post"] = Accepted;
        string message = contentType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
            ? "gRPC is spoken on the gRPC port, over HTTP/2; the content types of this one are " + Accepted + "."
            : "The content types of calls are " + Accepted + ".";
        await ConnectError.WriteAsync(
            http, StatusCodes.Status415UnsupportedMediaType,
            new RpcException(new Status(StatusCode.InvalidArgument, message))).ConfigureAwait(false);
        return null;
    }

    private static Codec? Find(string contentType)
    {
        // The usual spellings need no parsing.
        if (contentType == JsonCodec.MediaType) { return JsonCodec.Instance; }
        if (contentType == ProtoCodec.MediaType) { return ProtoCodec.Instance; }
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? parsed)) { return null; }
        if (parsed.MediaType.Equals(ProtoCodec.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return ProtoCodec.Instance;
        }

        return parsed.MediaType.Equals(JsonCodec.MediaType, StringComparison.OrdinalIgnoreCase)
            && (StringSegment.IsNullOrEmpty(parsed.Charset)
                || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? JsonCodec.Instance
            : null;
    }
}
