using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Web.Connect;

/// <summary>Sends the body of an answer, compressed where the caller accepts that and it pays.</summary>
internal static class ResponseBody
{
    /// <summary>The one encoding besides none.</summary>
    public const string Gzip = "gzip";

    /// <summary>Shorter bodies fit into one packet anyway.</summary>
    public const int CompressedFrom = 1024;

    public static async ValueTask WriteAsync(HttpContext http, PooledBytes body)
    {
        HttpResponse response = http.Response;
        // An answer about a person is nothing to be kept on the way.
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (body.Length < CompressedFrom || !AcceptsGzip(http.Request.Headers))
        {
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body.Written, http.RequestAborted).ConfigureAwait(false);
            return;
        }

        response.Headers.ContentEncoding = Gzip;
        var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            await gzip.WriteAsync(body.Written, http.RequestAborted).ConfigureAwait(false);
        }
    }

    // Whoever sends gzip and says nothing else accepts it.
    private static bool AcceptsGzip(IHeaderDictionary headers)
    {
        if (headers.AcceptEncoding.Count == 0) { return headers.ContentEncoding == Gzip; }
        return StringWithQualityHeaderValue.TryParseList(
                headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)
            && accepted.Any(item =>
                item.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && item.Quality is not 0);
    }
}
