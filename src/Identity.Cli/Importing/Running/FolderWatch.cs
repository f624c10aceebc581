using System.Runtime.InteropServices;
using System.Text.Json;
using Grpc.Core;
using Identity.Cli.Commands;
using Identity.Cli.Importing.Planning;
using Identity.Cli.Importing.Reading;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Importing.Running;

/// <summary>
/// Takes each file that is put into a folder, one at a time and the oldest first, and moves it into <c>done</c> or
/// <c>failed</c> with its reports. Ends when the process is told to. One use.
/// </summary>
internal sealed class FolderWatch
{
    /// <summary>A file is taken when it did not change for so long.</summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);

    // What is still being written, and what this writes itself.
    private static readonly string[] OtherEndings =
    [
        ".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", ".rejects.csv", ".quality.json",
        ".quality.html", ".error.txt",
    ];

    private readonly CommandRun _run;
    private readonly ImportSession _session;
    private readonly string _folder;
    private readonly bool _yes;
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <param name="run">The run of the command.</param>
    /// <param name="session">Imports the files.</param>
    /// <param name="folder">An absolute path.</param>
    /// <param name="yes">Guesses are used as they are.</param>
    /// <exception cref="WrongUseException">The folder does not exist.</exception>
    public FolderWatch(CommandRun run, ImportSession session, string folder, bool yes)
    {
        (_run, _session, _folder, _yes) = (run, session, folder, yes);
        if (!Directory.Exists(folder)) { throw new WrongUseException($"--watch: the folder {folder} does not exist."); }
    }

    /// <summary>Watches until the process gets SIGTERM or SIGINT, or the run is cancelled.</summary>
    /// <returns>The exit code, which is 0.</returns>
    public async Task<int> RunAsync()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_run.CancellationToken);
        using PosixSignalRegistration term = On(PosixSignal.SIGTERM, ending);
        using PosixSignalRegistration interrupt = On(PosixSignal.SIGINT, ending);
        _session.OpenLedger(_folder);
        await _run.Error.WriteLineAsync($"watching {_folder}");
        try
        {
            using var timer = new PeriodicTimer(LookInterval, _run.Surroundings.Time);
            do
            {
                while (Settled() is { } path) { await TakeAsync(path, ending.Token); }
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await _run.Error.WriteLineAsync("stopped");
        }

        return ExitCodes.Fine;
    }

    private static PosixSignalRegistration On(PosixSignal signal, CancellationTokenSource ending) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });

    // The oldest file that did not change for a while; null when there is none.
    private string? Settled()
    {
        DateTimeOffset now = _run.Surroundings.Time.GetUtcNow();
        FileInfo[] files =
        [
            .. new DirectoryInfo(_folder).EnumerateFiles().Where(IsForUs)
                .OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal),
        ];
        string[] gone = [.. _seen.Keys.Except(files.Select(file => file.FullName), StringComparer.Ordinal)];
        foreach (string path in gone) { _seen.Remove(path); }
        foreach (FileInfo file in files)
        {
            bool isSame = _seen.TryGetValue(file.FullName, out Seen? seen)
                && seen.Length == file.Length && seen.Written == file.LastWriteTimeUtc;
            if (!isSame || seen is null)
            {
                _seen[file.FullName] = new Seen(file.Length, file.LastWriteTimeUtc, now);
            }
            else if (now - seen.Since >= SettledAfter)
            {
                return file.FullName;
            }
        }

        return null;
    }

    private static bool IsForUs(FileInfo file) =>
        !file.Name.StartsWith('.') && !file.Name.EndsWith('~')
        && !OtherEndings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private async Task TakeAsync(string path, CancellationToken cancellationToken)
    {
        TimeSpan pause = RetryMin;
        while (true)
        {
            try
            {
                await MoveAsync(path, await ImportAsync(path, cancellationToken));
                return;
            }
            catch (RpcException failure) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The import was told to end.", failure, cancellationToken);
            }
            catch (RpcException failure) when (IsPassing(failure.StatusCode))
            {
                // Not the file's fault: it stays where it is, and goes on where it broke off.
                await _run.Error.WriteLineAsync(
                    $"{Path.GetFileName(path)}: the service is away ({failure.StatusCode}); tried again in "
                    + $"{pause.TotalSeconds:0} s");
            }

            await Task.Delay(pause, _run.Surroundings.Time, cancellationToken);
            pause = pause * 2 > RetryMax ? RetryMax : pause * 2;
        }
    }

    private static bool IsPassing(StatusCode status) => status is StatusCode.Unavailable or StatusCode.DeadlineExceeded
        or StatusCode.ResourceExhausted or StatusCode.Aborted or StatusCode.Cancelled or StatusCode.Internal;

    // Null when all went well, else the cause.
    private async Task<string?> ImportAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using ImportFile file = await _session.OpenAsync(path, cancellationToken);
            if (!_run.IsJson) { file.Rows.Describe(_run.Error); }
            PlanConfirmation.Check(file, _yes);
            ImportTally tally = await _session.ImportAsync(file, cancellationToken);
            return tally.Rows > 0 && tally.Of(IngestOutcome.Rejected) == tally.Rows ? "Every row was rejected." : null;
        }
        catch (Exception failure) when (failure is WrongUseException or FailedException or IOException)
        {
            return failure.Message;
        }
    }

    private async Task MoveAsync(string path, string? cause)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, cause is null ? "done" : "failed")).FullName;
        string name = FreeName(folder, Path.GetFileName(path));
        foreach (string ending in new[] { ".rejects.csv", ".quality.json", ".quality.html" })
        {
            if (File.Exists(path + ending)) { File.Move(path + ending, Path.Combine(folder, name + ending)); }
        }

        if (cause is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.error.txt"), cause + "\n");
        }

        // The file last: as long as it is there it is done again, which changes nothing.
        File.Move(path, Path.Combine(folder, name));
        _seen.Remove(path);
        await TellAsync(Path.GetFileName(path), Path.Combine(folder, name), cause);
    }

    private async Task TellAsync(string name, string path, string? cause)
    {
        string line = _run.IsJson
            ? JsonSerializer.Serialize(new { file = name, moved = path, error = cause })
            : Printing.Plain(cause is null ? $"{name}: done, {path}" : $"{name}: failed, {path}: {cause}");
        await _run.Output.WriteLineAsync(line);
        await _run.Output.FlushAsync();
    }

    // A file of the same name came before: weekly exports often have one.
    private static string FreeName(string folder, string name)
    {
        string free = name;
        for (int number = 2; File.Exists(Path.Combine(folder, free)); number++)
        {
            free = $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}";
        }

        return free;
    }

    private sealed record Seen(long Length, DateTime Written, DateTimeOffset Since);
}
