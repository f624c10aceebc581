using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a serializer puts the bytes of one message: either all at once, or through a buffer writer.
/// Valid only while the serializer runs, on its thread.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>Says how many bytes will be written; before <see cref="GetBufferWriter"/>, and then binding.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>The writer that takes the bytes; <see cref="Complete()"/> ends it.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>Ends a message that was written through <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}
