using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>Sends requests as foreign clients do, byte by byte as a test wants them.</summary>
internal static class Calls
{
    public static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Reads base64 without padding.</summary>
    public static byte[] FromUnpadded(string value) =>
        Convert.FromBase64String(value.PadRight((value.Length + 3) / 4 * 4, '='));

    public static Task<Answer> JsonAsync(this HttpClient client, string path, string json, params string[] headers) =>
        client.BytesAsync(path, Encoding.UTF8.GetBytes(json), "application/json", headers);

    /// <param name="client">Sends it.</param>
    /// <param name="path">The method.</param>
    /// <param name="body">The body as it is.</param>
    /// <param name="contentType">Empty for none.</param>
    /// <param name="headers">Lines of name, colon and value.</param>
    public static async Task<Answer> BytesAsync(
        this HttpClient client, string path, byte[] body, string contentType, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType.Length > 0) { request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType); }
        foreach (string header in headers)
        {
            string[] parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
            HttpHeaders target = parts[0].StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                ? request.Content.Headers : request.Headers;
            Assert.True(target.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return await client.AnswerAsync(request);
    }

    public static async Task<Answer> AnswerAsync(this HttpClient client, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await client.SendAsync(request, Ending);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync(Ending));
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, Dictionary<string, string[]> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string Message => Json.TryGetProperty("message", out JsonElement message) ? message.GetString()! : "";

    public string? Header(string name) =>
        Headers.TryGetValue(name, out string[]? values) ? string.Join(',', values) : null;

    /// <summary>It failed with this status and code, in the form that the protocol wants.</summary>
    public Answer Fails(int status, string code)
    {
        Assert.Equal(status, (int)Status);
        Assert.Equal("application/json", Header("Content-Type"));
        Assert.Equal(code, Code);
        return this;
    }

    public Answer Succeeds()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{Status} {Text}");
        return this;
    }
}
