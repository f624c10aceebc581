using Grpc.Core;
using Identity.Rpc.Wire;

namespace Identity.Rpc.Client;

/// <summary>The requests of a call as its caller writes them.</summary>
internal sealed class RequestWriter<T>(RequestStreamContent<T> content, Marshaller<T> marshaller, ClientCall call)
    : IClientStreamWriter<T>
    where T : class
{
    private int _writing;

    public WriteOptions? WriteOptions { get; set; } = call.WriteOptions;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (content.CompletedByWriter) { throw new InvalidOperationException("The requests are complete already."); }
        if (call.Finished) { throw call.WriteRefusal(); }
        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            throw new InvalidOperationException("The previous write has not ended; wait for it.");
        }

        try
        {
            await using CancellationTokenRegistration giveUp = call.CancelWith(cancellationToken);
            await SendAsync(message).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is IOException or OperationCanceledException or HttpRequestException
                or ObjectDisposedException)
        {
            throw await call.WriteFailureAsync(exception).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) == 1)
        {
            return Task.FromException(
                new InvalidOperationException("The previous write has not ended; wait for it before the end."));
        }

        content.CompleteWriting();
        return Task.CompletedTask;
    }

    private async Task SendAsync(T message)
    {
        Stream stream = await content.Opened.ConfigureAwait(false);
        using PooledBuffer frame = new(Array.MaxLength);
        PayloadWriter.Write(frame, message, marshaller.ContextualSerializer, call.SendSettingsFor(WriteOptions));
        await stream.WriteAsync(frame.Written, call.Token).ConfigureAwait(false);
        bool more = (WriteOptions?.Flags & WriteFlags.BufferHint) == WriteFlags.BufferHint;
        if (!more) { await stream.FlushAsync(call.Token).ConfigureAwait(false); }
    }
}

/// <summary>The responses of a call as its caller reads them.</summary>
internal sealed class ResponseReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = null;
        await using CancellationTokenRegistration giveUp = call.CancelWith(cancellationToken);
        _current = await call.ReadNextAsync().ConfigureAwait(false);
        return _current is not null;
    }
}
