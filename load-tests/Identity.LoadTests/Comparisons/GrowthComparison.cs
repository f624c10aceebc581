using Identity.LoadTests.Arithmetic;
using Identity.LoadTests.Results;

namespace Identity.LoadTests.Comparisons;

/// <summary>What the same calls cost a service that knows many persons, against one that knows few.</summary>
internal static class GrowthComparison
{
    private const double RatioMax = 1.3;
    private const double MemoryMbMax = 600;

    public static async Task<IReadOnlyList<Finding>> RunAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var place = new DataPlace(options);
        string few = await place.FilledAsync(options.Small, cancellationToken);
        string many = await place.FilledAsync(options.Large, cancellationToken);
        var findings = new List<Finding>();
        await using (GrownService small = await GrownService.StartAsync(few, options.Small, [], cancellationToken))
        await using (GrownService large = await GrownService.StartAsync(many, options.Large, [], cancellationToken))
        {
            await AddWarmAsync(findings, options, (large, small), cancellationToken);
            await AddRandomAsync(findings, options, (large, small), cancellationToken);
            findings.Add(Memory(options, large));
        }

        string[] noCache = ["--cache-mb", "0"];
        await using (
            GrownService small = await GrownService.StartAsync(few, options.Small, noCache, cancellationToken))
        await using (
            GrownService large = await GrownService.StartAsync(many, options.Large, noCache, cancellationToken))
        {
            findings.Add(Finding.AtMost(
                Name("Resolve of anybody, read from the store (no cache)", options),
                await RandomAsync(options, (large, small), cancellationToken), "µs per call", RatioMax));
            // Last, since it changes what the folders hold.
            await AddIngestAsync(findings, options, (large, small), cancellationToken);
        }

        return findings;
    }

    private static async Task AddWarmAsync(
        List<Finding> findings, LoadOptions options, (GrownService Large, GrownService Small) services,
        CancellationToken cancellationToken)
    {
        Subject large = services.Large.OfOne();
        Subject small = services.Small.OfOne();
        Rounds rounds = await Turns.RunAsync(
            options,
            _ => large.CpuPerCallAsync(options.Calls, cancellationToken),
            _ => small.CpuPerCallAsync(options.Calls, cancellationToken));
        findings.Add(Finding.AtMost(Name("warm Resolve", options), rounds, "µs per call", RatioMax));
    }

    private static async Task AddRandomAsync(
        List<Finding> findings, LoadOptions options, (GrownService Large, GrownService Small) services,
        CancellationToken cancellationToken)
    {
        Rounds rounds = await RandomAsync(options, services, cancellationToken);
        // Not judged: few persons fit in the cache, many do not, so this compares the cache with the store.
        findings.Add(Finding.Stated(Name("Resolve of anybody, default cache", options), rounds, "µs per call"));
    }

    private static Task<Rounds> RandomAsync(
        LoadOptions options, (GrownService Large, GrownService Small) services, CancellationToken cancellationToken) =>
        Turns.RunAsync(
            options,
            round => services.Large.ResolveAnybodyAsync(options.Calls / 2, round, cancellationToken),
            round => services.Small.ResolveAnybodyAsync(options.Calls / 2, round, cancellationToken));

    private static async Task AddIngestAsync(
        List<Finding> findings, LoadOptions options, (GrownService Large, GrownService Small) services,
        CancellationToken cancellationToken)
    {
        Rounds rounds = await Turns.RunAsync(
            options with { WarmUpRounds = Math.Min(4, options.WarmUpRounds) },
            round => services.Large.IngestAsync(options.Observations / 4, round, cancellationToken),
            round => services.Small.IngestAsync(options.Observations / 4, round, cancellationToken));
        findings.Add(Finding.AtMost(Name("ingestion", options), rounds, "µs per observation", RatioMax));
    }

    private static Finding Memory(LoadOptions options, GrownService large)
    {
        double all = large.Server.MemoryMb("VmRSS");
        double once = large.Server.MemoryMb("Pss");
        double own = large.Server.MemoryMb("RssAnon");
        return new Finding(
            Finding.Text($"memory of the server with {options.Large:#,0} persons, default cache, after the above"),
            Finding.Text($"VmRSS {all:0} MiB, of which RssAnon {own:0} MiB; with what is mapped more than once ")
            + Finding.Text($"counted once (Pss) {once:0} MiB"), Finding.Text($"{all:0} MiB"),
            Finding.Text($"below {MemoryMbMax:0} MiB"), all < MemoryMbMax);
    }

    private static string Name(string what, LoadOptions options) => Finding.Text(
        $"server CPU: {what}, {options.Large:#,0} persons against {options.Small:#,0}");
}
