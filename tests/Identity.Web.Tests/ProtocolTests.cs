using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Identity.Web.Connect;
using Interop.V1;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>The Connect protocol as its specification has it, over plain HTTP requests.</summary>
public sealed class ProtocolTests(EchoHost host) : IClassFixture<EchoHost>
{
    private const int SizeMax = 4 << 20;
    private const string Text = "\t\ntest ☺ and 😈 <b>'\"\t\n";

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task A_message_goes_and_comes_as_JSON(string contentType)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { text = Text, payload = "AAH/", unknown = new[] { 1 } });
        Answer answer = (await host.Client.BytesAsync(EchoHost.Echo, body, contentType)).Succeeds();
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(Text, answer.Json.GetProperty("text").GetString());
        Assert.Equal("AAH/", answer.Json.GetProperty("payload").GetString());
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task A_message_goes_and_comes_as_protobuf()
    {
        byte[] body = new EchoRequest { Text = Text }.ToByteArray();
        Answer answer = (await host.Client.BytesAsync(EchoHost.Echo, body, "application/proto")).Succeeds();
        Assert.Equal("application/proto", answer.Header("Content-Type"));
        Assert.Equal(Text, EchoResponse.Parser.ParseFrom(answer.Body).Text);
        Answer empty = (await host.Client.BytesAsync(EchoHost.Echo, [], "application/proto")).Succeeds();
        Assert.Empty(empty.Body);
    }

    [Theory]
    [InlineData(1, "canceled", 499)]
    [InlineData(2, "unknown", 500)]
    [InlineData(3, "invalid_argument", 400)]
    [InlineData(4, "deadline_exceeded", 504)]
    [InlineData(5, "not_found", 404)]
    [InlineData(6, "already_exists", 409)]
    [InlineData(7, "permission_denied", 403)]
    [InlineData(8, "resource_exhausted", 429)]
    [InlineData(9, "failed_precondition", 400)]
    [InlineData(10, "aborted", 409)]
    [InlineData(11, "out_of_range", 400)]
    [InlineData(12, "unimplemented", 501)]
    [InlineData(13, "internal", 500)]
    [InlineData(14, "unavailable", 503)]
    [InlineData(15, "data_loss", 500)]
    [InlineData(16, "unauthenticated", 401)]
    public async Task Every_status_has_its_code_and_its_HTTP_status(int status, string code, int http)
    {
        byte[] body = new EchoRequest { StatusCode = status, StatusMessage = Text, StatusDetails = true }.ToByteArray();
        Answer answer = (await host.Client.BytesAsync(EchoHost.Echo, body, "application/proto")).Fails(http, code);
        Assert.Equal(Text, answer.Message);
        JsonElement detail = Assert.Single(answer.Json.GetProperty("details").EnumerateArray());
        Assert.Equal("google.rpc.ErrorInfo", detail.GetProperty("type").GetString());
        string value = detail.GetProperty("value").GetString()!;
        Assert.DoesNotContain('=', value);
        ErrorInfo info = ErrorInfo.Parser.ParseFrom(Calls.FromUnpadded(value));
        Assert.Equal($"{status}", info.Metadata["code"]);
        Assert.Equal("example.com", detail.GetProperty("debug").GetProperty("domain").GetString());
    }

    [Fact]
    public async Task A_handler_that_breaks_tells_nobody_why()
    {
        Answer answer = (await host.Client.JsonAsync(EchoHost.Echo, "{\"crash\":true}")).Fails(500, "unknown");
        Assert.DoesNotContain("jan", answer.Text, StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("jan@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/interop.v1.EchoService/echo")]
    [InlineData("/interop.v1.EchoService/None")]
    [InlineData("/interop.v1.None/Echo")]
    public async Task A_method_that_is_not_there_is_unimplemented(string path) =>
        (await host.Client.JsonAsync(path, "{}")).Fails(404, "unimplemented");

    [Fact]
    public async Task A_method_that_nobody_wrote_is_unimplemented() =>
        (await host.Client.JsonAsync("/interop.v1.EchoService/Missing", "{}")).Fails(501, "unimplemented");

    [Theory]
    [InlineData("/elsewhere", "GET", 200)]
    [InlineData("/elsewhere/x", "POST", 404)]
    [InlineData("/some.file/a/b", "POST", 404)]
    public async Task Other_requests_go_on(string path, string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        Answer answer = await host.Client.AnswerAsync(request);
        Assert.Equal(status, (int)answer.Status);
        Assert.NotEqual("application/json", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task Only_POST_calls(string method)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), EchoHost.Echo + "?encoding=json&message=%7B%7D&connect=v1");
        request.Headers.Add("Origin", "https://elsewhere.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        Answer answer = await host.Client.AnswerAsync(request);
        Assert.Equal((405, "POST"), ((int)answer.Status, answer.Header("Allow")));
        Assert.DoesNotContain(
            answer.Headers.Keys, name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain; application/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json, text/plain")]
    [InlineData("application/jsonx")]
    [InlineData("application/connect+json")]
    [InlineData("application/grpc")]
    public async Task Only_the_two_content_types_are_taken(string contentType)
    {
        Answer answer = await host.Client.BytesAsync(EchoHost.Echo, "{}"u8.ToArray(), contentType);
        answer.Fails(415, "invalid_argument");
        Assert.Equal("application/json, application/proto", answer.Header("Accept-Post"));
    }

    [Theory]
    [InlineData("Connect-Protocol-Version: 2")]
    [InlineData("Connect-Protocol-Version: one")]
    [InlineData("Connect-Timeout-Ms: soon")]
    [InlineData("Connect-Timeout-Ms: -1")]
    [InlineData("Connect-Timeout-Ms: 1.5")]
    [InlineData("Connect-Timeout-Ms: 12345678901")]
    [InlineData("x-raw-bin: !?")]
    public async Task Malformed_headers_are_named(string header)
    {
        Answer answer = (await host.Client.JsonAsync(EchoHost.Echo, "{}", header)).Fails(400, "invalid_argument");
        Assert.EndsWith(".", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_of_the_protocol_is_accepted() =>
        (await host.Client.JsonAsync(EchoHost.Echo, "{}", "Connect-Protocol-Version: 1")).Succeeds();

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("200")]
    public async Task A_deadline_ends_the_call(string timeout) =>
        (await host.Client.JsonAsync(EchoHost.Echo, "{\"wait\":true}", $"Connect-Timeout-Ms: {timeout}"))
            .Fails(504, "deadline_exceeded");

    [Fact]
    public async Task A_handler_sees_the_deadline()
    {
        (await host.Client.JsonAsync(EchoHost.Echo, "{}", "Connect-Timeout-Ms: 9999999999")).Succeeds();
        DateTime around = TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(9_999_999_999);
        Assert.InRange(host.Probe.Deadline, around.AddMinutes(-1), around);
        (await host.Client.JsonAsync(EchoHost.Echo, "{}")).Succeeds();
        Assert.Equal(DateTime.MaxValue, host.Probe.Deadline);
    }

    [Fact]
    public async Task Metadata_goes_both_ways()
    {
        Answer answer = (await host.Client.JsonAsync(
            EchoHost.Echo, "{}", "x-text: some text", "x-raw-bin: AAH/,Ag", "x-odd!name: 1", "t-text: end",
            "t-raw-bin: q6s=")).Succeeds();
        Assert.Equal("some text", answer.Header("x-text"));
        Assert.Equal("AAH/,Ag", answer.Header("x-raw-bin"));
        Assert.Equal("end", answer.Header("Trailer-t-text"));
        Assert.Equal("q6s", answer.Header("Trailer-t-raw-bin"));
        Assert.DoesNotContain(host.Probe.Headers!, entry => entry.Key is "content-type" or "host" or "content-length");
    }

    [Fact]
    public async Task Metadata_comes_with_errors_too()
    {
        Answer answer = await host.Client.JsonAsync(
            EchoHost.Echo, "{\"statusCode\":9,\"statusDetails\":true}", "x-text: begin", "t-text: end");
        Assert.Equal(("begin", "end"), (answer.Header("x-text"), answer.Header("Trailer-t-text")));
        Assert.DoesNotContain(
            answer.Headers.Keys, name => name.Contains("grpc-status", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Calls_pass_the_interceptors_in_order()
    {
        Answer answer = (await host.Client.JsonAsync(EchoHost.Echo, "{}")).Succeeds();
        Assert.Matches(
            $"^outer {EchoHost.Echo} {EchoHost.Echo},inner {host.Client.BaseAddress!.Authority} ipv4:127.0.0.1:[0-9]+$",
            answer.Header("Trailer-seen"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/connect+json")]
    [InlineData("application/connect+proto")]
    public async Task Streams_say_that_they_need_gRPC(string contentType)
    {
        byte[] frame = [0, 0, 0, 0, 2, .. "{}"u8];
        Answer answer = await host.Client.BytesAsync("/interop.v1.EchoService/Expand", frame, contentType);
        if (contentType == "application/json")
        {
            Assert.Contains("gRPC", answer.Fails(501, "unimplemented").Message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(contentType, answer.Succeeds().Header("Content-Type"));
        Assert.Equal(2, answer.Body[0]);
        Assert.Equal(answer.Body.Length - 5, BinaryPrimitives.ReadInt32BigEndian(answer.Body.AsSpan(1)));
        JsonElement error = JsonDocument.Parse(answer.Body.AsMemory(5)).RootElement.GetProperty("error");
        Assert.Equal("unimplemented", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Gzip_goes_both_ways()
    {
        string text = new('a', 100_000);
        byte[] body = Gzip(Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\"}}"));
        Answer answer = await host.Client.BytesAsync(EchoHost.Echo, body, "application/json", "Content-Encoding: gzip");
        // Whoever sends gzip and says nothing of what it accepts gets it.
        Assert.Equal("gzip", answer.Succeeds().Header("Content-Encoding"));
        Assert.Equal(text, JsonDocument.Parse(Unzip(answer.Body)).RootElement.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task An_answer_is_compressed_only_for_those_who_accept_it(string accepted, bool compressed)
    {
        string[] headers = accepted.Length == 0 ? [] : [$"Accept-Encoding: {accepted}"];
        string json = $"{{\"text\":\"{new string('a', 10_000)}\"}}";
        Answer large = (await host.Client.JsonAsync(EchoHost.Echo, json, headers)).Succeeds();
        Assert.Equal(compressed ? "gzip" : null, large.Header("Content-Encoding"));
        Answer small = (await host.Client.JsonAsync(EchoHost.Echo, "{\"text\":\"a\"}", headers)).Succeeds();
        Assert.Null(small.Header("Content-Encoding"));
    }

    [Fact]
    public async Task Errors_are_compressed_as_well()
    {
        string json = $"{{\"statusCode\":9,\"statusMessage\":\"{new string('a', 10_000)}\"}}";
        Answer answer = await host.Client.JsonAsync(EchoHost.Echo, json, "Accept-Encoding: gzip");
        Assert.Equal((400, "gzip"), ((int)answer.Status, answer.Header("Content-Encoding")));
        Assert.Contains("failed_precondition", Encoding.UTF8.GetString(Unzip(answer.Body)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    [InlineData("deflate")]
    public async Task Other_encodings_are_unimplemented(string encoding)
    {
        Answer answer = await host.Client.JsonAsync(EchoHost.Echo, "{}", $"Content-Encoding: {encoding}");
        Assert.Contains("gzip", answer.Fails(501, "unimplemented").Message, StringComparison.Ordinal);
        Assert.Equal("gzip", answer.Header("Accept-Encoding"));
    }

    [Fact]
    public async Task Broken_gzip_is_refused()
    {
        byte[] whole = Gzip(Encoding.UTF8.GetBytes(new string(' ', 5_000) + "{}"));
        byte[] changed = [.. whole];
        changed[^1] ^= 1;
        foreach (byte[] body in new[] { whole[..^4], whole[..20], whole[..3], "{}"u8.ToArray(), changed })
        {
            (await host.Client.BytesAsync(EchoHost.Echo, body, "application/json", "Content-Encoding: gzip"))
                .Fails(400, "invalid_argument");
        }

        (await host.Client.BytesAsync(EchoHost.Echo, whole, "application/json", "Content-Encoding: gzip")).Succeeds();
        (await host.Client.BytesAsync(EchoHost.Echo, [], "application/proto", "Content-Encoding: gzip")).Succeeds();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_has_at_most_4_MiB_whatever_it_is_packed_in(bool gzip)
    {
        foreach ((int length, int status) in new[] { (SizeMax, 200), (SizeMax + 1, 429) })
        {
            byte[] json = Encoding.UTF8.GetBytes("{}".PadRight(length));
            Answer answer = gzip
                ? await host.Client.BytesAsync(EchoHost.Echo, Gzip(json), "application/json", "Content-Encoding: gzip")
                : await host.Client.BytesAsync(EchoHost.Echo, json, "application/json");
            Assert.Equal(status, (int)answer.Status);
        }
    }

    [Fact]
    public async Task What_unpacks_to_far_more_is_refused_before_it_takes_memory()
    {
        byte[] packed = Gzip(new byte[256 << 20]);
        Assert.InRange(packed.Length, 1, SizeMax);
        DefaultHttpContext http = new() { Request = { Body = new MemoryStream(packed) } };
        http.Request.Headers.ContentEncoding = "gzip";

        using var share = new BodyShare(new BodyBudget(BodyBudget.BytesMaxDefault));

        // All of it runs on this thread, for the body is in memory.
        long before = GC.GetAllocatedBytesForCurrentThread();
        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            async () => await new RequestBody(SizeMax, share).ReadAsync(http, CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest)) { stream.Write(bytes); }
        return packed.ToArray();
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var content = new MemoryStream();
        using var stream = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        stream.CopyTo(content);
        return content.ToArray();
    }
}
