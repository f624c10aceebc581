using System.Net;
using System.Net.Http.Headers;
using Grpc.Health.V1;
using Identity.LoadTests.Comparisons;
using Identity.LoadTests.Driving;

namespace Identity.LoadTests.Serving;

/// <summary>A health check as HTTP sees it.</summary>
internal static class RawAnswer
{
    /// <summary>Status, headers, body and trailers as text; the values of dates left out.</summary>
    public static async Task<string> TakeAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, Questions.CheckPath))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(HttpLoad.Framed(new HealthCheckRequest())),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using HttpResponseMessage response = await client.SendAsync(request, cancellationToken);
        string body = Convert.ToHexString(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        IEnumerable<string> headers = response.Headers.Concat(response.Content.Headers).Select(Line);
        return string.Join(
            '\n', [$"{(int)response.StatusCode}", .. headers, body, .. response.TrailingHeaders.Select(Line)]);
    }

    private static string Line(KeyValuePair<string, IEnumerable<string>> header) =>
        header.Key == "Date" ? header.Key : $"{header.Key}: {string.Join(',', header.Value)}";
}
