using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Web;

/// <summary>
/// The first call of a process connects and compiles, which takes longer than a page waits. It is made before the first
/// visitor comes, and finds a wrong key while somebody watches the start.
/// </summary>
internal sealed class WarmUp(IdentityClient client, ILogger<WarmUp> logger) : IHostedService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.ResolveAsync(new VisitorQuery(), Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (IdentityRefusedException failure)
        {
            logger.WarmUpRefused(failure.Message);
        }
        catch (IdentityUnavailableException failure)
        {
            logger.WarmUpFailed(failure.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
