using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Identity.Web.OpenApi;

/// <summary>The types whose JSON form is no object of their fields.</summary>
internal static class WellKnown
{
    /// <summary>The schema of a message of google.protobuf that has a form of its own; null for any other.</summary>
    public static JsonObject? Of(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        "google.protobuf.Duration" => Matching(@"^-?[0-9]{1,12}(\.[0-9]{1,9})?s$"),
        "google.protobuf.FieldMask" => new JsonObject { ["type"] = "string" },
        "google.protobuf.Struct" => new JsonObject { ["type"] = "object" },
        "google.protobuf.Value" => [],
        "google.protobuf.ListValue" => new JsonObject { ["type"] = "array" },
        "google.protobuf.Any" => new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("@type"),
            ["properties"] = new JsonObject { ["@type"] = new JsonObject { ["type"] = "string" } },
        },
        _ => OfWrapper(message),
    };

    /// <summary>The schema of an enum of google.protobuf that has a form of its own; null for any other.</summary>
    public static JsonObject? Of(EnumDescriptor type) =>
        type.FullName == "google.protobuf.NullValue" ? new JsonObject { ["type"] = "null" } : null;

    /// <summary>The schema of a field that is neither a message nor an enum.</summary>
    public static JsonObject OfScalar(FieldType type) => type switch
    {
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.String => new JsonObject { ["type"] = "string" },
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" },
        FieldType.Float => new JsonObject { ["type"] = "number", ["format"] = "float" },
        FieldType.Double => new JsonObject { ["type"] = "number", ["format"] = "double" },
        FieldType.UInt32 or FieldType.Fixed32 => new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = 0,
            ["maximum"] = uint.MaxValue,
        },
        FieldType.UInt64 or FieldType.Fixed64 => Matching("^[0-9]+$"),
        // More than the numbers of JavaScript hold.
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new JsonObject
        {
            ["type"] = "string",
            ["format"] = "int64",
            ["pattern"] = "^-?[0-9]+$",
        },
        _ => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
    };

    private static JsonObject? OfWrapper(MessageDescriptor message)
    {
        if (message.File.Name != "google/protobuf/wrappers.proto") { return null; }
        JsonObject schema = OfScalar(message.FindFieldByNumber(1).FieldType);
        schema["type"] = new JsonArray(schema["type"]?.DeepClone(), "null");
        return schema;
    }

    private static JsonObject Matching(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
