using Grpc.Core;
using Grpc.Testing;

namespace Identity.Interop.Server;

/// <summary>
/// Answers every call a little wrong: a byte too many, another status, changed metadata, an answer where there is to be
/// none. Whoever judges servers has to notice each time.
/// </summary>
internal sealed class WrongTestService : TestServiceImpl
{
    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.DataLoss, "The empty message was lost."));

    public override Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        request.ResponseSize++;
        request.FillUsername = false;
        Twist(request.ResponseStatus);
        Twist(request.ExpectCompressed);
        Twist(request.ResponseCompressed);
        return base.UnaryCall(request, context);
    }

    public override Task StreamingOutputCall(
        StreamingOutputCallRequest request,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context) =>
        base.StreamingOutputCall(Twist(request), responseStream, context);

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream,
        ServerCallContext context)
    {
        int sum = 1;
        await foreach (StreamingInputCallRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            sum += request.Payload.Body.Length;
        }

        return new StreamingInputCallResponse { AggregatedPayloadSize = sum };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (StreamingOutputCallRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await base.StreamingOutputCall(Twist(request), responseStream, context);
        }

        await responseStream.WriteAsync(new StreamingOutputCallResponse(), context.CancellationToken);
    }

    public override Task<Empty> UnimplementedCall(Empty request, ServerCallContext context) =>
        Task.FromResult(new Empty());

    protected override Metadata.Entry Echoed(Metadata.Entry entry) =>
        entry.IsBinary ? new Metadata.Entry(entry.Key, [.. entry.ValueBytes, 0]) : new(entry.Key, entry.Value + "!");

    private static StreamingOutputCallRequest Twist(StreamingOutputCallRequest request)
    {
        foreach (ResponseParameters wanted in request.ResponseParameters)
        {
            wanted.Size++;
            Twist(wanted.Compressed);
        }

        Twist(request.ResponseStatus);
        return request;
    }

    private static void Twist(EchoStatus? status)
    {
        if (status is null) { return; }

        status.Code ^= 1;
        status.Message += "!";
    }

    private static void Twist(BoolValue? value)
    {
        if (value is not null) { value.Value = !value.Value; }
    }
}

/// <summary>Has what no server is to have.</summary>
internal sealed class WrongUnimplementedService : UnimplementedService.UnimplementedServiceBase
{
    public override Task<Empty> UnimplementedCall(Empty request, ServerCallContext context) =>
        Task.FromResult(new Empty());
}
