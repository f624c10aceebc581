using Identity.LoadTests.Driving;
using Identity.LoadTests.Serving;

namespace Identity.LoadTests.Comparisons;

/// <summary>One of the things that are compared: calls of one kind to one server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Load">The calls.</param>
/// <param name="VerifyAsync">Makes one such call with a gRPC client, and throws when the answer is not right.</param>
internal sealed record Subject(ServerProcess Server, HttpLoad Load, Func<CancellationToken, Task> VerifyAsync)
{
    /// <summary>The server counts its calls, and is asked how they ended.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>Microseconds of the server's processor time for each of so many calls.</summary>
    /// <exception cref="InvalidOperationException">A call failed.</exception>
    public async Task<double> CpuPerCallAsync(int calls, CancellationToken cancellationToken)
    {
        await VerifyAsync(cancellationToken);
        MetricsReading? before = await ReadAsync(cancellationToken);
        double cpu = Server.CpuSeconds;
        await Load.RunAsync(Server.GrpcAddress, calls, cancellationToken);
        cpu = Server.CpuSeconds - cpu;
        MetricsReading? after = await ReadAsync(cancellationToken);
        if (before is not null && after is not null) { RequireOk(before, after, calls); }
        await VerifyAsync(cancellationToken);
        return cpu / calls * 1e6;
    }

    /// <summary>Bytes that the server allocates for each of so many calls.</summary>
    public async Task<double> AllocatedPerCallAsync(int calls, CancellationToken cancellationToken)
    {
        MetricsReading first = await MetricsReading.TakeAsync(Server.HttpAddress, cancellationToken);
        MetricsReading before = await MetricsReading.TakeAsync(Server.HttpAddress, cancellationToken);
        await Load.RunAsync(Server.GrpcAddress, calls, cancellationToken);
        MetricsReading after = await MetricsReading.TakeAsync(Server.HttpAddress, cancellationToken);
        // What being asked costs is known from asking twice.
        double asking = before.AllocatedBytes - first.AllocatedBytes;
        return (after.AllocatedBytes - before.AllocatedBytes - asking) / calls;
    }

    private async Task<MetricsReading?> ReadAsync(CancellationToken cancellationToken) =>
        HasMetrics ? await MetricsReading.TakeAsync(Server.HttpAddress, cancellationToken) : null;

    // A call counts when its response is through, which can be after its sender has seen the answer.
    private static void RequireOk(MetricsReading before, MetricsReading after, int calls)
    {
        ServiceClient.Require(after.FailedCalls == before.FailedCalls, "Calls failed.");
        double counted = after.Calls - before.Calls;
        ServiceClient.Require(
            counted >= calls - (HttpLoad.Connections * HttpLoad.StreamsPerConnection),
            $"The server counted {counted} calls of {calls}.");
    }
}
