using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Identity.Web.OpenApi;

/// <summary>
/// The schemas of messages and enums in their JSON form, https://protobuf.dev/programming-guides/json; each is added
/// when it is first referred to.
/// </summary>
internal sealed class Schemas
{
    /// <summary>The name of the schema of errors.</summary>
    public const string Error = "connect.Error";

    private static readonly string[] Codes =
    [
        "canceled", "unknown", "invalid_argument", "deadline_exceeded", "not_found", "already_exists",
        "permission_denied", "resource_exhausted", "failed_precondition", "aborted", "out_of_range", "unimplemented",
        "internal", "unavailable", "data_loss", "unauthenticated",
    ];

    /// <summary>By name; what they refer to is among them.</summary>
    public JsonObject All { get; } = [];

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>The schema of a message, or a reference to it.</summary>
    public JsonObject Of(MessageDescriptor message)
    {
        if (WellKnown.Of(message) is { } schema) { return schema; }
        if (!All.ContainsKey(message.FullName))
        {
            // Before its fields, which may refer to it.
            var added = new JsonObject();
            All[message.FullName] = added;
            Fill(added, message);
        }

        return Reference(message.FullName);
    }

    /// <summary>Adds the schema of errors.</summary>
    public void AddError() => All[Error] = new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray("code"),
        ["properties"] = new JsonObject
        {
            ["code"] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. Codes.Select(code => JsonValue.Create(code))]),
            },
            ["message"] = Text("A sentence for people; it never repeats what was sent."),
            ["details"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("type", "value"),
                    ["properties"] = new JsonObject
                    {
                        ["type"] = Text("The name of a protobuf message, such as google.rpc.BadRequest."),
                        ["value"] = Text("The message in binary, as base64 without padding."),
                        ["debug"] = new JsonObject { ["description"] = "The message as JSON, for people." },
                    },
                },
            },
        },
    };

    private static JsonObject Text(string description) =>
        new() { ["type"] = "string", ["description"] = description };

    private void Fill(JsonObject schema, MessageDescriptor message)
    {
        schema["type"] = "object";
        IEnumerable<string> choices = message.Oneofs
            .Where(oneof => !oneof.IsSynthetic)
            .Select(oneof =>
                $"At most one of {string.Join(", ", oneof.Fields.Select(field => $"`{field.JsonName}`"))}.");
        string description = string.Join(' ', choices.Prepend(Comments.Of(message) ?? "")).Trim();
        if (description.Length > 0) { schema["description"] = description; }
        var properties = new JsonObject();
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
        {
            JsonObject property = OfField(field);
            if (Comments.Of(field) is { } text) { property["description"] = text; }
            properties[field.JsonName] = property;
        }

        schema["properties"] = properties;
    }

    private JsonObject OfField(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            FieldDescriptor value = field.MessageType.FindFieldByNumber(2);
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfOne(value) };
        }

        return field.IsRepeated
            ? new JsonObject { ["type"] = "array", ["items"] = OfOne(field) }
            : OfOne(field);
    }

    private JsonObject OfOne(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => Of(field.MessageType),
        FieldType.Enum => OfEnum(field.EnumType),
        _ => WellKnown.OfScalar(field.FieldType),
    };

    private JsonObject OfEnum(EnumDescriptor type)
    {
        if (WellKnown.Of(type) is { } schema) { return schema; }
        if (!All.ContainsKey(type.FullName))
        {
            IEnumerable<string> meanings = type.Values
                .Select(value => Comments.Of(value) is { } text ? $"- `{value.Name}`: {text}" : $"- `{value.Name}`");
            All[type.FullName] = new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. type.Values.Select(value => JsonValue.Create(value.Name))]),
                ["description"] = string.Join('\n', meanings.Prepend($"{Comments.Of(type)}\n")).Trim(),
            };
        }

        return Reference(type.FullName);
    }
}
