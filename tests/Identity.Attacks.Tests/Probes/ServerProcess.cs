using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>The real server in a process of its own, so that its memory and its end can be looked at.</summary>
public sealed partial class ServerProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _data = Directory.CreateTempSubdirectory("identity-attacks-").FullName;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    /// <summary>Where gRPC is served, on the loopback address.</summary>
    public int Port { get; private set; }

    /// <summary>The header of a caller who may do everything.</summary>
    public string Authorization => $"Bearer {File.ReadAllText(Path.Combine(_data, "admin.key")).Trim()}";

    /// <summary>Everything that was logged.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Memory that the process has now, in bytes.</summary>
    public long Memory => Status("VmRSS");

    private Process Process => _process ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "identity.dll");
        string[] arguments =
            ["exec", program, "serve", "--data", _data, "--grpc-port", "0", "--http-port", "0"];
        ProcessStartInfo start = new("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server could not be started.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Port = await _port.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) { Process.Kill(); }

        await Process.WaitForExitAsync();
        Process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Forgets the highest memory so far.</summary>
    public void ForgetPeak() => File.WriteAllText($"/proc/{Process.Id}/clear_refs", "5");

    /// <summary>The highest memory since <see cref="ForgetPeak"/>, in bytes.</summary>
    public long PeakMemory() => Status("VmHWM");

    /// <summary>Processor time that the process has used.</summary>
    public TimeSpan ProcessorTime()
    {
        Process.Refresh();
        return Process.TotalProcessorTime;
    }

    /// <summary>Calls Health/Check on a connection of its own.</summary>
    public async Task<HealthCheckResponse.Types.ServingStatus> CheckAsync(IPAddress? from = null)
    {
        using SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using GrpcChannel channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{Port}", new GrpcChannelOptions { HttpHandler = handler });
        DateTime deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Patience;
        HealthCheckResponse response = await new Health.HealthClient(channel).CheckAsync(
            new HealthCheckRequest(), new CallOptions(deadline: deadline));
        return response.Status;
    }

    /// <summary>What the log must not hold: errors of ours.</summary>
    public static IEnumerable<string> Complaints(IEnumerable<string> lines) =>
        lines.Where(line => Complaint().IsMatch(line) && !IsNotice(line));

    /// <summary>Whether a line only says that a connection was broken off for what it did.</summary>
    public static bool IsNotice(string line) => Notice().IsMatch(line);

    private void Keep(string? line)
    {
        if (line is null) { return; }

        _lines.Enqueue(line);
        Match listening = Listening().Match(line);
        if (listening.Success)
        {
            _port.TrySetResult(int.Parse(listening.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    private long Status(string name)
    {
        string line = File.ReadLines($"/proc/{Process.Id}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        string kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        return 1024 * long.Parse(kilobytes, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"gRPC at http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();

    // The server under ours calls it critical when it breaks a connection off; for us that is what should happen.
    [GeneratedRegex(@"exceeded the output (operations|flow control) maximum|ENHANCE_YOUR_CALM responses were recorded")]
    private static partial Regex Notice();

    [GeneratedRegex(@" (ERR|FTL) |[Uu]nhandled|   at ")]
    private static partial Regex Complaint();
}
