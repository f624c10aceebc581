using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Identity.Interop.Client;

/// <summary>Messages and numbers that the document gives for its cases.</summary>
internal static class Messages
{
    public const int LargeRequestSize = 271_828;
    public const int LargeResponseSize = 314_159;
    public const string EchoInitial = "x-grpc-test-echo-initial";
    public const string EchoTrailing = "x-grpc-test-echo-trailing-bin";
    public const string SpecialMessage = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

    public static IReadOnlyList<int> RequestSizes { get; } = [27_182, 8, 1_828, 45_904];

    public static IReadOnlyList<int> ResponseSizes { get; } = [31_415, 9, 2_653, 58_979];

    public static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    public static SimpleRequest LargeRequest() => new()
    {
        ResponseSize = LargeResponseSize,
        Payload = Zeros(LargeRequestSize),
    };

    public static StreamingInputCallRequest Input(int size, bool? compressed = null) => new()
    {
        Payload = Zeros(size),
        ExpectCompressed = compressed is { } value ? new BoolValue { Value = value } : null,
    };

    public static StreamingOutputCallRequest Output(int responseSize, int requestSize) => new()
    {
        ResponseParameters = { new ResponseParameters { Size = responseSize } },
        Payload = Zeros(requestSize),
    };

    public static async Task<List<int>> SizesAsync(
        IAsyncStreamReader<StreamingOutputCallResponse> responses,
        CancellationToken token)
    {
        List<int> sizes = [];
        await foreach (StreamingOutputCallResponse response in responses.ReadAllAsync(token))
        {
            sizes.Add(response.Payload?.Body.Length ?? 0);
        }

        return sizes;
    }
}
