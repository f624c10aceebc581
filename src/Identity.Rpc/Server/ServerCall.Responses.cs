using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Server;

/// <summary>The responses of a call, one at a time.</summary>
internal sealed partial class ServerCall
{
    private bool _headersSet;
    private bool _compresses;
    private bool _bodyBegun;

    /// <summary>Writes the one response of a call that has one; it travels together with the end of the call.</summary>
    public void WriteSingle<T>(T response, Marshaller<T> marshaller)
    {
        if (!TryBeginWrite()) { return; }

        try
        {
            WriteFrame(response, marshaller);
        }
        finally
        {
            EndWrite();
        }
    }

    /// <summary>Writes one response of many and waits until there is room for more.</summary>
    public async Task WriteNextAsync<T>(T response, Marshaller<T> marshaller, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        CancellationToken.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryBeginWrite()) { throw Ended(); }

        try
        {
            WriteFrame(response, marshaller);
            bool more = (WriteOptions?.Flags & WriteFlags.BufferHint) == WriteFlags.BufferHint;
            if (!more) { await FlushAsync(cancellationToken).ConfigureAwait(false); }
        }
        finally
        {
            EndWrite();
        }
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ThrowIfEnded();
        if (_headersSet || Http.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers are sent already.");
        }

        if (!TryBeginWrite()) { throw Ended(); }

        try
        {
            SetHeaders(responseHeaders.GetValue(GrpcNames.EncodingRequest));
            RequestMetadata.Write(responseHeaders, Http.Response.Headers);
            _bodyBegun = true;
            await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            EndWrite();
        }
    }

    private void WriteFrame<T>(T response, Marshaller<T> marshaller)
    {
        SetHeaders(chosen: null);
        bool plain = !_compresses || (WriteOptions?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress;
        CompressionLevel? compression = plain ? null : _settings.CompressionLevel;
        PayloadWriter.Write(
            Http.Response.BodyWriter,
            response,
            marshaller.ContextualSerializer,
            new SendSettings(_settings.SendSizeMax, compression));
        _bodyBegun = true;
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        PipeWriter writer = Http.Response.BodyWriter;
        ValueTask<FlushResult> flush = writer.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            flush.GetAwaiter().GetResult();
            return;
        }

        // Flow control makes this wait for the reader. A token that is cancelled would make the server reset the
        // stream, and the status would be lost; ending the wait leaves the stream as it is. That the caller has left
        // ends the wait without our doing.
        CancellationToken ended = _deadline?.Token ?? CancellationToken.None;
        using CancellationTokenRegistration byDeadline = EndWait(ended, writer);
        using CancellationTokenRegistration byHandler = EndWait(cancellationToken, writer);
        await flush.ConfigureAwait(false);
        ended.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static CancellationTokenRegistration EndWait(CancellationToken token, PipeWriter writer) =>
        token.UnsafeRegister(static state => ((PipeWriter?)state)?.CancelPendingFlush(), writer);

    // A handler may choose the encoding of its call. What the caller does not accept is not sent either way.
    private void SetHeaders(string? chosen)
    {
        if (_headersSet) { return; }

        bool wanted = chosen switch
        {
            null => _settings.CompressesResponses,
            GrpcNames.Gzip => true,
            GrpcNames.Identity => false,
            _ => throw new ArgumentException("Responses can be compressed with gzip only."),
        };
        _headersSet = true;
        _compresses = wanted && AcceptsGzip();
        if (_compresses) { Http.Response.Headers[GrpcNames.Encoding] = GrpcNames.Gzip; }
    }

    private bool AcceptsGzip()
    {
        foreach (string? accepted in Http.Request.Headers[GrpcNames.AcceptEncoding])
        {
            if (GrpcNames.ListHas(accepted, GrpcNames.Gzip)) { return true; }
        }

        return false;
    }
}
