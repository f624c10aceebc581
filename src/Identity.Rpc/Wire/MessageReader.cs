using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Identity.Rpc.Wire;

/// <summary>
/// Takes messages out of a pipe, one at a time. A frame is refused from its five-byte header, before its bytes are
/// waited for. Every violation of the protocol is an <see cref="RpcException"/> with the status that it deserves.
/// </summary>
internal sealed class MessageReader(PipeReader pipe, int? sizeMax, bool gzip, IdleGuard? idle)
{
    private bool _ended;

    /// <summary>The next message, or null at the end of the stream.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(
        Func<DeserializationContext, T> deserializer,
        CancellationToken cancellationToken)
        where T : class
    {
        if (_ended) { return null; }

        bool partial = false;
        while (true)
        {
            ReadResult result = await ReadPipeAsync(partial, cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            SequencePosition examined = buffer.End;
            try
            {
                if (TryTakeFrame(buffer, out bool compressed, out ReadOnlySequence<byte> payload))
                {
                    consumed = payload.End;
                    examined = payload.End;
                    _ended = result.IsCompleted && buffer.Slice(consumed).IsEmpty;
                    return compressed ? Decompress(payload, deserializer) : Deserialize(payload, deserializer);
                }

                if (result.IsCompleted)
                {
                    _ended = true;
                    return buffer.IsEmpty ? null : throw Broken("The stream ended inside a message.");
                }

                partial = !buffer.IsEmpty;
            }
            finally
            {
                pipe.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>Waits for the end of the stream.</summary>
    /// <returns>False when more bytes come instead.</returns>
    public async ValueTask<bool> ReadEndAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            ReadResult result = await ReadPipeAsync(partial: false, cancellationToken).ConfigureAwait(false);
            bool empty = result.Buffer.IsEmpty;
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!empty) { return false; }

            _ended = result.IsCompleted;
        }

        return true;
    }

    private static T Deserialize<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        try
        {
            return PayloadReader.Read(payload, deserializer);
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw Broken("The message cannot be parsed.", exception);
        }
    }

    private static RpcException Broken(string detail, Exception? cause = null) =>
        new(new Status(StatusCode.Internal, detail, cause));

    private static RpcException TooLarge() => new(new Status(
        StatusCode.ResourceExhausted, "The received message is larger than the limit for receiving."));

    private bool TryTakeFrame(ReadOnlySequence<byte> buffer, out bool compressed, out ReadOnlySequence<byte> payload)
    {
        compressed = false;
        payload = default;
        if (buffer.Length < GrpcNames.FrameHeaderLength) { return false; }

        Span<byte> header = stackalloc byte[GrpcNames.FrameHeaderLength];
        buffer.Slice(0, GrpcNames.FrameHeaderLength).CopyTo(header);
        if (header[0] > 1) { throw Broken("The compression flag of a message is neither 0 nor 1."); }

        compressed = header[0] == 1;
        if (compressed && !gzip) { throw Broken("A message is compressed although no encoding was announced."); }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(sizeMax ?? Array.MaxLength)) { throw TooLarge(); }
        if (buffer.Length - GrpcNames.FrameHeaderLength < length) { return false; }

        payload = buffer.Slice(GrpcNames.FrameHeaderLength, length);
        return true;
    }

    private T Decompress<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        int lengthMax = sizeMax ?? Array.MaxLength - 1;
        using PooledBuffer plain = new(lengthMax);
        try
        {
            if (!GzipCodec.TryDecompress(payload, plain, lengthMax)) { throw TooLarge(); }
        }
        catch (InvalidDataException exception)
        {
            throw Broken("A message cannot be decompressed.", exception);
        }

        return Deserialize(new ReadOnlySequence<byte>(plain.Written), deserializer);
    }

    private async ValueTask<ReadResult> ReadPipeAsync(bool partial, CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueTask<ReadResult> pending = pipe.ReadAsync(cancellationToken);
            if (idle is null || pending.IsCompleted)
            {
                ReadResult ready = await pending.ConfigureAwait(false);
                if (!ready.IsCanceled) { return ready; }

                pipe.AdvanceTo(ready.Buffer.Start);
                continue;
            }

            idle.Start(pipe, partial);
            ReadResult result = await pending.ConfigureAwait(false);
            if (idle.Stop())
            {
                pipe.AdvanceTo(result.Buffer.Start);
                throw idle.Expired();
            }

            if (!result.IsCanceled) { return result; }

            pipe.AdvanceTo(result.Buffer.Start);
        }
    }
}
