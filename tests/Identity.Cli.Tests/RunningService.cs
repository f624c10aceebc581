using Identity.Cli.Calling;
using Identity.Cli.Demo;
using Identity.Server;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Identity.Cli.Tests;

/// <summary>A service in this process, in a folder of its own, with made-up customers.</summary>
public sealed class RunningService : IAsyncLifetime
{
    public const int Customers = 200;

    private readonly CommandLineCase _case = new();
    private IdentityServer? _server;

    public string Address => _server!.GrpcAddress.ToString();

    public string Data => _case.Folder;

    internal DemoOutcome Demo { get; private set; } = new(0, 0);

    public async ValueTask InitializeAsync()
    {
        _server = await IdentityServer.StartAsync(
            new ServerOptions { Data = Data, GrpcPort = 0, HttpPort = 0, LogLevel = LogLevel.None },
            CancellationToken.None);
        Demo = await LoadDemoAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) { await _server.DisposeAsync(); }
        _case.Dispose();
    }

    /// <summary>A command line that calls this service with its admin key.</summary>
    internal CommandLineCase NewCase()
    {
        var result = new CommandLineCase();
        result.Environment["IDENTITY_ADDRESS"] = Address;
        result.Environment["IDENTITY_DATA"] = Data;
        return result;
    }

    internal async Task<DemoOutcome> LoadDemoAsync()
    {
        using ServiceConnection connection = ServiceConnection.Open(
            _server!.GrpcAddress, File.ReadAllText(_server.AdminKeyPath), TimeProvider.System);
        return await new DemoLoad(connection, _case.Surroundings(TextWriter.Null, TextWriter.Null))
            .RunAsync(Data, Customers, CancellationToken.None);
    }
}
