using Identity.Cli.Calling;
using Identity.Cli.Importing.Running;
using Identity.SampleData;
using Identity.V1;

namespace Identity.Cli.Demo;

/// <summary>What became of loading the demo.</summary>
/// <param name="Customers">How many made-up customers there are; 0 when the folder holds something else.</param>
/// <param name="Observations">How many observations they left.</param>
internal sealed record DemoOutcome(int Customers, long Observations);

/// <summary>
/// Fills a new service with made-up customers, through its own ingestion. Safe to repeat: their message ids stay the
/// same. Leaves a folder alone that holds anything else.
/// </summary>
internal sealed class DemoLoad(ServiceConnection connection, Surroundings surroundings)
{
    /// <summary>Enough to see what a shop's data looks like, few enough to wait for.</summary>
    public const int CustomersDefault = 5_000;

    private const int BatchSize = 500;

    // Where the shop keeps its customers: what these say alike of two of them joins the two.
    private static readonly string[] SystemsOfRecord = ["crm", "pos"];

    public async Task<DemoOutcome> RunAsync(string data, int customers, CancellationToken cancellationToken)
    {
        DemoMark? mark = await DemoMark.ReadAsync(data, cancellationToken);
        if (mark is { Complete: true }) { return new DemoOutcome(mark.Customers, mark.Observations); }
        if (mark is null)
        {
            WorkspaceStats stats = await connection.Workspaces.GetStatsAsync(
                new GetStatsRequest(), connection.Once(cancellationToken));
            if (stats.Observations > 0) { return new DemoOutcome(0, stats.Observations); }
            await NameSystemsOfRecordAsync(cancellationToken);
            mark = new DemoMark(customers, surroundings.Time.GetUtcNow(), 0, Complete: false);
            await mark.WriteAsync(data, cancellationToken);
        }

        long count = await SendAsync(mark, cancellationToken);
        await (mark with { Observations = count, Complete = true }).WriteAsync(data, cancellationToken);
        return new DemoOutcome(mark.Customers, count);
    }

    private async Task NameSystemsOfRecordAsync(CancellationToken cancellationToken)
    {
        WorkspaceRules rules = await connection.Workspaces.GetRulesAsync(
            new GetRulesRequest(), connection.Once(cancellationToken));
        foreach (string source in SystemsOfRecord.Except(rules.Sources.Select(rule => rule.Name)))
        {
            rules.Sources.Add(new SourceRule { Name = source, SystemOfRecord = true });
        }

        await connection.Workspaces.PutRulesAsync(
            new PutRulesRequest { Rules = rules }, connection.Once(cancellationToken));
    }

    private async Task<long> SendAsync(DemoMark mark, CancellationToken cancellationToken)
    {
        var generator = new SampleGenerator(new SampleOptions { Customers = mark.Customers, End = mark.End });
        using var progress = new ProgressLine(surroundings, "made-up observations");
        long taken = 0;
        Task<int> underWay = Task.FromResult(0);
        foreach (SampleObservation[] batch in generator.Observations().Chunk(BatchSize))
        {
            // One batch is made and sent while the one before is being taken.
            Task<int> next = SendAsync(batch, cancellationToken);
            taken += await underWay;
            underWay = next;
            progress.Report(taken, null);
        }

        return taken + await underWay;
    }

    private async Task<int> SendAsync(SampleObservation[] batch, CancellationToken cancellationToken)
    {
        var request = new IngestRequest();
        request.Observations.AddRange(batch.Select(SampleMessages.From));
        IngestResponse response = await connection.Ingestion.IngestAsync(request, connection.Once(cancellationToken));
        if (response.Results.FirstOrDefault(result => result.Outcome == IngestOutcome.Rejected) is { } rejected)
        {
            string? code = rejected.Problems.FirstOrDefault()?.Code;
            throw new FailedException($"A made-up observation was refused: {code}.");
        }

        return batch.Length;
    }
}
