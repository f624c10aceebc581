using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Server;

/// <summary>
/// A use case that runs as long as the process. One that breaks stops the process: half a service is none.
/// </summary>
internal sealed class BackgroundLoop(string name, Func<CancellationToken, Task> run, LoopWatch watch)
    : BackgroundService
{
    public string Name => name;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await run(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // That is how most loops end.
        }
        catch (Exception failure)
        {
            watch.Break(name, failure);
        }
    }
}

/// <summary>Knows whether a loop broke. Thread-safe.</summary>
internal sealed class LoopWatch(IHostApplicationLifetime lifetime, ILogger<LoopWatch> logger)
{
    private volatile bool _broken;

    /// <summary>A loop broke, and the process is stopping for that.</summary>
    public bool IsBroken => _broken;

    public void Break(string loop, Exception failure)
    {
        _broken = true;
        // The message of an exception can quote what somebody sent.
        logger.LoopBroke(loop, failure.GetType().FullName, failure.StackTrace);
        lifetime.StopApplication();
    }
}
