using Grpc.Core;
using Identity.Cli.Calling;
using Identity.Cli.Commands;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Quality;
using Identity.Cli.Importing.Reading;
using Identity.Core.Identifiers;
using Identity.Stores;
using Identity.Stores.Sqlite.Ledger;
using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>What was asked for, for all files alike.</summary>
/// <param name="Defaults">What holds where a row says nothing.</param>
/// <param name="Map">What was said about columns.</param>
/// <param name="Encoding">The encoding that was named; null to find it out.</param>
/// <param name="Reports">The folder of the reports; null for the one of each file.</param>
/// <param name="State">The folder of the ledger; null for one beside each file.</param>
internal sealed record ImportOptions(
    ImportDefaults Defaults, ColumnMap Map, string? Encoding, string? Reports, string? State)
{
    /// <summary>Where refused rows are listed; null for a list beside the reports.</summary>
    public string? Rejects { get; init; }

    /// <summary>Guesses are used as they are.</summary>
    public bool Yes { get; init; }

    /// <summary>Begins at the first row, whatever an earlier run left.</summary>
    public bool Anew { get; init; }
}

/// <summary>Imports files one after the other, with what they have in common. Not thread-safe.</summary>
internal sealed class ImportSession : IDisposable
{
    /// <summary>The folder of the ledger, beside the files.</summary>
    public const string StateFolder = ".identity-import";

    private const string LedgerName = "rows.db";

    private readonly CommandRun _run;
    private readonly ServiceConnection _connection;
    private readonly ImportOptions _options;
    private readonly Dictionary<string, int> _ranks;
    private readonly Dictionary<string, RowLedger> _ledgers = new(StringComparer.Ordinal);
    private readonly List<string> _rejects = [];
    private readonly List<string> _reports = [];
    private readonly ImportTally _tally = new();
    private readonly long _start;
    private long _rowsBefore;

    private ImportSession(
        CommandRun run, ServiceConnection connection, ImportOptions options, Dictionary<string, int> ranks)
    {
        (_run, _connection, _options, _ranks) = (run, connection, options, ranks);
        _start = run.Surroundings.Time.GetTimestamp();
    }

    /// <summary>What became of all rows until now.</summary>
    public ImportSummary Summary => new(
        _tally, _run.Surroundings.Time.GetElapsedTime(_start), _rowsBefore, _rejects, _reports);

    public static async Task<ImportSession> StartAsync(
        CommandRun run, ServiceConnection connection, ImportOptions options) =>
        new(run, connection, options, await RanksAsync(run, connection));

    /// <summary>Opens a file and finds out what it holds.</summary>
    /// <exception cref="WrongUseException">It does not exist, or its columns cannot be mapped.</exception>
    /// <exception cref="FailedException">It cannot be read as what it is.</exception>
    public Task<ImportFile> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var input = new ImportInput(
            name, _run.Surroundings.PathOf(name), _options.Defaults, _options.Map,
            _ranks.Keys.ToHashSet(StringComparer.Ordinal))
        {
            Encoding = _options.Encoding,
        };
        return ImportFile.OpenAsync(input, cancellationToken);
    }

    /// <summary>Takes the rows of one file in, and writes its reports, also when it breaks off.</summary>
    public async Task<ImportTally> ImportAsync(ImportFile file, CancellationToken cancellationToken)
    {
        string reports = ReportsPath(file);
        string rejects = _options.Rejects is { } named ? _run.Surroundings.PathOf(named) : $"{reports}.rejects.csv";
        if (rejects == file.Input.Path) { throw new WrongUseException("--rejects: it is the file that is imported."); }
        var site = new JobSite(_connection.Ingestion, _run.Surroundings, _ranks, _options.Anew);
        RowLedger? ledger = file.Source.CanRepeat ? OpenLedger(FolderOf(file)) : null;
        using var job = new ImportJob(site, file, ledger, rejects);
        if (job.Tally.Rows > 0 && !_run.IsJson)
        {
            string rows = Output.Printing.Text(job.Tally.Rows);
            await _run.Error.WriteLineAsync($"{file.Input.Name}: goes on after {rows} rows of a run that broke off");
        }

        try
        {
            await job.RunAsync(cancellationToken);
        }
        finally
        {
            // Also after a failure: what was taken until then is taken. When it was told to end, a later run reports.
            if (!cancellationToken.IsCancellationRequested) { await ReportAsync(file, job, (reports, rejects)); }
        }

        return job.Tally;
    }

    /// <summary>Opens what imports of files in a folder remember, and keeps others from it until this ends.</summary>
    /// <exception cref="FailedException">It cannot be opened, or another import has it open.</exception>
    public RowLedger OpenLedger(string filesFolder)
    {
        string folder = _options.State is { } named
            ? _run.Surroundings.PathOf(named) : Path.Combine(filesFolder, StateFolder);
        if (_ledgers.TryGetValue(folder, out RowLedger? ledger)) { return ledger; }
        try
        {
            ledger = RowLedger.Open(Path.Combine(folder, LedgerName));
        }
        catch (StoreException failure)
        {
            throw new FailedException(
                $"What imports remember in {folder} cannot be opened: {failure.Message} Does another import run there? "
                + "Another folder can be named with --state.",
                failure);
        }

        _ledgers.Add(folder, ledger);
        return ledger;
    }

    public void Dispose()
    {
        foreach (RowLedger ledger in _ledgers.Values) { ledger.Dispose(); }
    }

    // A key for imports need not be one that may read rules; then only the usual namespaces are known by their name.
    private static async Task<Dictionary<string, int>> RanksAsync(CommandRun run, ServiceConnection connection)
    {
        try
        {
            WorkspaceRules rules = await connection.Workspaces.GetRulesAsync(
                new GetRulesRequest(), connection.Once(run.CancellationToken));
            return rules.Namespaces.ToDictionary(rule => rule.Name, rule => rule.Rank, StringComparer.Ordinal);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.PermissionDenied)
        {
            return NamespaceDefaults.All.ToDictionary(rule => rule.Name, rule => rule.Rank, StringComparer.Ordinal);
        }
    }

    private async Task ReportAsync(ImportFile file, ImportJob job, (string Reports, string Rejects) paths)
    {
        _tally.Add(job.Tally);
        _rowsBefore += job.RowsBefore;
        if (job.HasRejects) { _rejects.Add(Shown(paths.Rejects)); }
        var report = new FileQualityReport(
            Path.GetFileName(file.Input.Path), _options.Defaults.Source, _run.Surroundings.Time.GetUtcNow(), job.Tally,
            job.Quality.Columns);
        await report.WriteFilesAsync(paths.Reports, CancellationToken.None);
        _reports.Add(Shown($"{paths.Reports}.quality.html"));
        if (!_run.IsJson) { report.WriteText(_run.Error); }
    }

    private string ReportsPath(ImportFile file) => _options.Reports is { } folder
        ? Path.Combine(Directory.CreateDirectory(_run.Surroundings.PathOf(folder)).FullName,
            Path.GetFileName(file.Input.Path))
        : file.Input.Path;

    // As it was named: relative where the file was.
    private string Shown(string path) => Path.GetRelativePath(_run.Surroundings.Folder, path) is var relative
        && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;

    private string FolderOf(ImportFile file) =>
        Path.GetDirectoryName(file.Input.Path) ?? _run.Surroundings.Folder;
}
