using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Identity.Client.Web;

/// <summary>Puts the client into an ASP.NET Core website.</summary>
public static class VisitorExtensions
{
    /// <summary>
    /// Adds <see cref="IdentityClient"/> and <see cref="ObservationSender"/>, one each, and makes a first call when the
    /// website starts, so that no visitor pays for connecting. A website starts without the service too.
    /// </summary>
    public static IServiceCollection AddIdentityClient(
        this IServiceCollection services, Action<IdentityClientOptions> configure)
    {
        services.AddOptions<IdentityClientOptions>().Configure(configure);
        services.TryAddSingleton(provider => new IdentityClient(
            provider.GetRequiredService<IOptions<IdentityClientOptions>>().Value,
            provider.GetService<ILoggerFactory>(),
            provider.GetService<TimeProvider>()));
        services.TryAddSingleton(provider => new ObservationSender(
            provider.GetRequiredService<IdentityClient>(),
            provider.GetRequiredService<IOptions<IdentityClientOptions>>().Value.Sending,
            provider.GetService<ILoggerFactory>(),
            provider.GetService<TimeProvider>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ObservationSender>());
        services.AddHostedService<WarmUp>();
        return services;
    }

    /// <summary>Adds the <see cref="Visitor"/> of each request, for pages and handlers to take.</summary>
    /// <exception cref="ArgumentException">When the website starts: the options have defects; all are
    /// named.</exception>
    public static IServiceCollection AddVisitor(
        this IServiceCollection services, Action<VisitorOptions>? configure = null)
    {
        services.AddOptions<VisitorOptions>().Configure(options => configure?.Invoke(options));
        services.AddHttpContextAccessor();
        services.TryAddSingleton(Parts);
        services.TryAddScoped(provider =>
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.GetVisitor()
            ?? throw new InvalidOperationException("A visitor is there while a request is handled."));
        return services;
    }

    /// <summary>
    /// Gives each request its visitor. Before what makes pages; the order against authentication does not matter, since
    /// nothing is asked before a page asks. Before middleware that sets headers of caching as a response starts, or
    /// that middleware has the last word on them.
    /// </summary>
    public static IApplicationBuilder UseVisitor(this IApplicationBuilder app) =>
        app.UseMiddleware<VisitorMiddleware>();

    /// <summary>The visitor of this request.</summary>
    /// <exception cref="InvalidOperationException"><see cref="UseVisitor"/> did not run before.</exception>
    public static Visitor GetVisitor(this HttpContext context) => context.Features.Get<Visitor>()
        ?? throw new InvalidOperationException(
            "There is no visitor yet: call app.UseVisitor() before what makes pages.");

    private static VisitorParts Parts(IServiceProvider provider)
    {
        VisitorOptions options = provider.GetRequiredService<IOptions<VisitorOptions>>().Value;
        IReadOnlyList<string> defects = options.Defects();
        if (defects.Count > 0) { throw new ArgumentException(string.Join(' ', defects)); }
        return new VisitorParts(
            provider.GetRequiredService<IdentityClient>(),
            provider.GetRequiredService<ObservationSender>(),
            options,
            new VisitorCookies(options),
            provider.GetRequiredService<ILogger<Visitor>>());
    }
}
