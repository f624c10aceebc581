using System.Globalization;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Running;
using Identity.V1;

namespace Identity.Cli.Importing.Quality;

/// <summary>How good the columns of a file are, counted row by row. Not thread-safe.</summary>
internal sealed class QualityTally
{
    /// <summary>Problems that belong to no column.</summary>
    public const string WholeRow = "(row)";

    // Fields of JSON lines have any name.
    private const int ColumnsMax = 500;

    private readonly ColumnPlan? _plan;
    private readonly Dictionary<string, ColumnQuality> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _traitColumns = new(StringComparer.Ordinal);

    /// <param name="plan">Null for JSON lines, whose columns are found as they come.</param>
    /// <param name="columns">What was counted before; empty for nothing.</param>
    public QualityTally(ColumnPlan? plan, IReadOnlyList<ColumnQuality> columns)
    {
        _plan = plan;
        foreach (ColumnQuality column in columns) { Add(column); }
        for (int index = 0; index < (plan?.Columns.Count ?? 0); index++) { Plan(plan?.Columns[index], index); }
    }

    /// <summary>In the order of the file.</summary>
    public List<ColumnQuality> Columns { get; } = [];

    /// <summary>Counts one row.</summary>
    public void Count(ImportRow row, IReadOnlyList<RowProblem> problems)
    {
        if (_plan is not null) { CountCells(row); }
        else if (row.Observation is { } observation) { CountFields(observation); }
        foreach (var group in problems.GroupBy(problem => ColumnOf(row, problem.Problem.Field)))
        {
            if (Find(group.Key.Name) is { } column) { column.Count([.. group], group.Key.Value); }
        }
    }

    private void Plan(PlannedColumn? column, int index)
    {
        if (column is null) { return; }
        if (column.Target.Kind == ColumnKind.Trait) { _traitColumns[column.Target.Name] = index; }
        if (!_byName.ContainsKey(NameOf(index)))
        {
            Add(new ColumnQuality { Column = NameOf(index), Target = column.Target.ToString() });
        }
    }

    // Columns without a name are told apart by their place.
    private string NameOf(int index) => _plan?.Columns[index].Header is { Length: > 0 } header
        ? header : $"({(index + 1).ToString(CultureInfo.InvariantCulture)})";

    private void CountCells(ImportRow row)
    {
        int count = Math.Min(row.Cells.Count, _plan?.Columns.Count ?? 0);
        for (int index = 0; index < count; index++)
        {
            if (!string.IsNullOrWhiteSpace(row.Cells[index]) && Find(NameOf(index)) is { } column) { column.Filled++; }
        }
    }

    private void CountFields(Observation observation)
    {
        foreach (string name in observation.Identifiers.Select(item => $"identifiers.{item.Namespace}")
            .Concat(observation.Traits.Keys.Select(name => $"traits.{name}"))
            .Concat(observation.Consents.Select(item => $"consents.{item.Channel}.{item.Purpose}"))
            .Append(observation.Event is null ? "" : "event").Distinct(StringComparer.Ordinal))
        {
            if (name.Length > 0 && Find(name) is { } column) { column.Filled++; }
        }
    }

    private (string Name, string Value) ColumnOf(ImportRow row, string field)
    {
        FieldPath path = FieldPath.Parse(field);
        return _plan is null ? FieldOf(row, path) : CellOf(row, path);
    }

    private (string Name, string Value) CellOf(ImportRow row, FieldPath path)
    {
        int column = path.Part switch
        {
            "identifiers" => At(row.IdentifierColumns, path.Index),
            "consents" => At(row.ConsentColumns, path.Index),
            "traits" => _traitColumns.GetValueOrDefault(path.Name, -1),
            "event" => IndexOf(target => target.Kind == ColumnKind.EventName),
            "occurred_at" => IndexOf(target => target.Kind == ColumnKind.OccurredAt),
            "message_id" => IndexOf(target => target.Kind == ColumnKind.MessageId),
            "consent" => IndexOf(target =>
                target.Kind == ColumnKind.Consent && $"{target.Name}.{target.Purpose}" == path.Name),
            _ => -1,
        };
        return column < 0 || column >= row.Cells.Count ? (WholeRow, "") : (NameOf(column), row.Cells[column]);
    }

    private static (string Name, string Value) FieldOf(ImportRow row, FieldPath path)
    {
        Observation? observation = row.Observation;
        if (path.Part == "identifiers" && path.Index < observation?.Identifiers.Count && path.Index >= 0)
        {
            Identifier identifier = observation.Identifiers[path.Index];
            return ($"identifiers.{identifier.Namespace}", identifier.Value);
        }

        if (path.Part == "consents" && path.Index < observation?.Consents.Count && path.Index >= 0)
        {
            ConsentStatement consent = observation.Consents[path.Index];
            return ($"consents.{consent.Channel}.{consent.Purpose}", "");
        }

        if (path.Part == "traits" && observation?.Traits.TryGetValue(path.Name, out var trait) == true)
        {
            return ($"traits.{path.Name}", trait.HasStringValue ? trait.StringValue : "");
        }

        return (path.Part is "event" or "occurred_at" or "message_id" ? path.Part : WholeRow, "");
    }

    private static int At(IReadOnlyList<int> columns, int index) =>
        index >= 0 && index < columns.Count ? columns[index] : -1;

    private int IndexOf(Func<ColumnTarget, bool> isIt)
    {
        for (int index = 0; index < (_plan?.Targets.Count ?? 0); index++)
        {
            if (_plan is not null && isIt(_plan.Targets[index])) { return index; }
        }

        return -1;
    }

    private ColumnQuality? Find(string name)
    {
        if (_byName.TryGetValue(name, out ColumnQuality? column)) { return column; }
        if (Columns.Count >= ColumnsMax && name != WholeRow) { return null; }
        column = new ColumnQuality { Column = name, Target = "" };
        Add(column);
        return column;
    }

    private void Add(ColumnQuality column)
    {
        Columns.Add(column);
        _byName.Add(column.Column, column);
    }
}
