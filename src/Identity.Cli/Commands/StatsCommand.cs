using System.CommandLine;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Counts what a workspace holds.</summary>
internal static class StatsCommand
{
    public static Command Build(CommandSite site)
    {
        var command = new Command("stats", "Counts what the workspace holds.");
        site.OnCall(command, async (run, connection) =>
        {
            WorkspaceStats stats = await connection.Workspaces.GetStatsAsync(
                new GetStatsRequest(), connection.Once(run.CancellationToken));
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(stats)); }
            else { Write(run.Output, stats); }
            return ExitCodes.Fine;
        });
        return command;
    }

    private static void Write(TextWriter output, WorkspaceStats stats)
    {
        List<string[]> rows =
        [
            ["persons", Printing.Text(stats.Persons)], ["identifiers", Printing.Text(stats.Identifiers)],
            ["observations", Printing.Text(stats.Observations)], ["links", Printing.Text(stats.Links)],
        ];
        rows.AddRange(stats.SuppressedLinks.OrderBy(count => count.Key, StringComparer.Ordinal)
            .Select(count => new[] { $"held back, {count.Key}", Printing.Text(count.Value) }));
        if (stats.Reresolution is { } progress)
        {
            rows.Add([
                $"re-resolving, rules {Printing.Text(progress.Version)}",
                $"{Printing.Text(progress.Done)} of {Printing.Text(progress.Total)} identifiers",
            ]);
        }

        output.WriteColumns("", rows);
    }
}
