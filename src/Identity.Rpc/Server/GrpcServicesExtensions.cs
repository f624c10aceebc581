using Grpc.AspNetCore.Server;
using Identity.Rpc.Server;
using Identity.Rpc.Wire;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Grpc.AspNetCore.Server
{
    /// <summary>Goes on with the registration of gRPC services.</summary>
    public interface IGrpcServerBuilder
    {
        /// <summary>The services of the application.</summary>
        Microsoft.Extensions.DependencyInjection.IServiceCollection Services { get; }
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Registers what gRPC services need.</summary>
    public static class GrpcServicesExtensions
    {
        /// <summary>Registers what gRPC services need, with settings as they are.</summary>
        public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
        {
            ArgumentNullException.ThrowIfNull(services);
            services.AddOptions();
            services.AddRouting();
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton(new RegisteredServices(services));
            services.TryAddSingleton(StreamLimits.Default);
            services.TryAddSingleton(new ReceiveBudget(ReceiveBudget.BytesMaxDefault));
            services.TryAddSingleton<ServerRuntime>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HealthStopper>());
            return new ServerBuilder(services);
        }

        /// <summary>Registers what gRPC services need, with settings for all of them.</summary>
        public static IGrpcServerBuilder AddGrpc(
            this IServiceCollection services,
            Action<GrpcServiceOptions> configureOptions)
        {
            IGrpcServerBuilder builder = services.AddGrpc();
            services.Configure(configureOptions);
            return builder;
        }

        /// <summary>Adds settings for one service.</summary>
        public static IGrpcServerBuilder AddServiceOptions<TService>(
            this IGrpcServerBuilder grpcBuilder,
            Action<GrpcServiceOptions<TService>> configure)
            where TService : class
        {
            ArgumentNullException.ThrowIfNull(grpcBuilder);
            grpcBuilder.Services.Configure(configure);
            return grpcBuilder;
        }
    }
}
