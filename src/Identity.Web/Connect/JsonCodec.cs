using System.Buffers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Identity.Web.Connect;

/// <summary>
/// The JSON form of messages, https://protobuf.dev/programming-guides/json. Fields that the message does not have are
/// skipped, so that old servers take what new clients send.
/// </summary>
internal sealed class JsonCodec() : Codec(MediaType)
{
    public const string MediaType = "application/json";

    /// <summary>The deepest nesting of objects and arrays. Binary messages reach about as deep.</summary>
    public const int DepthMax = 64;

    public static readonly JsonCodec Instance = new();

    private static readonly JsonParser Parser =
        new(new JsonParser.Settings(DepthMax).WithIgnoreUnknownFields(true));

    private static readonly JsonDocumentOptions Strict =
        new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    public override long Weigh(MessageDescriptor type, ReadOnlyMemory<byte> bytes) =>
        MessageWeight.OfJson(bytes.Span);

    public override IMessage Read(MessageDescriptor type, ReadOnlyMemory<byte> bytes)
    {
        CheckJson(bytes);
        using var text = new JsonText(bytes);
        try
        {
            return Parser.Parse(text, type);
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or InvalidJsonException
            or InvalidDataException or InvalidOperationException or ArgumentException or FormatException
            or OverflowException)
        {
            throw JsonFault.Misfit(bytes.Span, text.Position, type);
        }
    }

    public override void Write(IMessage message, IBufferWriter<byte> target) =>
        Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message), target);

    // Before the parser of the messages, which recurses through arrays without a limit and so can end the process,
    // takes the last of several values of a field, and quotes what it read when it fails.
    private static void CheckJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            JsonDocument.Parse(bytes, Strict).Dispose();
        }
        catch (JsonException failure)
        {
            throw JsonFault.Malformed(failure.LineNumber, failure.BytePositionInLine);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name.
            throw JsonFault.Malformed(null, null);
        }
    }
}
