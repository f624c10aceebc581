using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Identity.LoadTests.Serving;

namespace Identity.LoadTests.Results;

/// <summary>What a run found, for people. Not thread-safe.</summary>
internal sealed class Report
{
    private readonly LoadOptions _options;
    private readonly string _sources;
    private readonly List<Finding> _findings = [];

    private Report(LoadOptions options, string sources) => (_options, _sources) = (options, sources);

    /// <summary>A target was missed.</summary>
    public bool HasMissed => _findings.Exists(finding => finding.Holds == false);

    /// <summary>Begins a report of the sources as they are now.</summary>
    public static async Task<Report> BeginAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        string commit = (await GitAsync(["rev-parse", "--short", "HEAD"], cancellationToken)).Trim();
        string changed = await GitAsync(["status", "--porcelain"], cancellationToken);
        return new Report(options, changed.Length > 0 ? $"{commit}, with changes that are not committed" : commit);
    }

    public void Add(IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            _findings.Add(finding);
            System.Console.WriteLine(Line(finding));
        }
    }

    /// <summary>Writes the results where the options say.</summary>
    public async Task WriteAsync(string command, CancellationToken cancellationToken)
    {
        if (_options.Results.Length == 0) { return; }
        await File.WriteAllTextAsync(_options.Results, Text(command), cancellationToken);
        System.Console.WriteLine($"Written to {_options.Results}.");
    }

    private string Text(string command)
    {
        var text = new StringBuilder();
        string date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        text.AppendLine(CultureInfo.InvariantCulture, $"# Load test: {command}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{date} UTC, commit {_sources}.");
        text.AppendLine(Machine());
        text.AppendLine(Finding.Text($"{_options.Rounds} rounds after up to {_options.WarmUpRounds} to warm up."));
        text.AppendLine();
        text.AppendLine("| what | measured | ratio (spread) | target | verdict |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (Finding finding in _findings) { text.AppendLine(Line(finding)); }
        return text.ToString();
    }

    private static string Machine()
    {
        string model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "?";
        double memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[2];
        return Finding.Text(
            $"{Environment.ProcessorCount} cores ({model}), {memory:0} GiB, {RuntimeInformation.OSDescription}, ")
            + $"Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, "
            + $".NET {Environment.Version}; load average of the last 15 minutes at the end: {load}.";
    }

    private static string Line(Finding finding) =>
        $"| {finding.What} | {finding.Figures} | {finding.Ratio} | {finding.Target} | {finding.Verdict} |";

    private static async Task<string> GitAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = ServerProcess.Root,
            RedirectStandardOutput = true,
        };
        using Process git = Process.Start(start) ?? throw new InvalidOperationException("git could not be started.");
        string output = await git.StandardOutput.ReadToEndAsync(cancellationToken);
        await git.WaitForExitAsync(cancellationToken);
        return output;
    }
}
