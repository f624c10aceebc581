using System.Text;

namespace Grpc.Core;

/// <summary>Turns messages of one type into bytes and back. Immutable and safe for use by many threads.</summary>
public class Marshaller<T>
{
    /// <summary>Creates a marshaller from functions over arrays.</summary>
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        Serializer = serializer;
        Deserializer = deserializer;
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    /// <summary>Creates a marshaller from functions over contexts, which need no array of their own.</summary>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ArgumentNullException.ThrowIfNull(serializer);
        ArgumentNullException.ThrowIfNull(deserializer);
        ContextualSerializer = serializer;
        ContextualDeserializer = deserializer;
        Serializer = _ => throw new NotSupportedException("This marshaller works on contexts only.");
        Deserializer = _ => throw new NotSupportedException("This marshaller works on contexts only.");
    }

    /// <summary>From message to array.</summary>
    public Func<T, byte[]> Serializer { get; }

    /// <summary>From array to message.</summary>
    public Func<byte[], T> Deserializer { get; }

    /// <summary>From message to wherever the context puts it.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>From the bytes of the context to message.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }
}

/// <summary>Makes marshallers.</summary>
public static class Marshallers
{
    private static readonly Marshaller<string> Utf8 = new(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    /// <summary>Strings as UTF-8.</summary>
    public static Marshaller<string> StringMarshaller => Utf8;

    /// <summary>A marshaller from functions over arrays.</summary>
    public static Marshaller<T> Create<T>(Func<T, byte[]> serializer, Func<byte[], T> deserializer) =>
        new(serializer, deserializer);

    /// <summary>A marshaller from functions over contexts.</summary>
    public static Marshaller<T> Create<T>(
        Action<T, SerializationContext> serializer,
        Func<DeserializationContext, T> deserializer) =>
        new(serializer, deserializer);
}
