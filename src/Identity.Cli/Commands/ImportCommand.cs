using System.CommandLine;
using Grpc.Core;
using Identity.Cli.Calling;
using Identity.Cli.Importing;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Takes files in.</summary>
internal sealed class ImportCommand
{
    private const int LevelDefault = 4;

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A table (CSV with a header) or JSON lines.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _source = new("--source")
    {
        Description = "The system that the rows come from; needed for tables, and for JSON lines that name none.",
        HelpName = "NAME",
    };

    private readonly Option<int> _level = new("--level")
    {
        Description = "How the identifiers of a row came together, 2 to 4; 4 is a row of a system of record.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LevelDefault,
    };

    private readonly Option<string> _map = new("--map")
    {
        Description = "A JSON file that says where columns go that their header does not name.",
        HelpName = "FILE",
    };

    private readonly Option<string> _rejects = new("--rejects")
    {
        Description = "Where refused rows are listed (default: FILE.rejects.csv).",
        HelpName = "FILE",
    };

    private ImportCommand()
    {
    }

    public static Command Build(CommandSite site)
    {
        var import = new ImportCommand();
        var command = new Command(
            "import", "Takes the rows of files in. Safe to run again: the same rows change nothing.")
        {
            import._files, import._source, import._level, import._map, import._rejects,
        };
        site.OnCall(command, import.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(CommandRun run, ServiceConnection connection)
    {
        ImportDefaults defaults = Defaults(run);
        ColumnMap map = run.Parsed.GetValue(_map) is { } path
            ? ColumnMap.Read(run.Surroundings.PathOf(path)) : ColumnMap.Empty;
        string[] names = run.Parsed.GetRequiredValue(_files);
        if (names.Length > 1 && run.Parsed.GetValue(_rejects) is not null)
        {
            throw new WrongUseException("--rejects goes with one FILE; without it, each has a list of its own.");
        }

        IReadOnlySet<string> namespaces = await NamespacesAsync(run, connection);
        List<ImportFile> files = [];
        try
        {
            // All are opened before anything is sent: a wrong name or mapping then has changed nothing.
            foreach (string name in names)
            {
                var input = new ImportInput(name, run.Surroundings.PathOf(name), defaults, map, namespaces);
                files.Add(await ImportFile.OpenAsync(input, run.CancellationToken));
            }

            return await SendAsync(run, connection, files);
        }
        finally
        {
            foreach (ImportFile file in files) { await file.DisposeAsync(); }
        }
    }

    private ImportDefaults Defaults(CommandRun run)
    {
        string? source = run.Parsed.GetValue(_source);
        if (source is not null && !Names.IsSource(source))
        {
            throw new WrongUseException(
                $"--source: it has 1 to {Names.LengthMax} characters of a-z, 0-9, '_', '-' and '.'.");
        }

        int level = run.Parsed.GetValue(_level);
        return level is >= 2 and <= LevelDefault
            ? new ImportDefaults(source, level) : throw new WrongUseException("--level: it is 2, 3 or 4.");
    }

    // A key for imports need not be one that may read rules; then only the usual namespaces are known by their name.
    private static async Task<IReadOnlySet<string>> NamespacesAsync(CommandRun run, ServiceConnection connection)
    {
        try
        {
            WorkspaceRules rules = await connection.Workspaces.GetRulesAsync(
                new GetRulesRequest(), connection.Once(run.CancellationToken));
            return rules.Namespaces.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.PermissionDenied)
        {
            return NamespaceDefaults.All.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        }
    }

    private async Task<int> SendAsync(CommandRun run, ServiceConnection connection, List<ImportFile> files)
    {
        var tally = new ImportTally();
        List<string> rejectsFiles = [];
        long start = run.Surroundings.Time.GetTimestamp();
        try
        {
            foreach (ImportFile file in files)
            {
                if (!run.IsJson) { file.Rows.Describe(run.Error); }
                string rejects = run.Parsed.GetValue(_rejects) ?? $"{file.Input.Name}.rejects.csv";
                if (await SendAsync(run, connection, (file, rejects, tally))) { rejectsFiles.Add(rejects); }
            }
        }
        finally
        {
            // Also after a failure: what was taken until then is taken.
            var summary = new ImportSummary(tally, run.Surroundings.Time.GetElapsedTime(start), rejectsFiles);
            if (run.IsJson) { await run.Output.WriteLineAsync(summary.ToJson()); }
            else { summary.WriteText(run.Output); }
        }

        if (tally.Rows == 0 || tally.Rejected < tally.Rows) { return ExitCodes.Fine; }
        throw new FailedException("Every row was rejected.");
    }

    private static async Task<bool> SendAsync(
        CommandRun run, ServiceConnection connection, (ImportFile File, string Rejects, ImportTally Tally) what)
    {
        string path = run.Surroundings.PathOf(what.Rejects);
        if (path == what.File.Input.Path)
        {
            throw new WrongUseException("--rejects: it is the file that is imported.");
        }

        using var rejects = new RejectsFile(path);
        rejects.Prepare();
        using var progress = new ProgressLine(run.Surroundings, "rows");
        bool any = false;
        var import = new ImportRun(connection.Ingestion, what.Tally, (row, problems) =>
        {
            any = true;
            rejects.Add(row, problems);
        });
        await import.RunAsync(new Watched(what.File, progress), run.CancellationToken);
        return any;
    }

    // Tells the progress whenever a row is taken from the file.
    private sealed class Watched(ImportFile file, ProgressLine progress) : IRows
    {
        private const int Step = 256;

        public void Describe(TextWriter output) => file.Rows.Describe(output);

        public async IAsyncEnumerable<ImportRow> ReadAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            long count = 0;
            await foreach (ImportRow row in file.Rows.ReadAsync(cancellationToken))
            {
                if (++count % Step == 0) { progress.Report(count, file.Fraction); }
                yield return row;
            }
        }
    }
}
