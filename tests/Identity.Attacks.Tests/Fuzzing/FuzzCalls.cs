using System.Globalization;
using System.IO.Compression;
using Google.Protobuf;
using Identity.Attacks.Tests.Http2;
using Identity.Rpc.Tests;
using Interop.V1;

namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>Makes up calls that are nearly right.</summary>
internal static class FuzzCalls
{
    private static readonly string[] Methods = ["Echo", "Collect", "Expand", "Chat", "Missing", "Nothing"];

    private static readonly string[] Lengths = ["0", "5", "99"];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("grpc-timeout", ["1S", "0n", "50m", "99999999H", "1u", "-1S"]),
        ("grpc-encoding", ["identity", "gzip", "deflate", ""]),
        ("grpc-accept-encoding", ["gzip", "identity,gzip", ",,,"]),
        ("x-some-bin", ["AAEC", "AAEC,AwQ=", "===", ""]),
        ("x-some", ["a", "\u00e9", " ", ""]),
        ("grpc-status", ["0"]),
    ];

    /// <summary>Headers and messages of one call, to its end. The HTTP/2 around them is right.</summary>
    public static byte[] Call(Random random, int stream)
    {
        string path = $"/interop.v1.EchoService/{Mutation.Choose(random, Methods)}";
        if (random.Next(10) == 0) { path = "/" + Printable(Mutation.Of(random, path)); }

        List<(string, string)> headers = [];
        foreach ((string name, string[] values) in Headers)
        {
            if (random.Next(3) > 0) { continue; }

            string value = Mutation.Choose(random, values);
            headers.Add((name, random.Next(3) == 0 ? Printable(Mutation.Of(random, value)) : value));
        }

        // Not damaged further: what is no number is no HTTP, and ends the whole connection.
        if (random.Next(10) == 0) { headers.Add(("content-length", Mutation.Choose(random, Lengths))); }

        List<byte> bytes = [.. Frames.Open(stream, path, [.. headers])];
        byte[] body = random.Next(2) == 0 ? Mutation.Of(random, Body(random)) : Body(random);
        foreach (byte[] part in body.Chunk(random.Next(1, 200)))
        {
            bytes.AddRange(Frames.Frame(FrameType.Data, 0, stream, part));
        }

        bytes.AddRange(Frames.Frame(FrameType.Data, Frames.EndStream, stream));
        return [.. bytes];
    }

    /// <summary>Some messages in their frames, compressed or not.</summary>
    public static byte[] Body(Random random)
    {
        List<byte> body = [];
        for (int count = random.Next(4); count > 0; count--)
        {
            EchoRequest request = new() { Text = random.Next().ToString(CultureInfo.InvariantCulture) };
            byte[] payload = request.ToByteArray();
            if (random.Next(3) == 0) { payload = Mutation.Of(random, payload); }
            bool packed = random.Next(3) == 0;
            if (packed) { payload = Gzip(payload); }
            if (packed && random.Next(2) == 0) { payload = Mutation.Of(random, payload); }

            uint? length = random.Next(20) == 0 ? (uint)random.NextInt64(1L << 32) : null;
            body.AddRange(RawClient.Frame(payload, (byte)(packed ? 1 : 0), length));
        }

        return [.. body];
    }

    // Control characters are no HTTP and end the whole connection; they are for the fuzzing of whole frames.
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => letter is >= ' ' and not '\x7F' ? letter : '.'));

    private static byte[] Gzip(byte[] payload)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) { gzip.Write(payload); }

        return packed.ToArray();
    }
}
