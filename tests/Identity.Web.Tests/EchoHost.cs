using System.Net;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Identity.Api.Tests.Running;
using Identity.Rpc.Tests;
using Identity.Web.Connect;
using Interop.V1;
using Kinds.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Identity.Web.Tests;

/// <summary>The echo service behind the Connect protocol, on a real Kestrel on a free loopback port.</summary>
public sealed class EchoHost : IAsyncLifetime
{
    internal const string Echo = "/interop.v1.EchoService/Echo";
    internal const string Show = "/kinds.v1.KindService/Show";

    private WebApplication? _app;

    internal EchoProbe Probe { get; } = new();

    internal CapturedLog Log { get; } = new();

    internal HttpClient Client { get; } = new();

    /// <summary>Asked of every call before its body is read.</summary>
    internal Func<HttpContext, int> Admit { get; set; } = _ => 4 * 1024 * 1024;

    /// <summary>What requests may hold.</summary>
    internal BodyBudget Budget { get; init; } = new(BodyBudget.BytesMaxDefault);

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton(Budget);
        builder.Services.AddSingleton<Outer>();
        builder.Services.AddSingleton<Inner>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<Outer>();
            options.Interceptors.Add<Inner>();
        });
        _app = builder.Build();
        _app.UseConnect((binder, _) =>
        {
            EchoService.BindService(binder, new EchoServiceImpl(Probe));
            KindService.BindService(binder, new KindServiceImpl());
        }, http => Admit(http));
        _app.MapGet("/elsewhere", () => "elsewhere");
        await _app.StartAsync();
        string address = _app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Single();
        Client.BaseAddress = new Uri(address);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null) { await _app.DisposeAsync(); }
    }

    private sealed class KindServiceImpl : KindService.KindServiceBase
    {
        public override Task<Kinds.V1.Kinds> Show(Kinds.V1.Kinds request, ServerCallContext context) =>
            Task.FromResult(request);
    }

    // Say in which order they saw the call.
    private sealed class Outer : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.ResponseTrailers.Add("seen", $"outer {context.GetHttpContext().Request.Path} {context.Method}");
            return continuation(request, context);
        }
    }

    private sealed class Inner : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.ResponseTrailers.Add("seen", $"inner {context.Host} {context.Peer}");
            return continuation(request, context);
        }
    }
}
