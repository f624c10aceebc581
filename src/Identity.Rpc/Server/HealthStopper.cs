using Grpc.HealthCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Identity.Rpc.Server;

/// <summary>
/// When the process begins to stop, sets the health of all services to NOT_SERVING before connections are closed, so
/// that load balancers turn away first. Does nothing when no <see cref="HealthServiceImpl"/> is registered.
/// </summary>
internal sealed class HealthStopper(IServiceProvider services, IHostApplicationLifetime lifetime, ServerRuntime runtime)
    : IHostedService, IDisposable
{
    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<HealthServiceImpl>() is { } health)
        {
            _stopping = lifetime.ApplicationStopping.Register(() =>
            {
                runtime.Logger.HealthStopping();
                health.Stop();
            });
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();
}
