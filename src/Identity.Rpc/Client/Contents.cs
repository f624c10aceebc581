using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>What a call sends; knows why sending failed, which HTTP does not always pass on.</summary>
internal abstract class RequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Grpc = new(GrpcNames.ContentType);

    protected RequestContent() => Headers.ContentType = Grpc;

    public Exception? Failure { get; protected set; }

    /// <summary>Nothing more will be sent.</summary>
    public virtual void End()
    {
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

/// <summary>One request message. HTTP may send it again on another connection when the first did not take it.</summary>
internal sealed class SingleMessageContent<T>(T message, Marshaller<T> marshaller, ClientCall call) : RequestContent
{
    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        using PooledBuffer frame = new(Array.MaxLength);
        try
        {
            SendSettings settings = call.SendSettingsFor(call.WriteOptions);
            PayloadWriter.Write(frame, message, marshaller.ContextualSerializer, settings);
        }
        catch (Exception exception)
        {
            Failure = exception;
            throw;
        }

        await stream.WriteAsync(frame.Written, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Request messages that a writer provides one after another.</summary>
internal sealed class RequestStreamContent<T> : RequestContent
    where T : class
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestStreamContent(Marshaller<T> marshaller, ClientCall call) =>
        Writer = new RequestWriter<T>(this, marshaller, call);

    public RequestWriter<T> Writer { get; }

    /// <summary>The stream once there is a connection; cancelled when the call ends before.</summary>
    public Task<Stream> Opened => _opened.Task;

    public bool Complete => _complete.Task.IsCompleted;

    /// <summary>Whether the writer said that there is nothing more; the call may have ended without that.</summary>
    public bool CompletedByWriter { get; private set; }

    public override void End()
    {
        _complete.TrySetResult();
        _opened.TrySetCanceled(CancellationToken.None);
    }

    public void CompleteWriting()
    {
        CompletedByWriter = true;
        _complete.TrySetResult();
    }

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        // Lets the headers go out before there is a message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_opened.TrySetResult(stream) && !Complete)
        {
            throw new IOException("Messages of this stream were sent on another connection already.");
        }

        await _complete.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
