using Grpc.Core;
using Grpc.Net.Client;
using Identity.Application.Access;
using Identity.Client.Tests.Running;
using Identity.Core.Recognition;
using Identity.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningService))]

namespace Identity.Client.Tests.Running;

/// <summary>The real service in this process, with a store in a folder of its own, on any free ports.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"identity-client-{Guid.NewGuid():n}");
    private IdentityServer? _server;
    private GrpcChannel? _channel;

    public Uri Address => _server!.GrpcAddress;

    public async ValueTask InitializeAsync()
    {
        _server = await IdentityServer.StartAsync(
            new ServerOptions { Data = _data, GrpcPort = 0, HttpPort = 0, LogLevel = LogLevel.None },
            CancellationToken.None);
        _channel = GrpcChannel.ForAddress(Address);
    }

    /// <summary>An empty workspace, for one test alone; its key for a website.</summary>
    internal async Task<string> NewWebsiteAsync(params string[] more)
    {
        string admin = await File.ReadAllTextAsync(_server!.AdminKeyPath, TestContext.Current.CancellationToken);
        var workspaces = new V1.WorkspaceService.WorkspaceServiceClient(_channel);
        V1.Workspace made = await workspaces.CreateWorkspaceAsync(
            new V1.CreateWorkspaceRequest { Name = "test" }, Options(admin.Trim()));
        V1.CreatedKey key = await workspaces.CreateKeyAsync(
            new V1.CreateKeyRequest
            {
                Name = "website",
                Scopes = { "resolve", "resolve.authenticated", "ingest", "ingest.authenticated", more },
                Sources = { "sample-site" },
            },
            Options(made.AdminKey));
        return key.Key;
    }

    /// <summary>A personal link's token, as the service puts it into mails of this key's workspace.</summary>
    internal string NewLinkToken(string key, string @namespace, string value) => LinkToken.Create(
        _server!.Services.GetRequiredService<KeyDirectory>().Authenticate(key).Workspace.Secret,
        new RawIdentity(@namespace, value),
        TimeProvider.System.GetUtcNow().AddHours(1));

    /// <summary>A client with this key.</summary>
    internal IdentityClient NewClient(string key) => new(new IdentityClientOptions
    {
        Address = Address,
        Key = key,
        ResolveTimeout = TimeSpan.FromSeconds(30),
        IngestTimeout = TimeSpan.FromSeconds(30),
    });

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_server is not null) { await _server.DisposeAsync(); }
        if (Directory.Exists(_data)) { Directory.Delete(_data, recursive: true); }
    }

    private static CallOptions Options(string key) => new(
        new Metadata { { "authorization", $"Bearer {key}" } },
        cancellationToken: TestContext.Current.CancellationToken);
}
