using System.Buffers;
using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Identity.Api.Access;

/// <summary>
/// Asks <see cref="CallGate"/> about gRPC calls before the runtime reads their messages: a message of 4 MiB can become
/// hundreds of megabytes of objects. Answers a refused call as gRPC does, with headers alone. Thread-safe.
/// </summary>
internal sealed class GrpcGate(RequestDelegate next, CallGate gate)
{
    private const string GrpcContent = "application/grpc";
    private const string DetailsKey = "grpc-status-details-bin";

    // What the protocol does not encode in a message, https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public Task InvokeAsync(HttpContext http)
    {
        HttpRequest request = http.Request;
        if (!IsGrpc(request)) { return next(http); }
        try
        {
            gate.Check(http, request.Path.Value ?? "");
        }
        catch (RpcException refusal)
        {
            Refuse(http.Response, refusal);
            return Task.CompletedTask;
        }

        return next(http);
    }

    // Whatever else comes is no call, and refused as such.
    private static bool IsGrpc(HttpRequest request)
    {
        string type = request.ContentType ?? "";
        return HttpMethods.IsPost(request.Method) && HttpProtocol.IsHttp2(request.Protocol)
            && type.StartsWith(GrpcContent, StringComparison.OrdinalIgnoreCase)
            && (type.Length == GrpcContent.Length || type[GrpcContent.Length] is '+' or ';' or ' ');
    }

    private static void Refuse(HttpResponse response, RpcException refusal)
    {
        string detail = refusal.Status.Detail;
        response.ContentType = GrpcContent;
        response.Headers["grpc-status"] = ((int)refusal.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] =
            detail.AsSpan().ContainsAnyExcept(Plain) ? Uri.EscapeDataString(detail) : detail;
        byte[]? details = refusal.Trailers.GetValueBytes(DetailsKey);
        if (details is not null) { response.Headers[DetailsKey] = Convert.ToBase64String(details).TrimEnd('='); }
    }
}
