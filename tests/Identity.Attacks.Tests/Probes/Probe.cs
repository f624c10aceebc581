using Grpc.Health.V1;
using Xunit;

namespace Identity.Attacks.Tests.Probes;

/// <summary>Runs one attack and looks at the server while it goes on and after it.</summary>
internal static class Probe
{
    /// <summary>
    /// How much more memory the server may have at any moment of an attack than before it. What an attack makes it
    /// hold is freed by the garbage collector in its own time, so this lies above what is held.
    /// </summary>
    public const long MemoryGrowthMax = 128L << 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Attacks, and expects that others are served all the time, that memory stays bounded, and that nothing
    /// is logged as an error.</summary>
    public static async Task RunAsync(ServerProcess server, Func<Task> attack)
    {
        await ExpectServingAsync(server);
        server.ForgetPeak();
        long before = server.Memory;
        int linesBefore = server.Lines.Count;
        TimeSpan cpuBefore = server.ProcessorTime();

        Task attacking = attack().WaitAsync(Patience, TestContext.Current.CancellationToken);
        int checks = 0;
        do
        {
            await ExpectServingAsync(server);
            checks++;
        }
        while (await Task.WhenAny(attacking, Task.Delay(Pause)) != attacking);

        await attacking;
        await ExpectServingAsync(server);
        long growth = server.PeakMemory() - before;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{checks} checks meanwhile, memory +{growth >> 20} MiB at most, " +
            $"{(server.ProcessorTime() - cpuBefore).TotalSeconds:0.00} s of processor time");
        Assert.InRange(growth, long.MinValue, MemoryGrowthMax);
        string[] complaints = [.. ServerProcess.Complaints(server.Lines.Skip(linesBefore))];
        foreach (string line in complaints.Take(10)) { TestContext.Current.TestOutputHelper?.WriteLine(line); }

        Assert.Empty(complaints);
    }

    private static async Task ExpectServingAsync(ServerProcess server) =>
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, await server.CheckAsync());
}
