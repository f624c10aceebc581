using Identity.V1;

namespace Identity.Cli.Importing;

/// <summary>What became of the rows of an import. Not thread-safe.</summary>
internal sealed class ImportTally
{
    private readonly Dictionary<IngestOutcome, long> _outcomes = [];
    private readonly SortedDictionary<string, long> _problems = new(StringComparer.Ordinal);

    public long Rows { get; private set; }

    public long Rejected => Of(IngestOutcome.Rejected);

    /// <summary>By code, what cleaning changed or refused; a row can have several.</summary>
    public IReadOnlyDictionary<string, long> Problems => _problems;

    public long Of(IngestOutcome outcome) => _outcomes.GetValueOrDefault(outcome);

    public void Count(IngestOutcome outcome, IEnumerable<string> codes)
    {
        Rows++;
        _outcomes[outcome] = Of(outcome) + 1;
        foreach (string code in codes) { _problems[code] = _problems.GetValueOrDefault(code) + 1; }
    }
}
