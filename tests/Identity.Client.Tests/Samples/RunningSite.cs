using Identity.Client.Tests.Running;
using Identity.Client.Tests.Web;
using Identity.SampleSite;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Tests.Samples;

/// <summary>The sample site on a free port.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<RunningSite> StartAsync(
        Uri service, string key, Action<IdentityClientOptions>? adjust = null)
    {
        WebApplication app = Site.Build(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration["IDENTITY_ADDRESS"] = service.ToString();
            builder.Configuration["IDENTITY_KEY"] = key;

            // What is tested against the real service is not how fast this machine is.
            builder.Services.PostConfigure<IdentityClientOptions>(options =>
            {
                options.ResolveTimeout = options.IngestTimeout = TimeSpan.FromSeconds(30);
                options.Sending.DrainTimeout = TimeSpan.FromMilliseconds(100);
                adjust?.Invoke(options);
            });
        });
        await app.StartAsync(CancellationToken.None);
        return new RunningSite(app);
    }

    public Browser NewBrowser() => new(Address);

    /// <summary>Waits until the service has acknowledged everything that pages have sent in the background.</summary>
    public Task SettleAsync()
    {
        ObservationSender sender = _app.Services.GetRequiredService<ObservationSender>();
        return Eventually.TrueAsync(() => sender.Waiting == 0);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
