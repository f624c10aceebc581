using System.Net;
using System.Net.Sockets;
using Identity.Api.Tests.Running;
using Identity.Server;
using Xunit;

namespace Identity.Api.Tests.Lifecycle;

/// <summary>What a start makes, and when it refuses.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly RunningServer _server = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task First_start_writes_an_admin_key_that_only_its_owner_can_read_and_no_log_shows()
    {
        await _server.StartAsync();
        string key = _server.AdminKey;
        Assert.StartsWith("idk_", key, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Log.Lines, line => line.Contains(key, StringComparison.Ordinal));
        string path = _server.Server.AdminKeyPath;
        Assert.Contains(_server.Log.Lines, line => line.Contains(path, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        // It has every scope of its workspace, and makes further ones.
        TestWorkspace other = await _server.NewWorkspaceAsync();
        Assert.Equal(0, (await other.StatsAsync()).Observations);
        Assert.Equal(0, (await new TestWorkspace(_server, key).StatsAsync()).Observations);
    }

    [Fact]
    public async Task A_later_start_finds_everything_as_it_was()
    {
        await _server.StartAsync();
        string key = _server.AdminKey;
        V1.Observation observation = TestWorkspace.Observation("m-1", ("customer_id", "c-1"));
        V1.IngestResult taken = await new TestWorkspace(_server, key).IngestAsync(observation);
        await _server.Server.StopAsync(Ending);

        await _server.StartAsync();
        Assert.Equal(key, _server.AdminKey);
        V1.IngestResult again = await new TestWorkspace(_server, key).IngestAsync(observation);
        Assert.Equal((V1.IngestOutcome.Duplicate, taken.PersonId), (again.Outcome, again.PersonId));
    }

    [Fact]
    public async Task A_lost_admin_key_is_missed_and_can_be_replaced_while_the_server_is_stopped()
    {
        await _server.StartAsync();
        string lost = _server.AdminKey;
        File.Delete(_server.Server.AdminKeyPath);
        await _server.Server.StopAsync(Ending);
        await _server.StartAsync();
        Assert.False(File.Exists(_server.Server.AdminKeyPath));
        Assert.Contains(_server.Log.Lines, line => line.Contains("identity keys recover", StringComparison.Ordinal));
        await _server.Server.StopAsync(Ending);

        string path = await IdentityServer.RecoverAdminKeyAsync(new ServerOptions { Data = _server.Data }, Ending);
        await _server.StartAsync();
        Assert.Equal(_server.Server.AdminKeyPath, path);
        Assert.NotEqual(lost, _server.AdminKey);
        await _server.NewWorkspaceAsync();
        await new TestWorkspace(_server, lost).StatsAsync();
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_until_the_first_has_stopped()
    {
        await _server.StartAsync();
        var options = new ServerOptions { Data = _server.Data, GrpcPort = 0, HttpPort = 0 };
        ServerStartException refusal =
            await Assert.ThrowsAsync<ServerStartException>(() => IdentityServer.StartAsync(options, Ending));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        await new TestWorkspace(_server, _server.AdminKey).StatsAsync();
        await _server.Server.StopAsync(Ending);
        await using IdentityServer second = await IdentityServer.StartAsync(options, Ending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_there_was_a_store_no_new_one_is_made(bool isEmpty)
    {
        await _server.StartAsync();
        await _server.Server.StopAsync(Ending);
        string store = Path.Combine(_server.Data, "identity.db");
        File.Delete(store);
        if (isEmpty) { await File.WriteAllBytesAsync(store, [], Ending); }
        ServerStartException refusal = await Assert.ThrowsAsync<ServerStartException>(() => _server.StartAsync());
        Assert.Contains(store, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("missing or empty", refusal.Message, StringComparison.Ordinal);
        File.Delete(_server.Server.AdminKeyPath);
        await _server.StartAsync();
        await _server.NewWorkspaceAsync();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_not_called_in_use()
    {
        Directory.CreateDirectory(Path.Combine(_server.Data, "server.lock"));
        ServerStartException refusal = await Assert.ThrowsAsync<ServerStartException>(() => _server.StartAsync());
        Assert.Contains($"{_server.Data} cannot be written to", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1048576", 1_048_576L, 4_096L)]
    [InlineData("1024", 1_024L, 320L)]
    [InlineData("512", 512L, 64L)]
    [InlineData("unlimited", null, 4_096L)]
    public void The_number_of_connections_leaves_files_for_everything_else(string soft, long? files, long connections)
    {
        string[] lines =
        [
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             96365                96365                processes ",
            $"Max open files            {soft,-21}1048576              files     ",
        ];
        Assert.Equal(files, FileLimit.Parse(lines));
        Assert.Equal(connections, FileLimit.ConnectionsPerPort(files));
    }

    [Fact]
    public void With_too_few_files_for_any_service_none_starts()
    {
        ServerStartException refusal = Assert.Throws<ServerStartException>(
            () => FileLimit.ConnectionsPerPort(FileLimit.FilesMin - 1));
        Assert.Contains("ulimit -n", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_and_the_folder_is_free_again()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new ServerOptions { Data = _server.Data, GrpcPort = port, HttpPort = 0 };
        ServerStartException refusal =
            await Assert.ThrowsAsync<ServerStartException>(() => IdentityServer.StartAsync(options, Ending));
        Assert.Contains($"{port}", refusal.Message, StringComparison.Ordinal);
        await _server.StartAsync();
    }

    [Fact]
    public async Task Options_with_several_defects_are_told_all_of_them_and_make_nothing()
    {
        var options = new ServerOptions
        {
            Data = _server.Data,
            GrpcPort = 70_000,
            HttpPort = -1,
            Bind = "everywhere",
            DrainTimeout = TimeSpan.FromDays(1),
        };
        ServerStartException refusal =
            await Assert.ThrowsAsync<ServerStartException>(() => IdentityServer.StartAsync(options, Ending));
        string[] names = ["--grpc-port", "--http-port", "--bind", "--drain-timeout"];
        Assert.All(names, name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_server.Data));
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_server.Data);
        string path = Path.Combine(_server.Data, "identity.db");
        string content = string.Concat(Enumerable.Repeat("This is a letter, not a database. ", 200));
        await File.WriteAllTextAsync(path, content, Ending);
        await Assert.ThrowsAsync<ServerStartException>(() => _server.StartAsync());
        Assert.Equal(content, await File.ReadAllTextAsync(path, Ending));
    }
}
