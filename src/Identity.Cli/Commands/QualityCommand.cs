using System.CommandLine;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Tells how good what a workspace holds is.</summary>
internal static class QualityCommand
{
    public static Command Build(CommandSite site)
    {
        var file = new Option<string>("--out")
        {
            Description = "Writes the report to this file: JSON when its name ends with .json, else a page.",
            HelpName = "FILE",
        };
        var command = new Command("quality", "Tells how full, how fresh and how sure what is stored is.") { file };
        site.OnCall(command, async (run, connection) =>
        {
            QualityReport report = await connection.Workspaces.GetQualityAsync(
                new GetQualityRequest(), connection.Long(run.CancellationToken));
            if (run.Parsed.GetValue(file) is { } path) { await WriteAsync(run, report, path); }
            else if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(report)); }
            else { StoredQuality.Write(run.Output, report); }
            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task WriteAsync(CommandRun run, QualityReport report, string path)
    {
        bool isJson = run.IsJson || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        await File.WriteAllTextAsync(
            run.Surroundings.PathOf(path), isJson ? Printing.JsonOf(report) + "\n" : StoredQuality.ToHtml(report),
            run.CancellationToken);
    }
}
