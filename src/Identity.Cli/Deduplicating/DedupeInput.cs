using Identity.Cli.Columns;
using Identity.Core.Matching;
using Identity.Core.Matching.Deduplicating;

namespace Identity.Cli.Deduplicating;

/// <summary>Reads one or two tables into a deduplication. Not thread-safe.</summary>
internal sealed class DedupeInput(IReadOnlyList<PersonTable> tables, string? idColumn, string? truthColumn)
{
    private const int DefectsShown = 5;

    // Between an id and the number of its file, where the ids of two files would be confused.
    private const char FileMark = '\u001F';

    private readonly Dictionary<string, string> _truthOf = new(StringComparer.Ordinal);
    private readonly List<string> _defects = [];
    private int _left;

    /// <summary>How many rows were read.</summary>
    public long Rows { get; private set; }

    /// <summary>How many rows were left out: malformed, without an id, or with one that is known already.</summary>
    public int LeftOut => _left;

    /// <summary>Some of them, for people: file, line and reason, no values.</summary>
    public IReadOnlyList<string> Defects => _defects;

    /// <summary>Plans the columns of each table.</summary>
    /// <exception cref="WrongUseException">A column that was named is not there.</exception>
    public IReadOnlyList<FieldPlan> Plan(IReadOnlyDictionary<string, FieldKind> map)
    {
        foreach (string column in map.Keys)
        {
            if (tables.All(table => table.Find(column) < 0))
            {
                throw new WrongUseException($"The mapping names the column {column}, and no file has it.");
            }
        }

        return [.. tables.Select(table =>
        {
            var apart = new HashSet<string>(StringComparer.Ordinal) { IdColumnOf(table) };
            if (truthColumn is not null)
            {
                if (table.Find(truthColumn) < 0) { throw Missing(table, truthColumn); }
                apart.Add(truthColumn);
            }

            return FieldPlan.Make(table.Headers, table.Sample, map, apart);
        })];
    }

    /// <summary>Reads all rows.</summary>
    public async Task ReadAsync(
        Deduplication deduplication, IReadOnlyList<FieldPlan> plans, Action<long, double?> progress,
        CancellationToken cancellationToken)
    {
        for (int file = 0; file < tables.Count; file++)
        {
            PersonTable table = tables[file];
            int id = table.Find(IdColumnOf(table));
            int truth = truthColumn is null ? -1 : table.Find(truthColumn);
            await foreach ((long line, string[]? cells, string defect) in table.ReadAsync(cancellationToken))
            {
                Rows++;
                progress(Rows, table.Fraction);
                if (cells is null)
                {
                    LeaveOut(table, line, defect);
                    continue;
                }

                string key = KeyOf(cells[id].Trim(), file);
                if (cells[id].Trim().Length == 0) { LeaveOut(table, line, "It has no id."); }
                else if (!deduplication.TryAdd(key, file, plans[file].Read(cells)))
                {
                    LeaveOut(table, line, "Its id is that of an earlier row.");
                }
                else if (truth >= 0) { _truthOf.Add(key, cells[truth].Trim()); }
            }
        }
    }

    /// <summary>The key of a record by which it is known to a deduplication.</summary>
    public string KeyOf(string id, int file) => tables.Count == 1 ? id : $"{id}{FileMark}{file}";

    /// <summary>The id that the file has.</summary>
    public static string IdOf(string key) => key.Split(FileMark)[0];

    /// <summary>The number of the file that a key is of.</summary>
    public static int FileOf(string key) =>
        key.Contains(FileMark, StringComparison.Ordinal) ? key[^1] - '0' : 0;

    /// <summary>Who a record is really, where that was asked for.</summary>
    public string TruthOf(string key) => _truthOf[key];

    private string IdColumnOf(PersonTable table)
    {
        if (idColumn is not null)
        {
            return table.Find(idColumn) >= 0 ? idColumn : throw Missing(table, idColumn);
        }

        IReadOnlyList<ColumnGuess> guesses = ColumnGuesser.Guess(table.Headers, table.Sample);
        return guesses.FirstOrDefault(guess => guess.Concept is ColumnConcept.RecordId or ColumnConcept.CustomerId)
            ?.Header ?? throw new WrongUseException(
                $"{table.Name}: no column is known to be the id of its rows. Name it with --id.");
    }

    private static WrongUseException Missing(PersonTable table, string column) => new(
        $"{table.Name} has no column {column}. It has: {string.Join(", ", table.Headers)}.");

    private void LeaveOut(PersonTable table, long line, string reason)
    {
        _left++;
        if (_defects.Count < DefectsShown) { _defects.Add($"{table.Name}, line {line}: {reason}"); }
    }
}
