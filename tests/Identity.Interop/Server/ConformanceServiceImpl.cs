using Connectrpc.Conformance.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using RequestInfo = Connectrpc.Conformance.V1.ConformancePayload.Types.RequestInfo;

namespace Identity.Interop.Server;

/// <summary>The service of the connectrpc conformance suite.</summary>
internal class ConformanceServiceImpl : ConformanceService.ConformanceServiceBase
{
    public override async Task<UnaryResponse> Unary(UnaryRequest request, ServerCallContext context) => new()
    {
        Payload = await AnswerOnceAsync(request.ResponseDefinition, InfoOf(context, [request]), context),
    };

    public override async Task<ClientStreamResponse> ClientStream(
        IAsyncStreamReader<ClientStreamRequest> requestStream,
        ServerCallContext context)
    {
        List<ClientStreamRequest> requests = await ReadAllAsync(requestStream, context.CancellationToken);
        UnaryResponseDefinition? definition = requests.FirstOrDefault()?.ResponseDefinition;
        return new ClientStreamResponse
        {
            Payload = await AnswerOnceAsync(definition, InfoOf(context, requests), context),
        };
    }

    public override async Task ServerStream(
        ServerStreamRequest request,
        IServerStreamWriter<ServerStreamResponse> responseStream,
        ServerCallContext context)
    {
        StreamResponseDefinition definition = Defined(request.ResponseDefinition);
        await SendMetadataAsync(definition.ResponseHeaders, definition.ResponseTrailers, context);
        await AnswerAllAsync(
            definition,
            InfoOf(context, [request]),
            payload => responseStream.WriteAsync(new ServerStreamResponse { Payload = payload }),
            context.CancellationToken);
    }

    public override async Task BidiStream(
        IAsyncStreamReader<BidiStreamRequest> requestStream,
        IServerStreamWriter<BidiStreamResponse> responseStream,
        ServerCallContext context)
    {
        bool any = await requestStream.MoveNext(context.CancellationToken);
        StreamResponseDefinition definition = Defined(any ? requestStream.Current.ResponseDefinition : null);
        await SendMetadataAsync(definition.ResponseHeaders, definition.ResponseTrailers, context);
        Func<ConformancePayload, Task> write = payload =>
            responseStream.WriteAsync(new BidiStreamResponse { Payload = payload });
        if (any && requestStream.Current.FullDuplex)
        {
            await AlternateAsync(definition, requestStream, write, context);
            return;
        }

        List<BidiStreamRequest> requests = any ? [requestStream.Current] : [];
        requests.AddRange(await ReadAllAsync(requestStream, context.CancellationToken));
        await AnswerAllAsync(definition, InfoOf(context, requests), write, context.CancellationToken);
    }

    /// <summary>The definition that applies where there are many responses.</summary>
    protected virtual StreamResponseDefinition Defined(StreamResponseDefinition? definition) =>
        definition ?? new StreamResponseDefinition();

    /// <summary>The definition that applies where there is one response.</summary>
    protected virtual UnaryResponseDefinition Defined(UnaryResponseDefinition? definition) =>
        definition ?? new UnaryResponseDefinition();

    private static async Task<List<T>> ReadAllAsync<T>(
        IAsyncStreamReader<T> reader,
        CancellationToken cancellationToken)
        where T : class
    {
        List<T> messages = [];
        await foreach (T message in reader.ReadAllAsync(cancellationToken)) { messages.Add(message); }

        return messages;
    }

    private static RequestInfo InfoOf(ServerCallContext context, IEnumerable<IMessage> requests)
    {
        RequestInfo info = new() { Requests = { requests.Select(Any.Pack) } };
        foreach (IGrouping<string, Metadata.Entry> group in context.RequestHeaders.GroupBy(entry => entry.Key))
        {
            info.RequestHeaders.Add(new Header { Name = group.Key, Value = { group.Select(TextOf) } });
        }

        if (context.Deadline != DateTime.MaxValue)
        {
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            info.TimeoutMs = (long)(context.Deadline - now).TotalMilliseconds;
        }

        return info;
    }

    private static string TextOf(Metadata.Entry entry) =>
        entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;

    private async Task<ConformancePayload> AnswerOnceAsync(
        UnaryResponseDefinition? asked,
        RequestInfo info,
        ServerCallContext context)
    {
        UnaryResponseDefinition definition = Defined(asked);
        await Task.Delay((int)definition.ResponseDelayMs, context.CancellationToken);
        await SendMetadataAsync(definition.ResponseHeaders, definition.ResponseTrailers, context);
        return definition.Error is { } error
            ? throw FailureOf(error, info)
            : new ConformancePayload { Data = definition.ResponseData, RequestInfo = info };
    }

    // The first response says what was seen; a failure that comes before any response says it in its details.
    private static async Task AnswerAllAsync(
        StreamResponseDefinition definition,
        RequestInfo info,
        Func<ConformancePayload, Task> write,
        CancellationToken cancellationToken)
    {
        RequestInfo? unsaid = info;
        foreach (ByteString data in definition.ResponseData)
        {
            await Task.Delay((int)definition.ResponseDelayMs, cancellationToken);
            await write(new ConformancePayload { Data = data, RequestInfo = unsaid });
            unsaid = null;
        }

        if (definition.Error is { } error) { throw FailureOf(error, unsaid); }
    }

    private static async Task AlternateAsync(
        StreamResponseDefinition definition,
        IAsyncStreamReader<BidiStreamRequest> requests,
        Func<ConformancePayload, Task> write,
        ServerCallContext context)
    {
        RequestInfo? info = InfoOf(context, [requests.Current]);
        foreach (ByteString data in definition.ResponseData)
        {
            await Task.Delay((int)definition.ResponseDelayMs, context.CancellationToken);
            await write(new ConformancePayload { Data = data, RequestInfo = info });
            info = await requests.MoveNext(context.CancellationToken)
                ? new RequestInfo { Requests = { Any.Pack(requests.Current) } }
                : null;
        }

        if (definition.Error is { } error)
        {
            throw FailureOf(error, definition.ResponseData.Count == 0 ? info : null);
        }
    }

    private static async Task SendMetadataAsync(
        IEnumerable<Header> headers,
        IEnumerable<Header> trailers,
        ServerCallContext context)
    {
        foreach (Metadata.Entry trailer in EntriesOf(trailers)) { context.ResponseTrailers.Add(trailer); }

        Metadata metadata = [];
        foreach (Metadata.Entry header in EntriesOf(headers)) { metadata.Add(header); }

        if (metadata.Count > 0) { await context.WriteResponseHeadersAsync(metadata); }
    }

    private static IEnumerable<Metadata.Entry> EntriesOf(IEnumerable<Header> headers) =>
        headers.SelectMany(header => header.Value.Select(value => new Metadata.Entry(header.Name, value)));

    private static RpcException FailureOf(Error error, RequestInfo? info)
    {
        Google.Rpc.Status status = new() { Code = error.Code, Message = error.Message, Details = { error.Details } };
        if (info is not null) { status.Details.Add(Any.Pack(info)); }

        return status.ToRpcException();
    }
}
