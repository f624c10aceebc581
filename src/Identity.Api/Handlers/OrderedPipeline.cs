using System.Threading.Channels;
using Grpc.Core;
using Identity.Api.Failures;

namespace Identity.Api.Handlers;

/// <summary>How a stream is answered.</summary>
/// <param name="Window">The most requests whose answers are outstanding; past it nothing more is read.</param>
/// <param name="Caller">Cancelled when nobody waits for the answers any more.</param>
/// <param name="Stopping">Cancelled when the process stops: what was read is answered, nothing more is read.</param>
internal sealed record PipelineLimits(int Window, CancellationToken Caller, CancellationToken Stopping);

/// <summary>
/// Answers a stream of requests in their order while several are being worked on. A slow caller or a slow service fills
/// the window, and reading stops: that is the back-pressure. For one stream.
/// </summary>
internal sealed class OrderedPipeline<TRequest, TResponse>(
    Func<TRequest, CancellationToken, Task<TResponse>> answer, PipelineLimits limits)
{
    private readonly Channel<Task<TResponse>> _window = Channel.CreateBounded<Task<TResponse>>(
        new BoundedChannelOptions(limits.Window) { SingleReader = true, SingleWriter = true });

    /// <summary>
    /// Returns when all requests are answered. The first answer that fails ends the stream with its failure, after the
    /// answers before it were sent.
    /// </summary>
    /// <exception cref="StoppingException">The process stops; what was read is answered.</exception>
    public async Task RunAsync(IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limits.Caller);
        Task filling = FillAsync(requests, ending.Token);
        try
        {
            await foreach (Task<TResponse> next in _window.Reader.ReadAllAsync(ending.Token).ConfigureAwait(false))
            {
                await responses.WriteAsync(await next.ConfigureAwait(false), ending.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await filling.ConfigureAwait(false);
            await DrainAsync().ConfigureAwait(false);
        }
    }

    // Ends the window with what ended the reading, so that it is told after the answers that are still to come.
    private async Task FillAsync(IAsyncStreamReader<TRequest> requests, CancellationToken ending)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(ending, limits.Stopping);
        try
        {
            while (await requests.MoveNext(reading.Token).ConfigureAwait(false))
            {
                await _window.Writer.WriteAsync(answer(requests.Current, ending), ending).ConfigureAwait(false);
            }

            _window.Writer.Complete();
        }
        catch (OperationCanceledException)
            when (limits.Stopping.IsCancellationRequested && !ending.IsCancellationRequested)
        {
            _window.Writer.Complete(new StoppingException());
        }
        catch (Exception failure)
        {
            _window.Writer.Complete(failure);
        }
    }

    // Nothing of a call goes on when the call has ended, and no failure is left unseen.
    private async Task DrainAsync()
    {
        while (_window.Reader.TryRead(out Task<TResponse>? left))
        {
            await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
