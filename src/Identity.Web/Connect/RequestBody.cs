using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Web.Connect;

/// <summary>Reads the one message of a request, decompressed.</summary>
/// <param name="sizeMax">The most bytes of the message, as received and decompressed.</param>
/// <param name="share">What it may hold of the memory of all requests.</param>
internal sealed class RequestBody(int sizeMax, BodyShare share)
{
    /// <summary>How a message is refused that is longer.</summary>
    public static Status TooLarge(int sizeMax) => new(
        StatusCode.ResourceExhausted, $"A request to this method has at most {sizeMax} bytes, decompressed.");

    /// <summary>The bytes of the message; the caller disposes of them.</summary>
    /// <exception cref="RpcException">Too long, in an unknown encoding, or no gzip; or too much is held.</exception>
    public async ValueTask<PooledBytes> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        bool isGzip = IsGzip(http);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = sizeMax;
        }

        var received = new PooledBytes();
        try
        {
            await FillAsync(received, http.Request.Body, cancellationToken).ConfigureAwait(false);
            if (!isGzip || received.Length == 0) { return received; }
            PooledBytes content = await DecompressAsync(received, cancellationToken).ConfigureAwait(false);
            share.Release(received.Capacity);
            received.Dispose();
            return content;
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }

    private static bool IsGzip(HttpContext http)
    {
        string? encoding = http.Request.Headers.ContentEncoding;
        if (encoding is null or "" or "identity") { return false; }
        if (encoding == ResponseBody.Gzip) { return true; }
        http.Response.Headers.AcceptEncoding = ResponseBody.Gzip;
        throw new RpcException(new Status(
            StatusCode.Unimplemented, "The encodings of requests are gzip and identity."));
    }

    private async ValueTask<PooledBytes> DecompressAsync(PooledBytes gzip, CancellationToken cancellationToken)
    {
        var content = new PooledBytes();
        try
        {
            using var stream = new GZipStream(gzip.OpenRead(), CompressionMode.Decompress);
            await FillAsync(content, stream, cancellationToken).ConfigureAwait(false);
            if (IsWhole(gzip.Written.Span, content.Length)) { return content; }
            throw Malformed();
        }
        catch (InvalidDataException)
        {
            content.Dispose();
            throw Malformed();
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    // The limit holds while reading, whatever the sender claims or packs.
    private async ValueTask FillAsync(PooledBytes target, Stream source, CancellationToken cancellationToken)
    {
        while (true)
        {
            int before = target.Capacity;
            Memory<byte> room = target.GetMemory();
            share.Take(target.Capacity - before);
            int read = await source.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0) { return; }
            target.Advance(read);
            if (target.Length > sizeMax) { throw new RpcException(TooLarge(sizeMax)); }
        }
    }

    // The decompressor takes the end of its input for the end of the content. The last four bytes of gzip are the
    // length of the content, so what was cut off shows. (Gzip may also be several parts in a row; no sender does that.)
    private static bool IsWhole(ReadOnlySpan<byte> gzip, int contentLength) =>
        gzip.Length >= sizeof(uint)
        && BinaryPrimitives.ReadUInt32LittleEndian(gzip[^sizeof(uint)..]) == (uint)contentLength;

    private static RpcException Malformed() =>
        new(new Status(StatusCode.InvalidArgument, "The body is no gzip, or was cut off."));
}
