using System.IO.Compression;
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
        // Flow control can make this wait for the reader; the end of the call must be able to interrupt it.
        CancellationToken token = CancellationToken;
        if (!cancellationToken.CanBeCanceled || cancellationToken == token)
        {
            await Http.Response.BodyWriter.FlushAsync(token).ConfigureAwait(false);
            return;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken);
        await Http.Response.BodyWriter.FlushAsync(both.Token).ConfigureAwait(false);
    }

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
