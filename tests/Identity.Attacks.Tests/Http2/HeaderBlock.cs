using System.Text;

namespace Identity.Attacks.Tests.Http2;

/// <summary>Writes header blocks (HPACK, RFC 7541), by default as literals that nobody remembers.</summary>
internal sealed class HeaderBlock
{
    private readonly List<byte> _bytes = [];

    public static byte[] Call(string path, params (string Name, string Value)[] more)
    {
        HeaderBlock block = new HeaderBlock()
            .Add(":method", "POST").Add(":scheme", "http").Add(":path", path).Add(":authority", "probe")
            .Add("content-type", "application/grpc").Add("te", "trailers");
        foreach ((string name, string value) in more) { block.Add(name, value); }

        return block.ToArray();
    }

    /// <summary>The value of a header that is written out in a block, name and value.</summary>
    public static string? Find(ReadOnlySpan<byte> block, string name)
    {
        int at = block.IndexOf(Encoding.Latin1.GetBytes(name));
        if (at < 0) { return null; }

        ReadOnlySpan<byte> value = block[(at + name.Length)..];
        return Encoding.Latin1.GetString(value.Slice(1, value[0]));
    }

    public HeaderBlock Add(string name, string value) => Literal(0x00, name, value);

    /// <summary>A literal that the receiver is to remember.</summary>
    public HeaderBlock Remember(string name, string value) => Literal(0x40, name, value);

    /// <summary>A reference to what the receiver remembers; 62 is what it learned last.</summary>
    public HeaderBlock Refer(int index)
    {
        AddInteger(0x80, 7, index);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private HeaderBlock Literal(byte kind, string name, string value)
    {
        _bytes.Add(kind);
        AddText(name);
        AddText(value);
        return this;
    }

    private void AddText(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        AddInteger(0, 7, bytes.Length);
        _bytes.AddRange(bytes);
    }

    private void AddInteger(byte first, int prefixBits, int value)
    {
        int most = (1 << prefixBits) - 1;
        if (value < most)
        {
            _bytes.Add((byte)(first | value));
            return;
        }

        _bytes.Add((byte)(first | most));
        for (value -= most; value >= 128; value >>= 7) { _bytes.Add((byte)((value & 127) | 128)); }

        _bytes.Add((byte)value);
    }
}
