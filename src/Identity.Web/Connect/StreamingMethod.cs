using System.Buffers.Binary;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Identity.Web.Connect;

/// <summary>A method with a stream in it. These are served by gRPC alone; here they say so.</summary>
internal sealed class StreamingMethod(string path) : ConnectMethod(path)
{
    private const string StreamingPrefix = "application/connect+";

    // The bit that marks the last message of a stream.
    private const byte EndFlag = 2;

    private static readonly RpcException Answer = new(
        new Status(StatusCode.Unimplemented, "This method has a stream; call it by gRPC, on the gRPC port."));

    public override async Task HandleAsync(HttpContext http)
    {
        if (!await RequestGate.IsPostAsync(http).ConfigureAwait(false)) { return; }
        string contentType = http.Request.ContentType ?? "";
        if (!contentType.StartsWith(StreamingPrefix, StringComparison.OrdinalIgnoreCase))
        {
            await ConnectError.WriteAsync(http, Answer).ConfigureAwait(false);
            return;
        }

        // Callers of a stream look for the error at the end of one, never at the status.
        byte[] end = ConnectError.EndOfStream(Answer);
        byte[] frame = new byte[5 + end.Length];
        frame[0] = EndFlag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), end.Length);
        end.CopyTo(frame, 5);
        http.Response.ContentType = contentType.EndsWith("json", StringComparison.OrdinalIgnoreCase)
            ? StreamingPrefix + "json" : StreamingPrefix + "proto";
        http.Response.ContentLength = frame.Length;
        await http.Response.Body.WriteAsync(frame, http.RequestAborted).ConfigureAwait(false);
    }
}
