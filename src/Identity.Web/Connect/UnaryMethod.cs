using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Web.Connect;

/// <summary>A method with one request and one response.</summary>
internal sealed class UnaryMethod(string path, MessageDescriptor requestType, CallRules rules, ILogger logger)
    : ConnectMethod(path)
{
    /// <summary>The interceptors and the handler.</summary>
    public required Func<IMessage, ServerCallContext, Task<IMessage?>> Invoke { get; init; }

    public override async Task HandleAsync(HttpContext http)
    {
        if (!await RequestGate.IsPostAsync(http).ConfigureAwait(false)) { return; }
        if (await RequestGate.CodecOfAsync(http).ConfigureAwait(false) is not { } codec) { return; }
        using var call = new ConnectCall(http, Path);
        using var share = new BodyShare(rules.Budget);
        RpcException failure;
        try
        {
            call.Start(rules.Time);
            await AnswerAsync(http, codec, call, share).ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            failure = exception as RpcException ?? new RpcException(StatusOf(exception, call));
        }

        // Either the caller left, or an answer that had begun broke off; there is nothing more to be said.
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested) { return; }
        logger.CallEnded(Path, failure.StatusCode);
        call.WriteMetadata(failure.Trailers);
        await ConnectError.WriteAsync(http, failure).ConfigureAwait(false);
    }

    private async ValueTask AnswerAsync(HttpContext http, Codec codec, ConnectCall call, BodyShare share)
    {
        var source = new RequestBody(rules.Admit(http), share);
        IMessage request;
        using (PooledBytes body = await source.ReadAsync(http, call.CancellationToken).ConfigureAwait(false))
        {
            share.Take(codec.Weigh(requestType, body.Written));
            request = codec.Read(requestType, body.Written);
            share.Release(body.Capacity);
        }

        IMessage? response = await Invoke(request, call).ConfigureAwait(false);
        // A handler that set another status than success has no response worth sending.
        if (call.Status.StatusCode != StatusCode.OK) { throw new RpcException(call.Status); }
        using var bytes = new PooledBytes();
        codec.Write(response ?? throw new InvalidOperationException("The handler returned no response."), bytes);
        call.WriteMetadata(Metadata.Empty);
        http.Response.ContentType = codec.ContentType;
        await ResponseBody.WriteAsync(http, bytes).ConfigureAwait(false);
    }

    private Status StatusOf(Exception exception, ConnectCall call)
    {
        switch (exception)
        {
            case OperationCanceledException when call.HasDeadlinePassed:
                return new Status(StatusCode.DeadlineExceeded, "The deadline passed.");
            case OperationCanceledException when call.CancellationToken.IsCancellationRequested:
                return new Status(StatusCode.Cancelled, "The caller gave up.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Status(StatusCode.ResourceExhausted, "The request is larger than this method takes.");
            case BadHttpRequestException or Microsoft.AspNetCore.Connections.ConnectionResetException:
                return new Status(StatusCode.Cancelled, "The request did not arrive completely.");
            default:
                // Never the message of the exception: it can quote what somebody sent.
                logger.CallBroke(Path, exception.GetType().FullName, exception.StackTrace);
                return new Status(StatusCode.Unknown, "The handler failed.");
        }
    }
}
