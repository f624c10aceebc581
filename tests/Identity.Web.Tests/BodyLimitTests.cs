using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Identity.Api.Tests.Running;
using Identity.Web.Connect;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>What the bodies of requests may cost, and whose are read at all.</summary>
public sealed class BodyLimitTests(RunningServer server) : IAsyncLifetime
{
    private const string Ingest = "/identity.v1.IngestionService/Ingest";
    private const string Check = "/grpc.health.v1.Health/Check";
    private const int PartsMany = 1_390_000;

    private readonly HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        _client.BaseAddress = server.Server.HttpAddress;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", workspace.Key);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_key_is_looked_at_before_the_body()
    {
        (await _client.JsonAsync(Ingest, "{")).Fails(400, "invalid_argument");
        _client.DefaultRequestHeaders.Authorization = null;
        Answer answer = (await _client.JsonAsync(Ingest, "{")).Fails(401, "unauthenticated");
        Assert.Contains("KEY_MISSING", answer.Text, StringComparison.Ordinal);
        (await _client.BytesAsync(Ingest, [1, 2], "application/json", "Content-Encoding: gzip"))
            .Fails(401, "unauthenticated");
    }

    [Fact]
    public async Task Without_a_key_a_body_is_small()
    {
        _client.DefaultRequestHeaders.Authorization = null;
        (await _client.JsonAsync(Check, "{}".PadRight(4096))).Succeeds();
        (await _client.JsonAsync(Check, "{}".PadRight(4097))).Fails(429, "resource_exhausted");
    }

    [Fact]
    public async Task A_body_that_becomes_far_more_objects_than_bytes_is_refused()
    {
        string many = string.Join(',', Enumerable.Repeat("{}", PartsMany));
        Answer answer = await _client.JsonAsync(Ingest, $"{{\"observations\":[{many}]}}");
        Assert.Contains("too many parts", answer.Fails(429, "resource_exhausted").Message, StringComparison.Ordinal);
        Assert.Null(answer.Header("Retry-After"));

        byte[] binary = [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], PartsMany).SelectMany(part => part)];
        answer = await _client.BytesAsync(Ingest, binary, "application/proto");
        Assert.Contains("too many parts", answer.Fails(429, "resource_exhausted").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"identifiers\":[{},{}]}")]
    [InlineData("{\"traits\":{\"a\":[1,2,3,4,5,6,7,8,9,1,2,3,4,5,6,7,8,9]}}")]
    [InlineData("{\"event\":{},\"consents\":[{}]}")]
    public void A_message_weighs_at_least_what_it_takes(string observation)
    {
        string json = $"{{\"observations\":[{string.Join(',', Enumerable.Repeat(observation, 2_000))}]}}";
        byte[] text = Encoding.UTF8.GetBytes(json);
        MessageDescriptor type = V1.IngestRequest.Descriptor;
        IMessage message = JsonCodec.Instance.Read(type, text);
        byte[] binary = message.ToByteArray();

        // What parsing leaves, by what it allocates: the binary parser makes hardly anything else.
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProtoCodec.Instance.Read(type, binary);
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(taken, text.Length, JsonCodec.Instance.Weigh(type, text));
        Assert.InRange(taken, text.Length, ProtoCodec.Instance.Weigh(type, binary));
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3 })]
    [InlineData(new byte[] { 0x0A, 5, 1 })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0x0C, 0x0B })]
    public void What_is_no_message_can_be_weighed(byte[] bytes) =>
        Assert.True(ProtoCodec.Instance.Weigh(V1.IngestRequest.Descriptor, bytes) > 0);

    [Fact]
    public async Task Requests_share_what_they_may_hold_and_give_it_back()
    {
        const int Budget = 1 << 20;
        await using var host = new EchoHost { Budget = new BodyBudget(Budget) };
        await host.InitializeAsync();
        host.Budget.Take(Budget - 4096);
        Answer answer = (await host.Client.JsonAsync(EchoHost.Echo, "{}".PadRight(20_000)))
            .Fails(429, "resource_exhausted");
        Assert.Equal("1", answer.Header("Retry-After"));

        host.Budget.Release(Budget - 4096);
        (await host.Client.JsonAsync(EchoHost.Echo, "{}".PadRight(20_000))).Succeeds();
        (await host.Client.JsonAsync(EchoHost.Echo, "{")).Fails(400, "invalid_argument");
        await host.DisposeAsync();
        Assert.Equal(0, host.Budget.Held);
    }
}
