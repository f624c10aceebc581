using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.Results;
using Identity.LoadTests.Serving;

namespace Identity.LoadTests.Comparisons;

/// <summary>What the gRPC runtime costs: a health check against a bare handler that gives the same answer.</summary>
internal static class HealthComparison
{
    private const double RatioMax = 1.2;

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var place = new DataPlace(options);
        await using ServerProcess bare = await ServerProcess.BareAsync(cancellationToken);
        await using ServerProcess full = await ServerProcess.ServeAsync(place.Of("health"), [], cancellationToken);
        using var toBare = new ServiceClient(bare.GrpcAddress, "none");
        using var toFull = new ServiceClient(full.GrpcAddress, "none");
        await RequireSameAnswerAsync(bare, full, cancellationToken);
        Subject reference = Questions.Health(bare, toBare) with { HasMetrics = false };
        Subject measured = Questions.Health(full, toFull);
        Rounds rounds = await Turns.RunAsync(
            options,
            _ => measured.CpuPerCallAsync(options.Calls, cancellationToken),
            _ => reference.CpuPerCallAsync(options.Calls, cancellationToken));
        return
        [
            Finding.AtMost("server CPU: Health/Check against a bare Kestrel handler", rounds, "µs per call", RatioMax),
        ];
    }

    // Otherwise two different things would be compared.
    private static async Task RequireSameAnswerAsync(
        ServerProcess bare, ServerProcess full, CancellationToken cancellationToken)
    {
        string left = await RawAnswer.TakeAsync(bare.GrpcAddress, cancellationToken);
        string right = await RawAnswer.TakeAsync(full.GrpcAddress, cancellationToken);
        ServiceClient.Require(left == right, $"The bare handler answers otherwise:\n{left}\nagainst\n{right}");
    }
}
