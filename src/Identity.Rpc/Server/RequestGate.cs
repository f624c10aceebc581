using Grpc.Core;
using Identity.Rpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Identity.Rpc.Server;

/// <summary>Decides whether an HTTP request is a gRPC call at all; answers those that are not.</summary>
internal static class RequestGate
{
    public static bool Admit(HttpContext http, string path)
    {
        if (!AdmitAny(http)) { return false; }

        // Routing ignores case, names of methods do not.
        if (string.Equals(http.Request.Path.Value, path, StringComparison.Ordinal)) { return true; }

        RefuseUnknown(http);
        return false;
    }

    /// <summary>Answers a call of a method that does not exist.</summary>
    public static Task HandleUnknown(HttpContext http)
    {
        if (AdmitAny(http)) { RefuseUnknown(http); }

        return Task.CompletedTask;
    }

    private static bool AdmitAny(HttpContext http)
    {
        HttpResponse response = http.Response;
        string protocol = http.Request.Protocol;
        if (!HttpProtocol.IsHttp2(protocol) && !HttpProtocol.IsHttp3(protocol))
        {
            response.StatusCode = StatusCodes.Status426UpgradeRequired;
            response.Headers.Upgrade = "h2c";
            StatusHeaders.Set(response.Headers, new Status(StatusCode.Internal, "gRPC needs HTTP/2."));
            return false;
        }

        if (!GrpcNames.IsGrpc(http.Request.ContentType))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            StatusHeaders.Set(response.Headers, new Status(StatusCode.Internal, "gRPC needs application/grpc."));
            return false;
        }

        response.ContentType = GrpcNames.ContentType;
        return true;
    }

    private static void RefuseUnknown(HttpContext http) => StatusHeaders.Set(
        http.Response.Headers, new Status(StatusCode.Unimplemented, "The service has no such method."));
}
