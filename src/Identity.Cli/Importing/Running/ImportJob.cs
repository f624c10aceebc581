using Identity.Cli.Importing.Quality;
using Identity.Cli.Importing.Reading;
using Identity.Stores.Sqlite.Ledger;
using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>What jobs have in common.</summary>
/// <param name="Client">Takes the observations.</param>
/// <param name="Surroundings">Where progress is shown.</param>
/// <param name="Ranks">The rank of each namespace.</param>
/// <param name="Anew">Begins at the first row, whatever an earlier run left.</param>
internal sealed record JobSite(
    IngestionService.IngestionServiceClient Client, Surroundings Surroundings, IReadOnlyDictionary<string, int> Ranks,
    bool Anew);

/// <summary>
/// The import of one file: its rows, what became of them, and how far it is. One use. Not thread-safe.
/// </summary>
internal sealed class ImportJob : IDisposable
{
    /// <summary>So many rows may be sent again after a kill; they count as duplicates then.</summary>
    public const int RowsBetweenCheckpoints = 2_000;

    private const int RowsBetweenReports = 256;

    private readonly JobSite _site;
    private readonly ImportFile _file;
    private readonly RowLedger? _ledger;
    private readonly RejectsFile _rejects;
    private readonly TextPosition? _start;
    private long _sinceCheckpoint;
    private ImportRow? _last;

    /// <param name="site">What jobs have in common.</param>
    /// <param name="file">The file, opened.</param>
    /// <param name="ledger">Remembers how far it is; null for a file that cannot be read again.</param>
    /// <param name="rejectsPath">Where refused rows are listed.</param>
    public ImportJob(JobSite site, ImportFile file, RowLedger? ledger, string rejectsPath)
    {
        (_site, _file, _ledger) = (site, file, ledger);
        ImportState? state = ImportState.Read(ledger?.Begin(
            RowMessages.LedgerHash(file.Input.Path), ImportFingerprint.Of(file), site.Anew) ?? "");
        Tally = state?.Tally ?? new ImportTally();
        Quality = new QualityTally(file.Plan, state?.Columns ?? []);
        _rejects = new RejectsFile(
            rejectsPath, file.Plan?.Columns.Select(column => column.Header).ToArray() ?? ["line"]);
        _rejects.Prepare(state?.RejectsLength ?? 0);
        if (state is null) { return; }
        _start = new TextPosition(state.Offset, state.Line);
        file.Source.Decoder = RowDecoder.Of(state.Encoding);
    }

    /// <summary>How many rows an earlier run that broke off had done.</summary>
    public long RowsBefore { get; private set; }

    public ImportTally Tally { get; }

    public QualityTally Quality { get; }

    /// <summary>Whether there is a list of refused rows.</summary>
    public bool HasRejects => _rejects.HasRows;

    /// <summary>Sends all rows that nothing was answered for yet.</summary>
    /// <exception cref="Grpc.Core.RpcException">The service refused or left; another run goes on from here.</exception>
    /// <exception cref="FailedException">The file cannot be read any further.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        RowsBefore = Tally.Rows;
        using var progress = new ProgressLine(_site.Surroundings, "rows");
        var run = new ImportRun(_site.Client, (row, outcome, problems) =>
        {
            Take(row, outcome, problems);
            if (Tally.Rows % RowsBetweenReports != 0) { return; }
            progress.Report(Tally.Rows, _file.Source.Fraction, RowsBefore);
        });
        var messages = new RowMessages(_site.Ranks, _ledger);
        try
        {
            await run.RunAsync(_file.Rows.ReadAsync(_start, messages, cancellationToken), cancellationToken);
            _rejects.Flush();
            _ledger?.Finish();
        }
        catch
        {
            Checkpoint();
            throw;
        }
    }

    public void Dispose() => _rejects.Dispose();

    private void Take(ImportRow row, IngestOutcome outcome, IReadOnlyList<RowProblem> problems)
    {
        Tally.Count(outcome, problems.Select(problem => problem.Problem.Code));
        Quality.Count(row, problems);
        if (outcome == IngestOutcome.Rejected)
        {
            _rejects.Add(
                row, [.. problems.Select(problem => problem.Problem.Code)],
                problems.Select(problem => TextOf(problem.Problem)));
        }
        else if (row.Stamp is { } stamp)
        {
            _ledger?.Saw(stamp.Key, stamp.Content, stamp.Generation);
        }

        _last = row;
        if (++_sinceCheckpoint >= RowsBetweenCheckpoints) { Checkpoint(); }
    }

    private void Checkpoint()
    {
        if (_last is not { } row) { return; }
        _sinceCheckpoint = 0;
        _ledger?.Checkpoint(new ImportState
        {
            Offset = row.Next.Offset,
            Line = row.Next.Line,
            Encoding = _file.Source.Decoder.Name,
            RejectsLength = _rejects.Flush(),
            Tally = Tally,
            Columns = Quality.Columns,
        }.Write());
    }

    private static string TextOf(Core.Observations.Problem problem) =>
        problem.Field.Length == 0 ? problem.Detail : $"{problem.Field}: {problem.Detail}";
}
