using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>How messages of a call are written.</summary>
/// <param name="SizeMax">Bytes that a message may have before compression; null is no limit.</param>
/// <param name="Compression">Null writes messages as they are.</param>
internal readonly record struct SendSettings(int? SizeMax, CompressionLevel? Compression);

/// <summary>
/// Frames one message. A message that announces its length goes straight to the output; one that does not, or that is
/// to be compressed, is collected first. One per thread: serializers run to their end at once.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The buffer lives for one message and is given back by Reset.")]
internal sealed class PayloadWriter : SerializationContext, IBufferWriter<byte>
{
    [ThreadStatic]
    private static PayloadWriter? cached;

    private IBufferWriter<byte> _output = NoOutput;
    private SendSettings _settings;
    private PooledBuffer? _collected;
    private int _announced = -1;
    private int _written;
    private bool _direct;
    private bool _complete;

    private static IBufferWriter<byte> NoOutput { get; } = new ArrayBufferWriter<byte>(1);

    /// <summary>Writes one message with its frame header.</summary>
    /// <exception cref="RpcException">The message is too long; nothing has been written.</exception>
    /// <exception cref="BrokenFrameException">The serializer failed after part of the frame was written.</exception>
    public static void Write<T>(
        IBufferWriter<byte> output,
        T message,
        Action<T, SerializationContext> serializer,
        SendSettings settings)
    {
        PayloadWriter writer = cached ?? new PayloadWriter();
        cached = null;
        writer._output = output;
        writer._settings = settings;
        try
        {
            serializer(message, writer);
            if (!writer._complete) { throw new InvalidOperationException("The serializer did not complete."); }
        }
        catch (Exception exception) when (writer._direct)
        {
            throw new BrokenFrameException(exception);
        }
        finally
        {
            writer.Reset();
            cached = writer;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLong(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_direct || _collected is not null) { return this; }

        if (_announced >= 0 && _settings.Compression is null)
        {
            _direct = true;
            WriteHeader(_output, _announced, compressed: false);
        }
        else
        {
            _collected = new PooledBuffer(_settings.SizeMax ?? Array.MaxLength);
        }

        return this;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        CompleteOnce();
        ThrowIfTooLong(payload.Length);
        WriteFrame(payload);
    }

    public override void Complete()
    {
        CompleteOnce();
        if (_announced >= 0 && _announced != _written)
        {
            throw new InvalidOperationException("The serializer wrote another length than it announced.");
        }

        if (_direct) { return; }

        ThrowIfTooLong(_written);
        WriteFrame(_collected is null ? [] : _collected.Written.Span);
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        _written += count;
        Target.Advance(count);
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Target.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Target.GetSpan(sizeHint);

    private IBufferWriter<byte> Target => _direct ? _output : _collected ?? _output;

    private static void WriteHeader(IBufferWriter<byte> output, int length, bool compressed)
    {
        Span<byte> header = output.GetSpan(GrpcNames.FrameHeaderLength);
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        output.Advance(GrpcNames.FrameHeaderLength);
    }

    private void WriteFrame(ReadOnlySpan<byte> payload)
    {
        if (_settings.Compression is not CompressionLevel level)
        {
            WriteHeader(_output, payload.Length, compressed: false);
            _output.Write(payload);
            return;
        }

        using PooledBuffer compressed = new(Array.MaxLength);
        GzipCodec.Compress(payload, compressed, level);
        WriteHeader(_output, compressed.Length, compressed: true);
        _output.Write(compressed.Written.Span);
    }

    private void CompleteOnce()
    {
        if (_complete) { throw new InvalidOperationException("The message is complete already."); }

        _complete = true;
    }

    private void ThrowIfTooLong(int length)
    {
        if (length > _settings.SizeMax)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "The message to send is larger than the limit for sending."));
        }
    }

    private void Reset()
    {
        _collected?.Dispose();
        _collected = null;
        _output = NoOutput;
        _announced = -1;
        _written = 0;
        _direct = false;
        _complete = false;
    }
}

/// <summary>Part of a frame is in the output and the rest cannot follow; the stream is of no further use.</summary>
internal sealed class BrokenFrameException(Exception inner)
    : Exception("A message could not be written to its end.", inner);
