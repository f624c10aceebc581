using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace Identity.Interop.Server;

/// <summary>The server side of the official interoperability tests. Knows one caller, by a bearer token.</summary>
internal class TestServiceImpl : TestService.TestServiceBase
{
    /// <summary>The token of the one caller, shared with the clients in other languages.</summary>
    public const string Token = "interop-token";

    /// <summary>The name of that caller.</summary>
    public const string UserName = "interop@example.com";

    /// <summary>The scope of that token.</summary>
    public const string Scope = "interop.read";

    private const string EchoInitial = "x-grpc-test-echo-initial";
    private const string EchoTrailing = "x-grpc-test-echo-trailing-bin";
    private const string EncodingRequest = "grpc-internal-encoding-request";
    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        CheckEncoding(request.ExpectCompressed, context);
        await EchoMetadataAsync(context, compress: request.ResponseCompressed is { Value: true });
        ThrowIfAsked(request.ResponseStatus);
        if (request.ResponseCompressed is { Value: false }) { context.WriteOptions = Plain; }

        bool known = context.RequestHeaders.GetValue("authorization") == $"Bearer {Token}";
        return new SimpleResponse
        {
            Payload = Zeros(request.ResponseSize),
            Username = known && request.FillUsername ? UserName : "",
            OauthScope = known && request.FillOauthScope ? Scope : "",
            ServerId = request.FillServerId ? nameof(TestServiceImpl) : "",
        };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        bool compress = request.ResponseParameters.Any(wanted => wanted.Compressed is { Value: true });
        await EchoMetadataAsync(context, compress);
        await AnswerAsync(request, responseStream, context);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream,
        ServerCallContext context)
    {
        int sum = 0;
        await foreach (StreamingInputCallRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            CheckEncoding(request.ExpectCompressed, context);
            sum += request.Payload?.Body.Length ?? 0;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await EchoMetadataAsync(context, compress: false);
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await AnswerAsync(request, responseStream, context);
        }
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        List<StreamingOutputCallRequest> requests = [];
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            requests.Add(request);
        }

        foreach (StreamingOutputCallRequest request in requests)
        {
            await AnswerAsync(request, responseStream, context);
        }
    }

    /// <summary>What comes back of metadata that is to come back.</summary>
    protected virtual Metadata.Entry Echoed(Metadata.Entry entry) => entry;

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static async Task AnswerAsync(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responses,
        ServerCallContext context)
    {
        ThrowIfAsked(request.ResponseStatus);
        foreach (ResponseParameters wanted in request.ResponseParameters)
        {
            if (wanted.IntervalUs > 0)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(wanted.IntervalUs), context.CancellationToken);
            }

            responses.WriteOptions = wanted.Compressed is { Value: false } ? Plain : null;
            await responses.WriteAsync(
                new StreamingOutputCallResponse { Payload = Zeros(wanted.Size) }, context.CancellationToken);
        }
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is { Code: not 0 }) { throw new RpcException(new Status((StatusCode)status.Code, status.Message)); }
    }

    // Metadata hides the encoding, so it is taken from HTTP. That says which encoding a message has if it has one, not
    // that it has one; the clients look at the messages that they send themselves.
    private static void CheckEncoding(BoolValue? compressed, ServerCallContext context)
    {
        string? encoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
        if (compressed is { Value: true } && encoding is null or "identity")
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request is not compressed."));
        }
    }

    private async Task EchoMetadataAsync(ServerCallContext context, bool compress)
    {
        Metadata headers = [];
        if (compress) { headers.Add(EncodingRequest, "gzip"); }

        foreach (Metadata.Entry entry in context.RequestHeaders)
        {
            if (entry.Key == EchoInitial) { headers.Add(Echoed(entry)); }
            if (entry.Key == EchoTrailing) { context.ResponseTrailers.Add(Echoed(entry)); }
        }

        if (headers.Count > 0) { await context.WriteResponseHeadersAsync(headers); }
    }
}
