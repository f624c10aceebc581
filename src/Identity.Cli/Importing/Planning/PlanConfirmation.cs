using Identity.Cli.Importing.Reading;
using Identity.Cli.Importing.Running;
using Identity.Cli.Output;

namespace Identity.Cli.Importing.Planning;

/// <summary>Whether the columns of a file may be taken as they are understood.</summary>
internal static class PlanConfirmation
{
    private const string Cure = "See with --write-map FILE what was guessed, edit that, and import with --map FILE; "
        + "or take it as it is with --yes.";

    /// <summary>
    /// On a terminal whoever sits there decides. Elsewhere the columns must be sure: by their header, by a mapping, or
    /// by
    /// <c>--yes</c>.
    /// </summary>
    /// <exception cref="WrongUseException">Nobody can be asked, and a column is not sure.</exception>
    public static bool IsGiven(Surroundings surroundings, ImportFile file, ImportOptions options)
    {
        if (options.Yes || file.Plan is not { } plan) { return true; }
        PlannedColumn[] unsure = [.. plan.Unsure];
        bool isSaid = unsure.Length == 0 && options.Map.Columns.Any();
        if (isSaid) { return true; }
        if (surroundings.Input is { } input) { return Ask(surroundings.Error, input, unsure.Length); }
        Check(file, yes: false);
        return true;
    }

    /// <summary>Refuses columns that are not sure.</summary>
    /// <param name="file">The file.</param>
    /// <param name="yes">They are taken as they are.</param>
    /// <exception cref="WrongUseException">A column is not sure.</exception>
    public static void Check(ImportFile file, bool yes)
    {
        PlannedColumn[] unsure = [.. file.Plan?.Unsure ?? []];
        if (yes || unsure.Length == 0) { return; }
        string columns = string.Join(", ", unsure.Select(column => $"'{Printing.Plain(column.Header)}'"));
        throw new WrongUseException($"{file.Input.Name}: it is not sure what these columns are: {columns}. {Cure}");
    }

    private static bool Ask(TextWriter error, TextReader input, int unsure)
    {
        if (unsure > 0) { error.WriteLine("Of the columns with a ? it is not sure what they are."); }
        error.Write("Import them like this? (y)es or (n)o: ");
        error.Flush();
        bool isYes = input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES" or "J" or "JA";
        if (!isYes) { error.WriteLine($"Nothing was imported. {Cure}"); }
        return isYes;
    }
}
