using System.Buffers.Binary;

namespace Identity.Attacks.Tests.Http2;

/// <summary>Types of frames that nobody but a test needs by name.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
    Unknown = 0x42,
}

/// <summary>Writes frames of HTTP/2 (RFC 9113), sensible or not.</summary>
internal static class Frames
{
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const int HeaderLength = 9;

    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public static byte[] Frame(FrameType type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        byte[] frame = new byte[HeaderLength + payload.Length];
        frame[0] = (byte)(payload.Length >> 16);
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = (byte)type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }

    /// <summary>What a client says first. Asks for headers that refer to nothing earlier, so that they can be read
    /// without keeping a table.</summary>
    public static byte[] Beginning() => [.. Preface, .. Frame(FrameType.Settings, 0, 0, 0, 1, 0, 0, 0, 0)];

    /// <summary>The beginning of a call, whose requests may follow.</summary>
    public static byte[] Open(int stream, string path, params (string Name, string Value)[] headers) =>
        Frame(FrameType.Headers, EndHeaders, stream, HeaderBlock.Call(path, headers));

    /// <summary>A call with one empty message, complete.</summary>
    public static byte[] Call(int stream, string path) =>
        [.. Open(stream, path), .. Frame(FrameType.Data, EndStream, stream, new byte[5])];

    public static byte[] Reset(int stream, int code) => Number(FrameType.Reset, stream, code);

    public static byte[] WindowUpdate(int stream, int more) => Number(FrameType.WindowUpdate, stream, more);

    /// <summary>The same bytes as often as fits into some 64 KiB.</summary>
    public static byte[] Many(byte[] frames)
    {
        int count = Math.Max(1, 65_536 / frames.Length);
        byte[] all = new byte[count * frames.Length];
        for (int index = 0; index < count; index++) { frames.CopyTo(all, index * frames.Length); }

        return all;
    }

    private static byte[] Number(FrameType type, int stream, int value)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(payload, value);
        return Frame(type, 0, stream, payload);
    }
}
