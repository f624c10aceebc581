using System.Buffers;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>Shows the bytes of one message to a deserializer. One per thread: deserializers run to their end at
/// once.</summary>
internal sealed class PayloadReader : DeserializationContext
{
    [ThreadStatic]
    private static PayloadReader? cached;

    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public static T Read<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        PayloadReader reader = cached ?? new PayloadReader();
        cached = null;
        reader._payload = payload;
        try
        {
            return deserializer(reader);
        }
        finally
        {
            reader._payload = default;
            cached = reader;
        }
    }

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
