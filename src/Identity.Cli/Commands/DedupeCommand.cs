using System.CommandLine;
using System.Text.Json;
using Identity.Cli.Deduplicating;
using Identity.Cli.Importing.Running;
using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;

namespace Identity.Cli.Commands;

/// <summary>Finds which rows of one file, or of two, are one person's. Needs no server.</summary>
internal sealed class DedupeCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "A table (CSV with a header); with a second one, rows are only linked across the two.",
        Arity = new ArgumentArity(1, 2),
    };

    private readonly Option<string> _id = new("--id")
    {
        Description = "The column that names each row (default: found by its name).",
        HelpName = "COLUMN",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where the pairs go; clusters.csv is written beside it.",
        HelpName = "FILE",
    };

    private readonly Option<string> _map = new("--map")
    {
        Description = $"A JSON file that says what columns are: {FieldNames.All}.",
        HelpName = "FILE",
    };

    private readonly Option<double> _threshold = new("--threshold")
    {
        Description = "The probability, between 0 and 1, from which two rows count as one person's.",
        HelpName = "T",
        DefaultValueFactory = _ => MatchModel.ProbabilityOf(DedupeOptions.BitsMinDefault),
    };

    private readonly Option<bool> _many = new("--many")
    {
        Description = "With two files: a row may belong to several of the other file.",
    };

    private readonly Option<string> _model = new("--model")
    {
        Description = "Decide by this model instead of fitting one to the rows; 'default' is the one that ships.",
        HelpName = "FILE",
    };

    private readonly Option<string> _train = new("--train")
    {
        Description = "Write the model that was fitted to the rows.",
        HelpName = "FILE",
    };

    private readonly Option<string> _evaluate = new("--evaluate")
    {
        Description = "A column that says who each row is; it is not compared, and how right the result is is printed.",
        HelpName = "COLUMN",
    };

    private readonly Option<string[]> _explain = new("--explain")
    {
        Description = "Explain the score of two rows, field by field.",
        HelpName = "ID",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private DedupeCommand()
    {
    }

    public static Command Build(CommandSite site)
    {
        var dedupe = new DedupeCommand();
        var command = new Command("dedupe", "Finds which rows of one or two files are one person's, without a server.")
        {
            dedupe._files, dedupe._id, dedupe._out, dedupe._map, dedupe._threshold, dedupe._many, dedupe._model,
            dedupe._train, dedupe._evaluate, dedupe._explain,
        };
        site.OnRun(command, dedupe.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(CommandRun run)
    {
        string? output = PathOf(run, _out);
        if (output is null && Named(run, _evaluate) is null && run.Parsed.GetValue(_explain) is not { Length: 2 }
            && Named(run, _train) is null)
        {
            throw new WrongUseException("Say what is wanted: --out, --evaluate, --explain or --train.");
        }

        DedupeOptions options = Options(run);
        IReadOnlyDictionary<string, FieldKind> map = PathOf(run, _map) is { } path
            ? FieldPlan.ReadMap(path) : new Dictionary<string, FieldKind>();
        List<PersonTable> tables = [];
        try
        {
            foreach (string file in run.Parsed.GetRequiredValue(_files))
            {
                tables.Add(await PersonTable.OpenAsync(file, run.Surroundings.PathOf(file), run.CancellationToken));
            }

            var input = new DedupeInput(tables, Named(run, _id), Named(run, _evaluate));
            DedupeResult result = await DecideAsync(run, tables, input, map, options);
            if (output is not null) { await DedupeOutput.WriteAsync(result, output, run.CancellationToken); }
            if (PathOf(run, _train) is { } model)
            {
                await File.WriteAllBytesAsync(model, result.Model.Write(), run.CancellationToken);
            }

            await TellAsync(run, input, result);
            return ExitCodes.Fine;
        }
        finally
        {
            foreach (PersonTable table in tables) { await table.DisposeAsync(); }
        }
    }

    private DedupeOptions Options(CommandRun run)
    {
        double threshold = run.Parsed.GetValue(_threshold);
        if (threshold is not (> 0 and < 1))
        {
            throw new WrongUseException("--threshold: it lies between 0 and 1, and is neither.");
        }

        bool isTwo = run.Parsed.GetRequiredValue(_files).Length == 2;
        if (!isTwo && run.Parsed.GetValue(_many)) { throw new WrongUseException("--many goes with two files."); }
        if (Named(run, _model) is not null && Named(run, _train) is not null)
        {
            throw new WrongUseException("--train writes a fitted model, and with --model none is fitted.");
        }

        return new DedupeOptions
        {
            Reference = DateOnly.FromDateTime(run.Surroundings.Time.GetUtcNow().UtcDateTime),
            BitsMin = MatchModel.BitsOf(threshold),
            AcrossOnly = isTwo,
            UniqueSources = isTwo && !run.Parsed.GetValue(_many),
            Model = ModelOf(run),
        };
    }

    private MatchModel? ModelOf(CommandRun run)
    {
        if (Named(run, _model) is not { } name) { return null; }
        if (name == "default") { return MatchModel.Default; }
        try
        {
            return MatchModel.Read(File.ReadAllBytes(run.Surroundings.PathOf(name)));
        }
        catch (FormatException failure)
        {
            throw new WrongUseException($"--model {name}: {failure.Message}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"--model {name}: it cannot be read.");
        }
    }

    private static async Task<DedupeResult> DecideAsync(
        CommandRun run, List<PersonTable> tables, DedupeInput input, IReadOnlyDictionary<string, FieldKind> map,
        DedupeOptions options)
    {
        IReadOnlyList<FieldPlan> plans = input.Plan(map);
        for (int file = 0; file < plans.Count; file++)
        {
            await run.Error.WriteLineAsync($"{tables[file].Name}:");
            plans[file].Describe(run.Error);
        }

        var deduplication = new Deduplication(options);
        using (var progress = new ProgressLine(run.Surroundings, "rows"))
        {
            await input.ReadAsync(
                deduplication, plans, (rows, fraction) => progress.Report(rows, fraction), run.CancellationToken);
        }

        return deduplication.Run(new StageLines(run.Error));
    }

    private async Task TellAsync(CommandRun run, DedupeInput input, DedupeResult result)
    {
        var summary = new DedupeSummary(input, result);
        if (Named(run, _evaluate) is not null) { summary.Evaluate(run.Parsed.GetRequiredValue(_files).Length == 2); }
        if (run.Parsed.GetValue(_explain) is { Length: 2 } ids) { summary.Explain(ids[0], ids[1]); }
        if (run.IsJson) { await run.Output.WriteLineAsync(JsonSerializer.Serialize(summary.Facts, Indented)); }
        else { summary.Write(run.Output); }
    }

    private static string? Named(CommandRun run, Option<string> option) => run.Parsed.GetValue(option);

    private static string? PathOf(CommandRun run, Option<string> option) =>
        run.Parsed.GetValue(option) is { } path ? run.Surroundings.PathOf(path) : null;

    private sealed class StageLines(TextWriter output) : IProgress<DedupeProgress>
    {
        public void Report(DedupeProgress value) =>
            output.WriteLine($"{value.Step} of {DedupeProgress.StepsMax}: {value.Stage}");
    }
}
