using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Identity.Web.Connect;

/// <summary>One of the two forms in which messages travel. Thread-safe.</summary>
internal abstract class Codec(string contentType)
{
    /// <summary>How answers in this form are marked.</summary>
    public string ContentType { get; } = contentType;

    /// <summary>How much memory the message will hold, estimated from above.</summary>
    public abstract long Weigh(MessageDescriptor type, ReadOnlyMemory<byte> bytes);

    /// <summary>Reads a message of a type.</summary>
    /// <exception cref="RpcException">The bytes are none: <c>INVALID_ARGUMENT</c>, without a word of them.</exception>
    public abstract IMessage Read(MessageDescriptor type, ReadOnlyMemory<byte> bytes);

    public abstract void Write(IMessage message, IBufferWriter<byte> target);
}

/// <summary>Binary protobuf.</summary>
internal sealed class ProtoCodec() : Codec(MediaType)
{
    public const string MediaType = "application/proto";

    public static readonly ProtoCodec Instance = new();

    public override long Weigh(MessageDescriptor type, ReadOnlyMemory<byte> bytes) =>
        MessageWeight.OfProto(new ReadOnlySequence<byte>(bytes), type);

    public override IMessage Read(MessageDescriptor type, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return type.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new RpcException(new Status(
                StatusCode.InvalidArgument, $"The body is no protobuf message {type.FullName}."));
        }
    }

    public override void Write(IMessage message, IBufferWriter<byte> target) => message.WriteTo(target);
}
