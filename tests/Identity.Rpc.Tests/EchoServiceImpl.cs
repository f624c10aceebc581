using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Interop.V1;
using Status = Grpc.Core.Status;

namespace Identity.Rpc.Tests;

/// <summary>Does what the request says.</summary>
internal sealed class EchoServiceImpl(EchoProbe probe) : EchoService.EchoServiceBase
{
    public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
    {
        await MirrorMetadataAsync(context);
        await BehaveAsync(request, context);
        return Answer(request, 0);
    }

    public override async Task<EchoResponse> Collect(
        IAsyncStreamReader<EchoRequest> requestStream,
        ServerCallContext context)
    {
        await MirrorMetadataAsync(context);
        List<string> texts = [];
        await foreach (EchoRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await BehaveAsync(request, context);
            texts.Add(request.Text);
        }

        return new EchoResponse { Text = string.Join(',', texts), Index = texts.Count };
    }

    public override async Task Expand(
        EchoRequest request,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context)
    {
        await MirrorMetadataAsync(context);
        try
        {
            for (int index = 0; index < request.Count; index++)
            {
                await responseStream.WriteAsync(Answer(request, index));
                probe.CountWritten();
            }

            await BehaveAsync(request, context);
        }
        finally
        {
            probe.Ended.TrySetResult();
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream,
        IServerStreamWriter<EchoResponse> responseStream,
        ServerCallContext context)
    {
        await MirrorMetadataAsync(context);
        int index = 0;
        await foreach (EchoRequest request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await BehaveAsync(request, context);
            if (request.Plain) { responseStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress); }

            await responseStream.WriteAsync(Answer(request, index++));
        }
    }

    private static EchoResponse Answer(EchoRequest request, int index) => new()
    {
        Text = request.Text,
        Payload = request.ResponseSize > 0 ? ByteString.CopyFrom(new byte[request.ResponseSize]) : request.Payload,
        Index = index,
    };

    // Metadata whose key begins with "x-" comes back as headers, with "t-" as trailers.
    private static async Task MirrorMetadataAsync(ServerCallContext context)
    {
        Metadata headers = [];
        foreach (Metadata.Entry entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith("x-", StringComparison.Ordinal)) { headers.Add(entry); }
            if (entry.Key.StartsWith("t-", StringComparison.Ordinal)) { context.ResponseTrailers.Add(entry); }
        }

        if (headers.Count > 0) { await context.WriteResponseHeadersAsync(headers); }
    }

    private async Task BehaveAsync(EchoRequest request, ServerCallContext context)
    {
        probe.Deadline = context.Deadline;
        probe.Headers = context.RequestHeaders;
        if (request.Wait)
        {
            probe.Waiting.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            finally
            {
                probe.Released.TrySetResult();
            }
        }

        if (request.Crash) { throw new InvalidOperationException("secret of jan@example.com"); }
        if (request.StatusCode == 0) { return; }
        if (!request.StatusDetails)
        {
            throw new RpcException(new Status((StatusCode)request.StatusCode, request.StatusMessage));
        }

        ErrorInfo info = new() { Reason = "TESTED", Domain = "example.com" };
        info.Metadata.Add("code", request.StatusCode.ToString(CultureInfo.InvariantCulture));
        throw new Google.Rpc.Status
        {
            Code = request.StatusCode,
            Message = request.StatusMessage,
            Details = { Any.Pack(info) },
        }.ToRpcException();
    }
}

/// <summary>What the service saw, for tests to wait for and look at.</summary>
internal sealed class EchoProbe
{
    private int _written;

    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when a handler of Expand has ended, whatever the reason.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Written => _written;

    public DateTime Deadline { get; set; }

    public Metadata? Headers { get; set; }

    public void CountWritten() => Interlocked.Increment(ref _written);
}
