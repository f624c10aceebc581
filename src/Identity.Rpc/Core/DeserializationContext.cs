using System.Buffers;

namespace Grpc.Core;

/// <summary>The bytes of one received message. Valid only while the deserializer runs, on its thread.</summary>
public abstract class DeserializationContext
{
    /// <summary>Number of bytes of the message.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>The bytes as an array of their own, which the caller may keep.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>The bytes where they lie; they are gone when the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
