using System.CommandLine;
using Grpc.Core;
using Identity.Cli.Calling;
using Identity.Cli.Demo;
using Identity.Cli.Settings;
using Identity.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Identity.Cli.Commands;

/// <summary>Runs the service.</summary>
internal static class ServeCommand
{
    public static Command Build(CommandSite site)
    {
        CommonSettings common = site.Common;
        var command = new Command("serve", "Runs the service until it is told to stop (SIGTERM or Ctrl+C).");
        Setting[] settings =
        [
            common.Data, common.GrpcPort, common.HttpPort, common.Bind, common.DrainTimeout, common.CacheMb,
            common.LogFormat, common.LogLevel, common.SlowCallMs, common.Demo, common.DemoCustomers, common.Settings,
        ];
        foreach (Setting setting in settings) { command.Add(setting.Option); }
        site.OnRun(command, run => RunAsync(run, common));
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, CommonSettings common)
    {
        ServerOptions options = Options(run, common);
        // Read before anything starts, so that a wrong number is wrong use and not a service without its demo.
        int? customers = run.Values.Get(common.DemoCustomers);
        if (!run.Values.Get(common.Demo)) { customers = null; }
        await using IdentityServer server = await IdentityServer.StartAsync(options, run.CancellationToken);
        if (customers is { } wanted) { await ShowDemoAsync(run, server, wanted); }
        return await server.RunAsync(run.CancellationToken);
    }

    private static ServerOptions Options(CommandRun run, CommonSettings common) => new()
    {
        Data = run.Surroundings.PathOf(run.Values.Get(common.Data)),
        GrpcPort = run.Values.Get(common.GrpcPort),
        HttpPort = run.Values.Get(common.HttpPort),
        Bind = run.Values.Get(common.Bind),
        DrainTimeout = run.Values.Get(common.DrainTimeout),
        CacheMb = run.Values.Get(common.CacheMb),
        LogFormat = run.Values.Get(common.LogFormat),
        LogLevel = run.Values.Get(common.LogLevel),
        SlowCallLimit = run.Values.Get(common.SlowCallMs),
        OpenTelemetry = run.Surroundings.OpenTelemetry,
    };

    private static async Task ShowDemoAsync(CommandRun run, IdentityServer server, int customers)
    {
        CancellationToken stopping = server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            string key = (await File.ReadAllTextAsync(server.AdminKeyPath, stopping)).Trim();
            using ServiceConnection connection = ServiceConnection.Open(
                Reachable(server.GrpcAddress), key, run.Surroundings.Time);
            DemoOutcome outcome = await new DemoLoad(connection, run.Surroundings).RunAsync(
                Path.GetDirectoryName(server.AdminKeyPath) ?? "", customers, stopping);
            // Where lines are read by a machine, only log lines go.
            bool isForMachines = run.Values.Get(run.Site.Common.LogFormat) == LogFormat.Json;
            DemoNotes.Write(isForMachines ? run.Error : run.Output, outcome, new DemoPlace(
                Reachable(server.GrpcAddress), Reachable(server.HttpAddress), server.AdminKeyPath,
                run.Surroundings.Folder));
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The next start goes on where this one was told to stop.
        }
        catch (Exception failure)
            when (failure is RpcException or FailedException or IOException or UnauthorizedAccessException)
        {
            // The service itself is fine and goes on; its demonstration is not.
            string cause = failure is RpcException call
                ? CallFailures.Describe(call, server.GrpcAddress.ToString()) : failure.Message;
            await run.Error.WriteLineAsync($"identity: The demo could not be loaded. {cause}");
        }
    }

    // Listening at every address is no address to call.
    private static Uri Reachable(Uri listening) => listening.Host is "0.0.0.0" or "[::]" or "+" or "*"
        ? new UriBuilder(listening) { Host = "127.0.0.1" }.Uri : listening;
}
