using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Identity.Web.OpenApi;

/// <summary>Writes services down as OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0.</summary>
internal static class OpenApiDocument
{
    private const string Description =
        "Every method with one request and one response, as it is called with JSON: the Connect protocol's unary form."
        + " Methods with a stream are served by gRPC alone. Messages are in the JSON form of protobuf: fields that have"
        + " their default are left out of answers, and unknown fields of requests are skipped.";

    // Read by people and by generators of clients; no browser shows it as a page.
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document in UTF-8.</summary>
    /// <param name="keyed">Services that are called with a key.</param>
    /// <param name="open">Those that are called without one.</param>
    public static byte[] Write(IReadOnlyList<ServiceDescriptor> keyed, IReadOnlyList<ServiceDescriptor> open)
    {
        var schemas = new Schemas();
        var paths = new JsonObject();
        foreach (ServiceDescriptor service in keyed) { AddPaths(paths, service, schemas, needsKey: true); }
        foreach (ServiceDescriptor service in open) { AddPaths(paths, service, schemas, needsKey: false); }
        schemas.AddError();
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Identity",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version?.ToString(3),
                ["description"] = Description,
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. keyed.Concat(open).Select(Tag)]),
            ["paths"] = paths,
            ["components"] = Components(schemas),
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, Readable);
    }

    private static JsonObject Components(Schemas schemas) => new()
    {
        ["schemas"] = schemas.All,
        ["parameters"] = new JsonObject
        {
            ["Version"] = Header("Connect-Protocol-Version", "The version of the protocol.", new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray("1"),
            }),
            ["Timeout"] = Header(
                "Connect-Timeout-Ms", "How long the caller waits, in milliseconds; without it, as long as it takes.",
                new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 9_999_999_999 }),
        },
        ["responses"] = new JsonObject
        {
            ["Error"] = new JsonObject
            {
                ["description"] = "The call failed, and has changed nothing if it was refused. The status follows from"
                    + " the code: docs/http-api.md has the table.",
                ["content"] = JsonContent(Schemas.Reference(Schemas.Error)),
            },
        },
        ["securitySchemes"] = new JsonObject
        {
            ["key"] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["description"] = "A key of a workspace; its scopes say what it may call.",
            },
        },
    };

    private static JsonObject Header(string name, string description, JsonObject schema) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["description"] = description,
        ["schema"] = schema,
    };

    private static JsonObject Tag(ServiceDescriptor service)
    {
        var tag = new JsonObject { ["name"] = service.Name };
        if (Comments.Of(service) is { } text) { tag["description"] = text; }
        return tag;
    }

    private static void AddPaths(JsonObject paths, ServiceDescriptor service, Schemas schemas, bool needsKey)
    {
        foreach (MethodDescriptor method in service.Methods)
        {
            if (method.IsClientStreaming || method.IsServerStreaming) { continue; }
            paths[$"/{service.FullName}/{method.Name}"] =
                new JsonObject { ["post"] = Operation(method, schemas, needsKey) };
        }
    }

    private static JsonObject Operation(MethodDescriptor method, Schemas schemas, bool needsKey)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{method.Service.Name}_{method.Name}",
            ["tags"] = new JsonArray(method.Service.Name),
            ["summary"] = method.Name,
        };
        if (Comments.Of(method) is { } text) { operation["description"] = text; }
        operation["parameters"] = new JsonArray(
            new JsonObject { ["$ref"] = "#/components/parameters/Version" },
            new JsonObject { ["$ref"] = "#/components/parameters/Timeout" });
        operation["requestBody"] = new JsonObject
        {
            ["required"] = true,
            ["content"] = JsonContent(schemas.Of(method.InputType)),
        };
        operation["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = Comments.Of(method.OutputType) ?? "The answer.",
                ["content"] = JsonContent(schemas.Of(method.OutputType)),
            },
            ["default"] = new JsonObject { ["$ref"] = "#/components/responses/Error" },
        };
        if (!needsKey) { operation["security"] = new JsonArray(); }
        return operation;
    }

    private static JsonObject JsonContent(JsonObject schema) =>
        new() { ["application/json"] = new JsonObject { ["schema"] = schema } };
}
