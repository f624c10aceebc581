using System.Collections.Concurrent;
using System.Net;

namespace Identity.Interop.Client;

/// <summary>Notes for every message that a channel sends or receives whether it is compressed.</summary>
internal sealed class FrameRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>One for each message sent: true is compressed.</summary>
    public ConcurrentQueue<bool> Sent { get; } = new();

    /// <summary>One for each message received: true is compressed.</summary>
    public ConcurrentQueue<bool> Received { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        if (request.Content is { } content) { request.Content = new SentContent(content, Sent); }

        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        StreamContent recorded = new(new RecordingStream(body, new FrameParser(Received)));
        foreach ((string key, IEnumerable<string> values) in response.Content.Headers)
        {
            recorded.Headers.TryAddWithoutValidation(key, values);
        }

        response.Content = recorded;
        return response;
    }

    private sealed class SentContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly ConcurrentQueue<bool> _flags;

        public SentContent(HttpContent inner, ConcurrentQueue<bool> flags)
        {
            _inner = inner;
            _flags = flags;
            foreach ((string key, IEnumerable<string> values) in inner.Headers)
            {
                Headers.TryAddWithoutValidation(key, values);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream,
            TransportContext? context,
            CancellationToken cancellationToken) =>
            _inner.CopyToAsync(new RecordingStream(stream, new FrameParser(_flags)), context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

/// <summary>Finds the messages in bytes that come in pieces.</summary>
internal sealed class FrameParser(ConcurrentQueue<bool> flags)
{
    private const int HeaderLength = 5;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerRead;
    private uint _payloadLeft;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (_payloadLeft > 0)
            {
                _payloadLeft--;
                continue;
            }

            _header[_headerRead++] = value;
            if (_headerRead < HeaderLength) { continue; }

            flags.Enqueue(_header[0] == 1);
            _payloadLeft = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(1));
            _headerRead = 0;
        }
    }
}

/// <summary>Shows what passes through it to a parser.</summary>
internal sealed class RecordingStream(Stream inner, FrameParser parser) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        parser.Feed(buffer.Span[..read]);
        return read;
    }

    public override async Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken) =>
        await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default)
    {
        parser.Feed(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) { inner.Dispose(); }

        base.Dispose(disposing);
    }
}
