using Grpc.Core;

namespace Identity.Rpc.Server;

/// <summary>The requests of a call as its handler reads them.</summary>
internal sealed class RequestStream<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> Yes = Task.FromResult(true);
    private static readonly Task<bool> No = Task.FromResult(false);

    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) { return Task.FromCanceled<bool>(cancellationToken); }

        ValueTask<T?> next = call.ReadNextAsync(marshaller, cancellationToken);
        if (!next.IsCompletedSuccessfully) { return Finish(next); }

        _current = next.GetAwaiter().GetResult();
        return _current is null ? No : Yes;
    }

    private async Task<bool> Finish(ValueTask<T?> next)
    {
        _current = null;
        _current = await next.ConfigureAwait(false);
        return _current is not null;
    }
}

/// <summary>The responses of a call as its handler writes them.</summary>
internal sealed class ResponseStream<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return call.WriteNextAsync(message, marshaller, cancellationToken);
    }
}
