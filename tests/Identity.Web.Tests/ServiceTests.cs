using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Identity.Api.Tests.Running;
using Identity.Application.Access;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>The service itself, called with JSON on its HTTP port.</summary>
public sealed class ServiceTests(RunningServer server) : IAsyncLifetime
{
    private const string Resolve = "/identity.v1.ResolutionService/Resolve";
    private const string Ingest = "/identity.v1.IngestionService/Ingest";
    private const string GetProfile = "/identity.v1.ProfileService/GetProfile";
    private const string GetHousehold = "/identity.v1.HouseholdService/GetHousehold";
    private const string Check = "/grpc.health.v1.Health/Check";

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
    public async Task What_is_ingested_is_resolved_and_shown()
    {
        Answer taken = (await _client.JsonAsync(Ingest, """
            {"observations": [{
              "messageId": "m-1", "source": "shop", "level": "RECOGNITION_LEVEL_AUTHENTICATED",
              "occurredAt": "2026-01-02T03:04:05Z",
              "identifiers": [{"namespace": "login", "value": "nora"}, {"namespace": "cookie", "value": "c-1"}],
              "traits": {"first_name": "Nora", "sizes": [1, 2.5, null, {"deep": true}]}
            }]}
            """)).Succeeds();
        JsonElement result = Assert.Single(taken.Json.GetProperty("results").EnumerateArray());
        Assert.Equal("INGEST_OUTCOME_CREATED", result.GetProperty("outcome").GetString());

        Answer named = (await _client.JsonAsync(Resolve, """
            {"identifiers": [{"namespace": "login", "value": "nora"}], "authenticated": true, "fields": "firstName"}
            """)).Succeeds();
        Assert.Equal(result.GetProperty("personId").GetString(), named.Json.GetProperty("personId").GetString());
        Assert.Equal("Nora", named.Json.GetProperty("fields").GetProperty("first_name").GetString());

        Answer shown = (await _client.JsonAsync(
            GetProfile, """{"identifier": {"namespace": "login", "value": "nora"}}""")).Succeeds();
        Assert.Equal("[1,2.5,null,{\"deep\":true}]", shown.Json.GetProperty("traits").GetProperty("sizes")
            .GetProperty("value").GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_names_reason_and_field()
    {
        Answer answer = await _client.JsonAsync(
            Resolve, """{"identifiers": [{"namespace": "fingerprint", "value": "x"}]}""");
        JsonElement[] details = [.. answer.Fails(400, "invalid_argument").Json.GetProperty("details").EnumerateArray()];
        JsonElement info = details.Single(detail => detail.GetProperty("type").GetString() == "google.rpc.ErrorInfo");
        Assert.Equal("NAMESPACE_UNKNOWN", info.GetProperty("debug").GetProperty("reason").GetString());
        JsonElement bad = details.Single(detail => detail.GetProperty("type").GetString() == "google.rpc.BadRequest");
        JsonElement violation = Assert.Single(bad.GetProperty("debug").GetProperty("fieldViolations").EnumerateArray());
        Assert.Equal("identifiers[0].namespace", violation.GetProperty("field").GetString());
    }

    [Fact]
    public async Task The_key_counts_as_it_does_over_gRPC()
    {
        TestWorkspace workspace = await server.NewWorkspaceAsync();
        string key = (await workspace.NewKeyAsync(Scopes.ProfilesRead)).Key;
        foreach (MethodCase item in MethodCase.All)
        {
            _client.DefaultRequestHeaders.Authorization = null;
            (await _client.JsonAsync(item.Path, "{}")).Fails(401, "unauthenticated");
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            Answer answer = await _client.JsonAsync(item.Path, "{}");
            if (item.Path is not (GetProfile or GetHousehold)) { answer.Fails(403, "permission_denied"); }
            else { answer.Fails(400, "invalid_argument"); }
        }
    }

    [Fact]
    public async Task Every_unary_method_of_the_contract_is_served()
    {
        Assert.NotEmpty(MethodCase.All);
        foreach (MethodCase item in MethodCase.All)
        {
            Answer answer = await _client.JsonAsync(item.Path, "{}");
            // What an empty request comes to is another question; it was read and answered by the handler.
            Assert.True((int)answer.Status is 200 or 400 or 403 || answer.Code == "not_found", answer.Text);
        }
    }

    [Fact]
    public async Task Health_is_told_without_a_key()
    {
        _client.DefaultRequestHeaders.Authorization = null;
        Answer answer = (await _client.JsonAsync(Check, "{}")).Succeeds();
        Assert.Equal("SERVING", answer.Json.GetProperty("status").GetString());
        (await _client.JsonAsync(Check, """{"service": "none"}""")).Fails(404, "not_found");
        (await _client.JsonAsync("/grpc.health.v1.Health/Watch", "{}")).Fails(501, "unimplemented");
    }

    [Fact]
    public async Task On_the_gRPC_port_the_same_paths_are_gRPC()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Server.GrpcAddress, Check))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}", null, "application/json"),
        };
        // Whatever the caller says of the port.
        message.Headers.Host = server.Server.HttpAddress.Authority;
        Answer refused = await _client.AnswerAsync(message);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.Status);
        Assert.Equal("13", refused.Header("grpc-status"));
        Assert.Empty(refused.Body);
        Answer other = await _client.BytesAsync(Check, [0, 0, 0, 0, 0], "application/grpc");
        Assert.Contains("gRPC port", other.Fails(415, "invalid_argument").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_and_deep_values_are_the_senders_fault()
    {
        string text = new('x', 500_000);
        (await _client.JsonAsync(Resolve, $$"""{"identifiers": [{"namespace": "cookie", "value": "{{text}}"}]}"""))
            .Fails(400, "invalid_argument");
        (await _client.JsonAsync(Resolve, $$"""{"tag": "{{text}}"}""")).Fails(400, "invalid_argument");
        string deep = new string('[', 40) + new string(']', 40);
        Answer answer = (await _client.JsonAsync(Ingest, $$$"""
            {"observations": [{"messageId": "m", "source": "shop", "traits": {"deep": {{{deep}}}},
              "identifiers": [{"namespace": "login", "value": "deep"}]}]}
            """)).Succeeds();
        Assert.Contains("VALUE_TOO_DEEP", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_was_sent_is_repeated_or_logged()
    {
        const string Canary = "canary.web@example.org";
        string[] bodies =
        [
            Canary, $"{{\"{Canary}\":1,\"{Canary}\":2}}", $"{{\"identifiers\":[{{\"value\":\"{Canary}",
            $"{{\"identifiers\":\"{Canary}\"}}", $"{{\"identifiers\":[{{\"claimed\":\"{Canary}\"}}]}}",
            $"{{\"fields\":\"{Canary}_\"}}", $"{{\"purpose\":\"{Canary}\"}}",
            $"{{\"identifiers\":[{{\"namespace\":\"{Canary}\",\"value\":\"{Canary}\"}}]}}",
        ];
        foreach (string body in bodies)
        {
            Answer answer = (await _client.JsonAsync(Resolve, body)).Fails(400, "invalid_argument");
            Assert.DoesNotContain("canary", answer.Text, StringComparison.OrdinalIgnoreCase);
        }

        (await _client.JsonAsync($"/identity.{Canary}/X", "{}")).Fails(404, "unimplemented");
        // ASP.NET names the paths of requests in its logs of information; those of the service are of its own parts.
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("canary.web", StringComparison.OrdinalIgnoreCase)
            && !line.Contains("Microsoft.AspNetCore.", StringComparison.Ordinal));
        Assert.Contains(server.Log.Lines, line => line.Contains($"{Resolve} ended with", StringComparison.Ordinal));
    }
}

/// <summary>The unary methods of the contract.</summary>
internal sealed record MethodCase(string Path)
{
    public static IReadOnlyList<MethodCase> All { get; } =
    [
        .. from service in Api.IdentityApi.Services
        from method in service.Methods
        where !method.IsClientStreaming && !method.IsServerStreaming
        select new MethodCase($"/{service.FullName}/{method.Name}"),
    ];
}
