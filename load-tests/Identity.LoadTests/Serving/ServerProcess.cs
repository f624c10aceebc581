using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Identity.LoadTests.Serving;

/// <summary>A server under test: a process of its own, so that its processor time is only its own.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int TerminateSignal = 15;
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process, int grpcPort, int httpPort)
    {
        _process = process;
        (GrpcAddress, HttpAddress) = (At(grpcPort), At(httpPort));
    }

    /// <summary>Where the sources are.</summary>
    public static string Root { get; } = typeof(ServerProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "";

    public Uri GrpcAddress { get; }

    public Uri HttpAddress { get; }

    public double CpuSeconds => ProcessReading.CpuSeconds(_process.Id);

    /// <summary>Starts <c>identity serve</c>; it accepts calls when this returns.</summary>
    /// <param name="data">The data folder; made when it is missing.</param>
    /// <param name="more">Further options of the command.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    public static async Task<ServerProcess> ServeAsync(
        string data, IEnumerable<string> more, CancellationToken cancellationToken)
    {
        string program = Path.Combine(Root, "src/Identity.Cli/bin/Release/net10.0/identity.dll");
        if (!File.Exists(program)) { throw new InvalidOperationException("The service is not built for Release."); }
        (int grpc, int http) = (FreePort(), FreePort());
        string[] options =
        [
            "exec", program, "serve", "--data", data, "--grpc-port", $"{grpc}", "--http-port", $"{http}",
            "--log-level", "error", .. more,
        ];
        return await StartAsync(options, grpc, http, cancellationToken);
    }

    /// <summary>Starts this program's bare handler.</summary>
    public static Task<ServerProcess> BareAsync(CancellationToken cancellationToken)
    {
        (int grpc, int http) = (FreePort(), FreePort());
        string program = typeof(ServerProcess).Assembly.Location;
        return StartAsync(
            ["exec", program, "bare", "--port", $"{grpc}", "--http-port", $"{http}"], grpc, http, cancellationToken);
    }

    /// <summary>MiB of memory of a kind: VmRSS, RssAnon, Pss.</summary>
    public double MemoryMb(string kind) => ProcessReading.MemoryMb(_process.Id, kind);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) { _ = Signal(_process.Id, TerminateSignal); }
        using var patience = new CancellationTokenSource(StopMax);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(
        IEnumerable<string> arguments, int grpc, int http, CancellationToken cancellationToken)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Root })
            ?? throw new InvalidOperationException("dotnet could not be started.");
        var server = new ServerProcess(process, grpc, http);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(StartMax);
            // The port is opened last, when everything else is there.
            while (!await IsOpenAsync(grpc, patience.Token) || !await IsOpenAsync(http, patience.Token))
            {
                if (process.HasExited) { throw new InvalidOperationException("The server ended at its start."); }
                await Task.Delay(50, patience.Token);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> IsOpenAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Uri At(int port) => new($"http://127.0.0.1:{port}");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
