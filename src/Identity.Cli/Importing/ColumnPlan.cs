using Identity.Cli.Output;

namespace Identity.Cli.Importing;

/// <summary>Where every column of one table goes. Immutable.</summary>
internal sealed class ColumnPlan
{
    private readonly string[] _headers;

    private ColumnPlan(string[] headers, ColumnTarget[] targets) => (_headers, Targets) = (headers, targets);

    /// <summary>One for each column, in their order.</summary>
    public IReadOnlyList<ColumnTarget> Targets { get; }

    /// <summary>Decides by the mapping, and by the header where that says nothing.</summary>
    /// <exception cref="WrongUseException">A column goes nowhere, two go to one place, the mapping names a column that
    /// is not there, or no column identifies anybody.</exception>
    public static ColumnPlan Make(
        string file, IReadOnlyList<string> columns, ColumnMap map, IReadOnlySet<string> namespaces)
    {
        string[] headers = [.. columns.Select(column => column.Trim())];
        foreach (string named in map.Columns)
        {
            if (!headers.Contains(named.Trim(), StringComparer.Ordinal))
            {
                throw new WrongUseException(
                    $"{file}: the mapping names the column '{named}', which is not there. "
                    + $"There are: {Listed(headers)}.");
            }
        }

        ColumnTarget[] targets = [.. headers.Select(header => TargetOf(file, header, map, namespaces))];
        CheckRepeats(file, headers, targets);
        if (!targets.Any(target => target.Kind == ColumnKind.Identifier))
        {
            throw new WrongUseException(
                $"{file}: no column identifies anybody. "
                + $"Name one in the header after a namespace ({Listed(namespaces)}), "
                + "or map one: --map with {\"COLUMN\": \"identifier:NAMESPACE\"}.");
        }

        return new ColumnPlan(headers, targets);
    }

    public void Describe(TextWriter output)
    {
        List<string[]> rows = [];
        Add(rows, "identifiers", ColumnKind.Identifier);
        Add(rows, "traits", ColumnKind.Trait);
        Add(rows, "properties", ColumnKind.Property);
        Add(rows, "consents", ColumnKind.Consent);
        Add(rows, "message id", ColumnKind.MessageId);
        Add(rows, "time", ColumnKind.OccurredAt);
        Add(rows, "event", ColumnKind.EventName);
        Add(rows, "ignored", ColumnKind.Ignored);
        output.WriteColumns("  ", rows);
    }

    private static ColumnTarget TargetOf(
        string file, string header, ColumnMap map, IReadOnlySet<string> namespaces) =>
        map.Find(header) ?? ColumnTarget.Guess(header, namespaces) ?? throw new WrongUseException(
            $"{file}: the column '{Printing.Plain(header)}' can have no name of its own. "
            + $"Say where it goes with --map: {ColumnTarget.Forms}.");

    private static void CheckRepeats(string file, string[] headers, ColumnTarget[] targets)
    {
        var seen = new Dictionary<ColumnTarget, string>();
        for (int index = 0; index < targets.Length; index++)
        {
            if (targets[index].CanRepeat || seen.TryAdd(targets[index], headers[index])) { continue; }
            throw new WrongUseException(
                $"{file}: the columns '{seen[targets[index]]}' and '{headers[index]}' go to the same place. "
                + "Give one another name, or ignore it, with --map.");
        }
    }

    private void Add(List<string[]> rows, string title, ColumnKind kind)
    {
        string[] columns = [.. Enumerable.Range(0, _headers.Length)
            .Where(index => Targets[index].Kind == kind)
            .Select(index => Shown(_headers[index], Targets[index]))];
        if (columns.Length > 0) { rows.Add([title, string.Join(", ", columns)]); }
    }

    private static string Shown(string header, ColumnTarget target)
    {
        string name = header.Length == 0 ? "(no name)" : Printing.Plain(header);
        return target.Name.Length == 0 || target.Name == header || target.Kind == ColumnKind.Consent
            ? name : $"{name} as {target.Name}";
    }

    private static string Listed(IEnumerable<string> names) => Printing.Plain(string.Join(", ", names));
}
