using System.CommandLine;
using Identity.Cli.Calling;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Reading;
using Identity.Cli.Importing.Running;
using Identity.Core;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Takes files in.</summary>
internal sealed class ImportCommand
{
    private const int LevelDefault = 4;

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A table (CSV with a header) or JSON lines; packed with gzip or not.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _source = Text(
        "--source", "NAME",
        "The system that the rows come from; needed for tables, and for JSON lines that name none.");

    private readonly Option<int> _level = new("--level")
    {
        Description = "How the identifiers of a row came together, 2 to 4; 4 is a row of a system of record.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => LevelDefault,
    };

    private readonly Option<string> _map = Text(
        "--map", "FILE", "A JSON file that says where columns go; those that it does not name are guessed.");

    private readonly Option<string> _writeMap = Text(
        "--write-map", "FILE", "Writes where the columns would go as a mapping to edit, and imports nothing.");

    private readonly Option<bool> _yes = new("--yes", "-y")
    {
        Description = "Takes the columns as they are understood, without asking.",
    };

    private readonly Option<string> _encoding = Text(
        "--encoding", "NAME", "What the files are encoded in (default: found out).");

    private readonly Option<string> _rejects = Text(
        "--rejects", "FILE", "Where refused rows are listed (default: FILE.rejects.csv).");

    private readonly Option<string> _reports = Text(
        "--reports", "DIR", "Where refused rows and the data quality are reported (default: beside each file).");

    private readonly Option<string> _state = Text(
        "--state", "DIR",
        $"Where is remembered how far imports are (default: {ImportSession.StateFolder} beside each file).");

    private readonly Option<bool> _anew = new("--anew")
    {
        Description = "Begins at the first row, also when an earlier run broke off.",
    };

    private readonly Option<string> _watch = Text(
        "--watch", "DIR", "Takes each file that is put into this folder, until it is stopped.");

    private ImportCommand()
    {
    }

    public static Command Build(CommandSite site)
    {
        var import = new ImportCommand();
        var command = new Command(
            "import", "Takes the rows of files in. Safe to run again: the same rows change nothing.")
        {
            import._files, import._source, import._level, import._map, import._writeMap, import._yes, import._encoding,
            import._rejects, import._reports, import._state, import._anew, import._watch,
        };
        site.OnCall(command, import.RunAsync);
        return command;
    }

    private static Option<string> Text(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };

    private async Task<int> RunAsync(CommandRun run, ServiceConnection connection)
    {
        ImportOptions options = Options(run);
        string[] names = run.Parsed.GetValue(_files) ?? [];
        CheckUse(run, names);
        using ImportSession session = await ImportSession.StartAsync(run, connection, options);
        if (run.Parsed.GetValue(_watch) is { } folder)
        {
            return await new FolderWatch(run, session, run.Surroundings.PathOf(folder), options.Yes).RunAsync();
        }

        List<ImportFile> files = [];
        try
        {
            // All are opened before anything is sent: a wrong name or mapping then has changed nothing.
            foreach (string name in names) { files.Add(await session.OpenAsync(name, run.CancellationToken)); }
            if (run.Parsed.GetValue(_writeMap) is { } path) { return await WriteMapAsync(run, files, path); }
            return Confirmed(run, options, files) ? await SendAsync(run, session, files) : ExitCodes.Failed;
        }
        finally
        {
            foreach (ImportFile file in files) { await file.DisposeAsync(); }
        }
    }

    private ImportOptions Options(CommandRun run)
    {
        string? source = run.Parsed.GetValue(_source);
        if (source is not null && !Names.IsSource(source))
        {
            throw new WrongUseException(
                $"--source: it has 1 to {Names.LengthMax} characters of a-z, 0-9, '_', '-' and '.'.");
        }

        int level = run.Parsed.GetValue(_level);
        if (level is < 2 or > LevelDefault) { throw new WrongUseException("--level: it is 2, 3 or 4."); }
        string? encoding = run.Parsed.GetValue(_encoding);
        if (encoding is not null) { _ = RowDecoder.OfName(encoding); }
        ColumnMap map = run.Parsed.GetValue(_map) is { } path
            ? ColumnMap.Read(run.Surroundings.PathOf(path)) : ColumnMap.Empty;
        return new ImportOptions(
            new ImportDefaults(source, level), map, encoding, run.Parsed.GetValue(_reports),
            run.Parsed.GetValue(_state))
        {
            Rejects = run.Parsed.GetValue(_rejects),
            Yes = run.Parsed.GetValue(_yes),
            Anew = run.Parsed.GetValue(_anew),
        };
    }

    private void CheckUse(CommandRun run, string[] names)
    {
        bool isWatch = run.Parsed.GetValue(_watch) is not null;
        if (isWatch && names.Length > 0) { throw new WrongUseException("--watch takes no FILE: it takes a folder."); }
        if (!isWatch && names.Length == 0) { throw new WrongUseException("Name a FILE to import."); }
        if (run.Parsed.GetValue(_rejects) is not null && (isWatch || names.Length > 1))
        {
            throw new WrongUseException("--rejects goes with one FILE; without it, each has a list of its own.");
        }

        if (run.Parsed.GetValue(_writeMap) is not null && names.Length != 1)
        {
            throw new WrongUseException("--write-map goes with one FILE.");
        }
    }

    private static async Task<int> WriteMapAsync(CommandRun run, List<ImportFile> files, string path)
    {
        ColumnPlan plan = files[0].Plan
            ?? throw new WrongUseException($"{files[0].Input.Name} is no table, and has no columns to map.");
        files[0].Rows.Describe(run.Error);
        await File.WriteAllTextAsync(run.Surroundings.PathOf(path), ColumnMap.Write(plan), run.CancellationToken);
        await run.Output.WriteLineAsync($"{path} says where the columns go. Edit it, and import with --map {path}.");
        return ExitCodes.Fine;
    }

    private static bool Confirmed(CommandRun run, ImportOptions options, List<ImportFile> files)
    {
        foreach (ImportFile file in files)
        {
            if (!run.IsJson || file.Plan?.Unsure.Any() == true) { file.Rows.Describe(run.Error); }
            if (!PlanConfirmation.IsGiven(run.Surroundings, file, options)) { return false; }
        }

        return true;
    }

    private static async Task<int> SendAsync(CommandRun run, ImportSession session, List<ImportFile> files)
    {
        ImportSummary summary;
        try
        {
            foreach (ImportFile file in files) { await session.ImportAsync(file, run.CancellationToken); }
        }
        finally
        {
            // Also after a failure: what was taken until then is taken.
            summary = session.Summary;
            if (run.IsJson) { await run.Output.WriteLineAsync(summary.ToJson()); }
            else { summary.WriteText(run.Output); }
        }

        ImportTally tally = summary.Tally;
        if (tally.Rows == 0 || tally.Of(IngestOutcome.Rejected) < tally.Rows) { return ExitCodes.Fine; }
        throw new FailedException("Every row was rejected.");
    }
}
