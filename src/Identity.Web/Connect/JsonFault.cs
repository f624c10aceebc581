using System.Text;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Grpc.Core.Status;

namespace Identity.Web.Connect;

/// <summary>
/// Says what is wrong with a JSON body without repeating any of it: by position, and by the names that the contract
/// gives to fields. What the sender named itself, such as the keys of a map, ends the path.
/// </summary>
internal static class JsonFault
{
    /// <summary>The body is no JSON, or not as strict as it has to be.</summary>
    public static RpcException Malformed(long? line, long? column) => new(new Status(
        StatusCode.InvalidArgument,
        $"The body is not valid{At(line, column)}: it has to be JSON in UTF-8 without a byte order mark, with each name"
        + $" once in its object, and at most {JsonCodec.DepthMax} levels deep."));

    /// <summary>The body is JSON, and no message of the type.</summary>
    /// <param name="json">The body.</param>
    /// <param name="position">How many bytes of it were read when that showed.</param>
    /// <param name="type">The type.</param>
    public static RpcException Misfit(ReadOnlySpan<byte> json, int position, MessageDescriptor type)
    {
        (string path, int start) = PlaceOf(json, position, type);
        ReadOnlySpan<byte> before = json[..start];
        int line = before.Count((byte)'\n');
        int column = before.Length - before.LastIndexOf((byte)'\n') - 1;
        string detail = $"The JSON does not fit the message {type.FullName}{At(line, column)}.";
        if (path.Length == 0) { return new RpcException(new Status(StatusCode.InvalidArgument, detail)); }
        var request = new BadRequest
        {
            FieldViolations =
            {
                new BadRequest.Types.FieldViolation
                {
                    Field = path,
                    Description = "The value does not fit the JSON form of the field.",
                },
            },
        };
        var status = new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = detail };
        status.Details.Add(Any.Pack(request));
        return status.ToRpcException();
    }

    // Counted from 1, as editors do.
    private static string At(long? line, long? column) =>
        line is { } row && column is { } place ? $" at line {row + 1}, byte {place + 1}" : "";

    // The path of the field that was being read, and where the token begins that does not fit.
    private static (string Path, int Start) PlaceOf(ReadOnlySpan<byte> json, int position, MessageDescriptor type)
    {
        int start = 0;
        var levels = new Stack<Level>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonCodec.DepthMax });
        var current = new Level();
        while (reader.Read() && reader.TokenStartIndex < position && !IsReadAhead(reader, position))
        {
            start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    current.Field = FieldOf(current.Message, NameOf(reader));
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    current.Index++;
                    levels.Push(current);
                    current = levels.Count == 1
                        ? new Level { Message = type }
                        : current.Enter(isArray: reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    current = levels.Pop();
                    break;
                default:
                    current.Index++;
                    break;
            }
        }

        levels.Push(current);
        return (PathOf(levels.Reverse().Skip(1)), start);
    }

    // The end of a number shows by the character after it, which the parser has read then.
    private static bool IsReadAhead(in Utf8JsonReader reader, int position) =>
        reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray
        && reader.TokenStartIndex == position - 1;

    private static string? NameOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // No text: broken UTF-8, or half a surrogate pair.
            return null;
        }
    }

    private static FieldDescriptor? FieldOf(MessageDescriptor? message, string? name) =>
        message?.Fields.InDeclarationOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);

    private static string PathOf(IEnumerable<Level> levels)
    {
        var path = new StringBuilder();
        foreach (Level level in levels)
        {
            if (level.IsArray && level.Field is not null)
            {
                if (level.Index >= 0) { path.Append('[').Append(level.Index).Append(']'); }
            }
            else if (level.Field is not null)
            {
                path.Append(path.Length == 0 ? "" : ".").Append(level.Field.Name);
            }
            else
            {
                break;
            }
        }

        return path.ToString();
    }

    /// <summary>An object or array in which the reader is.</summary>
    private struct Level
    {
        public Level()
        {
        }

        /// <summary>The message that the object is; null when it is none, or an array.</summary>
        public MessageDescriptor? Message { get; init; }

        public bool IsArray { get; init; }

        /// <summary>The field that is being read, of an array the one that it is the value of.</summary>
        public FieldDescriptor? Field { get; set; }

        /// <summary>The element that is being read; -1 before the first.</summary>
        public int Index { get; set; } = -1;

        public readonly Level Enter(bool isArray)
        {
            if (isArray) { return new Level { IsArray = true, Field = Field is { IsRepeated: true } ? Field : null }; }
            // The well-known types have forms of their own.
            bool isMessage = Field is { FieldType: FieldType.Message, IsMap: false }
                && Field.MessageType.File.Package != "google.protobuf";
            return new Level { Message = isMessage ? Field?.MessageType : null };
        }
    }
}
