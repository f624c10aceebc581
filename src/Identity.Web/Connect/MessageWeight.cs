using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Identity.Web.Connect;

/// <summary>
/// How much memory the messages will hold that are made of a body, before they are made: an empty message takes two or
/// three bytes to send, and a hundred times that here. Estimates from above, by counting. Identity.Rpc compiles this
/// file as well: the rule is the same for both ports.
/// </summary>
internal static class MessageWeight
{
    // A message with maps and lists is some 310 bytes when it is empty, and has a place in a list.
    private const int OfMessage = 384;

    // A number in a list of values of any kind: the value, its boxed number, and a place in the list.
    private const int OfValue = 96;

    // The parser of the messages gives up below that.
    private const int DepthMax = 128;

    /// <summary>The weight of JSON.</summary>
    public static long OfJson(ReadOnlySpan<byte> json)
    {
        long messages = json.Count((byte)'{');
        long values = json.Count((byte)',') + (long)json.Count((byte)'[');
        return json.Length + ((messages + 1) * OfMessage) + (values * OfValue);
    }

    /// <summary>The weight of binary protobuf; of what is none, as far as it is.</summary>
    public static long OfProto(ReadOnlySequence<byte> bytes, MessageDescriptor type)
    {
        long weight = bytes.Length;
        int length = (int)bytes.Length;
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        bytes.CopyTo(rented);
        using var input = new CodedInputStream(rented, 0, length);
        try
        {
            Add(input, length, type, DepthMax, ref weight);
        }
        catch (InvalidProtocolBufferException)
        {
            // The parser will say so, having made no more than what was counted.
        }

        ArrayPool<byte>.Shared.Return(rented);
        return weight;
    }

    private static void Add(CodedInputStream input, long end, MessageDescriptor type, int depth, ref long weight)
    {
        weight += OfMessage;
        while (input.Position < end)
        {
            uint tag = input.ReadTag();
            if (tag == 0) { return; }
            if (depth > 0 && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited
                && type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag))
                    is { FieldType: FieldType.Message, MessageType: { } inner })
            {
                int length = input.ReadLength();
                Add(input, input.Position + length, inner, depth - 1, ref weight);
            }
            else
            {
                weight += OfValue;
                input.SkipLastField();
            }
        }
    }
}
