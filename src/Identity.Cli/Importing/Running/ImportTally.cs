using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>What became of the rows of an import. Not thread-safe.</summary>
internal sealed class ImportTally
{
    public long Rows { get; set; }

    /// <summary>By outcome.</summary>
    public Dictionary<IngestOutcome, long> Outcomes { get; init; } = [];

    /// <summary>By code, what cleaning changed or refused; a row can have several.</summary>
    public SortedDictionary<string, long> Problems { get; init; } = new(StringComparer.Ordinal);

    public long Of(IngestOutcome outcome) => Outcomes.GetValueOrDefault(outcome);

    public void Count(IngestOutcome outcome, IEnumerable<string> codes)
    {
        Rows++;
        Outcomes[outcome] = Of(outcome) + 1;
        foreach (string code in codes) { Problems[code] = Problems.GetValueOrDefault(code) + 1; }
    }

    public void Add(ImportTally other)
    {
        Rows += other.Rows;
        foreach (var (outcome, count) in other.Outcomes) { Outcomes[outcome] = Of(outcome) + count; }
        foreach (var (code, count) in other.Problems) { Problems[code] = Problems.GetValueOrDefault(code) + count; }
    }
}
