using System.Text.Json;
using Identity.Api.Tests.Running;
using Identity.Web.OpenApi;
using Kinds.V1;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>
/// What /openapi.json says. That it is a valid OpenAPI document is judged by others: tests/Identity.Web.Foreign.
/// </summary>
public sealed class OpenApiTests(RunningServer server)
{
    private static readonly JsonElement Kinds = JsonDocument
        .Parse(OpenApiDocument.Write([KindService.Descriptor], [])).RootElement;

    [Fact]
    public async Task Anybody_can_read_every_method_with_its_description()
    {
        JsonElement document = await ReadAsync();
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        string[] paths = [.. document.GetProperty("paths").EnumerateObject().Select(path => path.Name)];
        Assert.Equal(MethodCase.All.Select(method => method.Path).Append("/grpc.health.v1.Health/Check"), paths);
        JsonElement resolve = document.GetProperty("paths").GetProperty(paths[0]).GetProperty("post");
        Assert.StartsWith(
            "Names the visitor behind", resolve.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.False(resolve.TryGetProperty("security", out _));
        JsonElement check = document.GetProperty("paths").GetProperty(paths[^1]).GetProperty("post");
        Assert.Empty(check.GetProperty("security").EnumerateArray());
    }

    [Fact]
    public async Task Every_message_field_and_value_of_the_contract_is_described()
    {
        JsonElement schemas = (await ReadAsync()).GetProperty("components").GetProperty("schemas");
        foreach (JsonProperty schema in schemas.EnumerateObject().Where(IsOfTheContract))
        {
            string description = schema.Value.GetProperty("description").GetString()!;
            Assert.NotEmpty(description);
            if (schema.Value.TryGetProperty("enum", out JsonElement values))
            {
                Assert.All(values.EnumerateArray(), value => Assert.Contains(
                    $"`{value.GetString()}`: ", description, StringComparison.Ordinal));
                continue;
            }

            Assert.All(schema.Value.GetProperty("properties").EnumerateObject(), property => Assert.NotEmpty(
                property.Value.GetProperty("description").GetString()!));
        }
    }

    [Theory]
    [InlineData("truth", """{"type":"boolean"}""")]
    [InlineData("smallNumber", """{"type":"integer","format":"int32"}""")]
    [InlineData("largeNumber", """{"type":"string","format":"int64","pattern":"^-?[0-9]+$"}""")]
    [InlineData("smallCount", """{"type":"integer","minimum":0,"maximum":4294967295}""")]
    [InlineData("largeCount", """{"type":"string","pattern":"^[0-9]+$"}""")]
    [InlineData("fine", """{"type":"number","format":"double"}""")]
    [InlineData("text", """{"type":"string"}""")]
    [InlineData("blob", """{"type":"string","contentEncoding":"base64"}""")]
    [InlineData("colour", """{"$ref":"#/components/schemas/kinds.v1.Colour"}""")]
    [InlineData("colours", """{"type":"array","items":{"$ref":"#/components/schemas/kinds.v1.Colour"}}""")]
    [InlineData("inner", """{"$ref":"#/components/schemas/kinds.v1.Kinds"}""")]
    [InlineData("many", """{"type":"array","items":{"$ref":"#/components/schemas/kinds.v1.Kinds"}}""")]
    [InlineData("named", """{"type":"object","additionalProperties":{"$ref":"#/components/schemas/kinds.v1.Kinds"}}""")]
    [InlineData("numbered", """{"type":"object","additionalProperties":{"type":"string"}}""")]
    [InlineData("at", """{"type":"string","format":"date-time"}""")]
    [InlineData("fields", """{"type":"string"}""")]
    [InlineData("anything", "{}")]
    [InlineData("free", """{"type":"object"}""")]
    [InlineData("list", """{"type":"array"}""")]
    [InlineData("packed", """{"type":"object","required":["@type"],"properties":{"@type":{"type":"string"}}}""")]
    [InlineData("perhapsNumber", """{"type":["string","null"],"format":"int64","pattern":"^-?[0-9]+$"}""")]
    [InlineData("perhapsText", """{"type":["string","null"]}""")]
    [InlineData("maybe", """{"type":"string"}""")]
    public void A_field_has_the_schema_of_its_JSON_form(string field, string schema)
    {
        JsonElement found = Schema("kinds.v1.Kinds").GetProperty("properties").GetProperty(field);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(schema).RootElement, found), found.GetRawText());
    }

    [Fact]
    public void Choices_and_values_are_named()
    {
        Assert.Equal(
            "At most one of `leftSide`, `rightSide`.", Schema("kinds.v1.Kinds").GetProperty("description").GetString());
        Assert.Equal(
            ["COLOUR_UNSPECIFIED", "COLOUR_GREEN"],
            Schema("kinds.v1.Colour").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    private static bool IsOfTheContract(JsonProperty schema) =>
        schema.Name.StartsWith("identity.v1.", StringComparison.Ordinal);

    private static JsonElement Schema(string name) =>
        Kinds.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private async Task<JsonElement> ReadAsync()
    {
        using var client = new HttpClient { BaseAddress = server.Server.HttpAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, OpenApiExtensions.Path);
        Answer answer = (await client.AnswerAsync(request)).Succeeds();
        Assert.Equal("application/json", answer.Header("Content-Type"));
        return answer.Json;
    }
}
