using Identity.Cli.Columns;
using Identity.Cli.Importing.Running;
using Identity.Cli.Output;

namespace Identity.Cli.Importing.Planning;

/// <summary>What a plan is made of.</summary>
/// <param name="File">The file's name, for messages.</param>
/// <param name="Headers">As the file has them.</param>
/// <param name="Sample">Some of its rows.</param>
internal sealed record TableHead(string File, IReadOnlyList<string> Headers, IReadOnlyList<string[]> Sample)
{
    /// <summary>
    /// Whether it is a list of rows that an earlier import refused, which begins with columns of its own.
    /// </summary>
    public bool IsRejects => Headers.Take(RejectsFile.OwnColumns.Count).SequenceEqual(RejectsFile.OwnColumns);

    /// <summary>Whether a column is one of those.</summary>
    public bool IsOwn(int index) => IsRejects && index < RejectsFile.OwnColumns.Count;
}

/// <summary>Where every column of one table goes. Immutable.</summary>
internal sealed class ColumnPlan
{
    private ColumnPlan(PlannedColumn[] columns)
    {
        Columns = columns;
        Targets = [.. columns.Select(column => column.Target)];
    }

    /// <summary>In their order.</summary>
    public IReadOnlyList<PlannedColumn> Columns { get; }

    /// <summary>One for each column, in their order.</summary>
    public IReadOnlyList<ColumnTarget> Targets { get; }

    /// <summary>The columns that somebody should have looked at.</summary>
    public IEnumerable<PlannedColumn> Unsure => Columns.Where(column => !column.IsSure);

    /// <summary>Decides by the mapping, and by headers and values where that says nothing.</summary>
    /// <exception cref="WrongUseException">A column goes nowhere, two go to one place, the mapping names a column that
    /// is not there, no column identifies anybody, or there is no header.</exception>
    public static ColumnPlan Make(TableHead head, ColumnMap map, IReadOnlySet<string> namespaces)
    {
        string[] headers = Distinct(head.Headers);
        CheckMap(head.File, headers, map);
        if (!map.Columns.Any()) { CheckIsHeader(head); }
        IReadOnlyList<ColumnGuess> guesses = ColumnGuesser.Guess(headers, head.Sample);
        PlannedColumn?[] guessed = TargetGuess.Of(guesses, namespaces);
        PlannedColumn[] columns =
        [
            .. headers.Select((header, index) => OfRejects(head, index) ?? Said(header, map, namespaces)
                ?? guessed[index]
                ?? throw new WrongUseException(
                    $"{head.File}: the column '{Printing.Plain(header)}' can have no name of its own. "
                    + $"Say where it goes with --map: {ColumnTarget.Forms}.")),
        ];
        columns = WithoutRepeats(columns, map, namespaces);
        CheckRepeats(head.File, columns);
        if (!columns.Any(column => column.Target.Kind == ColumnKind.Identifier))
        {
            throw new WrongUseException(
                $"{head.File}: no column identifies anybody. "
                + $"Name one in the header after a namespace ({Listed(namespaces)}), "
                + "or map one: --map with {\"COLUMN\": \"identifier:NAMESPACE\"}.");
        }

        return new ColumnPlan(columns);
    }

    public void Describe(TextWriter output)
    {
        List<string[]> rows = [];
        foreach (PlannedColumn column in Columns)
        {
            string name = column.Header.Length == 0 ? "(no name)" : Printing.Plain(column.Header);
            rows.Add([column.IsSure ? "" : "?", name, $"-> {column.Target}", $"({Printing.Plain(column.Reason)})"]);
        }

        output.WriteColumns("  ", rows);
    }

    private static PlannedColumn? OfRejects(TableHead head, int index) => head.IsOwn(index)
        ? new PlannedColumn(head.Headers[index], ColumnTarget.Ignore, "of the list of refused rows", true) : null;

    private static PlannedColumn? Said(string header, ColumnMap map, IReadOnlySet<string> namespaces)
    {
        if (map.Find(header) is { } mapped) { return new PlannedColumn(header, mapped, "by the mapping", true); }
        return ColumnTarget.Named(header, namespaces) is { } named
            ? new PlannedColumn(header, named, "by its name", true) : null;
    }

    // A guess gives way to what was said: of the columns for one place only the one that was named stays there.
    private static PlannedColumn[] WithoutRepeats(
        PlannedColumn[] columns, ColumnMap map, IReadOnlySet<string> namespaces)
    {
        HashSet<ColumnTarget> said =
        [
            .. columns.Where(column => Said(column.Header, map, namespaces) is not null)
                .Select(column => column.Target),
        ];
        return
        [
            .. columns.Select(column =>
                Said(column.Header, map, namespaces) is null && said.Contains(column.Target)
                && IsOnlyOne(column.Target) && TargetGuess.NameOf(column.Header) is { } name
                    ? column with { Target = new ColumnTarget(ColumnKind.Trait, name), IsSure = true }
                    : column),
        ];
    }

    private static bool IsOnlyOne(ColumnTarget target) =>
        !target.CanRepeat || target is { Kind: ColumnKind.Identifier, Name: "customer_id" or "login" };

    // The second column of one name is called "name (2)", so that a mapping can name it.
    private static string[] Distinct(IReadOnlyList<string> headers)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] result = new string[headers.Count];
        for (int index = 0; index < result.Length; index++)
        {
            string header = headers[index].Trim();
            int count = seen[header] = seen.GetValueOrDefault(header) + 1;
            result[index] = count == 1 || header.Length == 0 ? header : $"{header} ({count})";
        }

        return result;
    }

    private static void CheckMap(string file, string[] headers, ColumnMap map)
    {
        foreach (string named in map.Columns)
        {
            if (!headers.Contains(named.Trim(), StringComparer.Ordinal))
            {
                throw new WrongUseException(
                    $"{file}: the mapping names the column '{named}', which is not there. "
                    + $"There are: {Listed(headers)}.");
            }
        }
    }

    // A first row with an address of mail or a day in it is a person, and not the names of columns.
    private static void CheckIsHeader(TableHead head)
    {
        if (head.Headers.Any(header => ValueShapes.IsEmail(header.Trim()) || ValueShapes.IsDate(header.Trim())))
        {
            throw new WrongUseException(
                $"{head.File} has no header: its first row holds values. "
                + "Put a row with the names of the columns above it.");
        }
    }

    private static void CheckRepeats(string file, PlannedColumn[] columns)
    {
        var seen = new Dictionary<ColumnTarget, string>();
        foreach (PlannedColumn column in columns)
        {
            if (column.Target.CanRepeat || seen.TryAdd(column.Target, column.Header)) { continue; }
            throw new WrongUseException(
                $"{file}: the columns '{seen[column.Target]}' and '{column.Header}' go to the same place. "
                + "Give one another name, or ignore it, with --map.");
        }
    }

    private static string Listed(IEnumerable<string> names) => Printing.Plain(string.Join(", ", names));
}
