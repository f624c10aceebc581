using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Identity.Client.Tests.Web;

/// <summary>A visitor's browser: a cookie jar of its own, follows redirects, fills in forms.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { UseProxy = false };
    private readonly HttpClient _http;

    public Browser(Uri site, bool follows = true)
    {
        _handler.AllowAutoRedirect = follows;
        _http = new HttpClient(_handler) { BaseAddress = site };
    }

    public IReadOnlyList<Cookie> Cookies => [.. _handler.CookieContainer.GetAllCookies().Cast<Cookie>()];

    public string? CookieOf(string name) => Cookies.SingleOrDefault(cookie => cookie.Name == name)?.Value;

    public void Add(string name, string value) =>
        _handler.CookieContainer.Add(_http.BaseAddress!, new Cookie(name, value, "/"));

    /// <summary>Loses a cookie, as when it runs out; there has to be one.</summary>
    public void Forget(string name) => Cookies.Single(cookie => cookie.Name == name).Expired = true;

    public Task<HttpResponseMessage> AskAsync(string path) =>
        _http.GetAsync(Of(path), TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(string path)
    {
        using HttpResponseMessage response = await AskAsync(path);
        return await BodyOfAsync(response);
    }

    /// <summary>Sends a form of the site's page, with its token; the page that comes after it.</summary>
    public async Task<string> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        string page = await ReadAsync("/");
        Match token = TokenField().Match(page);
        Dictionary<string, string> form = fields.ToDictionary(field => field.Name, field => field.Value);
        form["__RequestVerificationToken"] = WebUtility.HtmlDecode(token.Groups[1].Value);
        using var content = new FormUrlEncodedContent(form);
        using HttpResponseMessage response = await _http.PostAsync(
            Of(path), content, TestContext.Current.CancellationToken);
        return await BodyOfAsync(response);
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    // Joined as texts: a path with two slashes must stay one.
    private Uri Of(string path) => new(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);

    private static async Task<string> BodyOfAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {body}");
        return body;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
