using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Identity.Web.Connect;

namespace Identity.Rpc.Wire;

/// <summary>
/// Takes messages out of a pipe, one at a time. A frame is refused from its five-byte header, before its bytes are
/// waited for. Every violation of the protocol is an <see cref="RpcException"/> with the status that it deserves.
/// </summary>
internal sealed class MessageReader(PipeReader pipe, ReceiveRules rules, bool gzip) : IDisposable
{
    private IdleGuard? _guard;
    private long _reserved;
    private long _weight;
    private bool _ended;

    /// <summary>Whether the last message was the last of the stream, as far as is known without waiting.</summary>
    public bool Ended => _ended;

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
            ReadResult result = rules.Watch is not null && (partial || rules.Streams)
                ? await ReadWatchedAsync(rules.Watch, partial, cancellationToken).ConfigureAwait(false)
                : await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            SequencePosition examined = buffer.End;
            try
            {
                if (TryTakeFrame(buffer, out bool compressed, out ReadOnlySequence<byte> payload))
                {
                    consumed = payload.End;
                    examined = payload.End;
                    _ended = result.IsCompleted && buffer.Length == GrpcNames.FrameHeaderLength + payload.Length;
                    GiveBack();
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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadEndAsync(CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            ReadResult result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            bool empty = result.Buffer.IsEmpty;
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (!empty) { return false; }

            _ended = result.IsCompleted;
        }

        return true;
    }

    /// <summary>Gives back what an incomplete message holds. Not while a read is under way.</summary>
    public void Dispose()
    {
        GiveBack();
        GiveBackWeight();
        _guard?.Dispose();
    }

    private T Deserialize<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        Weigh(payload);
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
        long available = buffer.Length - GrpcNames.FrameHeaderLength;
        if (available < 0) { return false; }

        ReadOnlySpan<byte> header = buffer.FirstSpan;
        if (header.Length < GrpcNames.FrameHeaderLength)
        {
            header = buffer.Slice(0, GrpcNames.FrameHeaderLength).ToArray();
        }

        if (header[0] > 1) { throw Broken("The compression flag of a message is neither 0 nor 1."); }

        compressed = header[0] == 1;
        if (compressed && !gzip) { throw Broken("A message is compressed although no encoding was announced."); }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(rules.SizeMax ?? Array.MaxLength)) { throw TooLarge(); }
        if (available < length)
        {
            Reserve(length);
            return false;
        }

        payload = buffer.Slice(GrpcNames.FrameHeaderLength, length);
        return true;
    }

    private T Decompress<T>(ReadOnlySequence<byte> payload, Func<DeserializationContext, T> deserializer)
    {
        int lengthMax = rules.SizeMax ?? Array.MaxLength - 1;
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

    // What the message becomes is held until the next one of the stream is read, or the call ends.
    private void Weigh(ReadOnlySequence<byte> payload)
    {
        GiveBackWeight();
        if (rules is not { Type: { } type, Watch: { } watch } || payload.Length < ReceiveWatch.WeighedMin) { return; }

        long weight = MessageWeight.OfProto(payload, type);
        if (weight > ReceiveWatch.WeightMax)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted, "The message has too many parts; send it as several."));
        }

        watch.Weights.Reserve(weight);
        _weight = weight;
    }

    private void GiveBackWeight()
    {
        if (_weight > 0) { rules.Watch?.Weights.Release(Interlocked.Exchange(ref _weight, 0)); }
    }

    private void Reserve(uint length)
    {
        if (_reserved > 0 || rules.Watch is null) { return; }

        rules.Watch.Budget.Reserve(length);
        _reserved = length;
    }

    private void GiveBack()
    {
        if (_reserved > 0) { rules.Watch?.Budget.Release(Interlocked.Exchange(ref _reserved, 0)); }
    }

    private async ValueTask<ReadResult> ReadWatchedAsync(
        ReceiveWatch watch,
        bool partial,
        CancellationToken cancellationToken)
    {
        IdleGuard guard = _guard ??= new IdleGuard(watch, pipe, rules.Streams);
        if (!partial && guard.IsOver) { throw guard.Expired(); }

        while (true)
        {
            ValueTask<ReadResult> pending = pipe.ReadAsync(cancellationToken);
            bool waits = !pending.IsCompleted;
            if (waits) { guard.Start(partial); }

            ReadResult result = await pending.ConfigureAwait(false);
            bool expired = waits && guard.Stop();
            if (!expired && !result.IsCanceled) { return result; }

            pipe.AdvanceTo(result.Buffer.Start);
            if (expired) { throw guard.Expired(); }
        }
    }
}
