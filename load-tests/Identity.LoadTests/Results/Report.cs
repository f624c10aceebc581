using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Identity.LoadTests.Serving;

namespace Identity.LoadTests.Results;

/// <summary>What a run found, for people. Not thread-safe.</summary>
internal sealed class Report(LoadOptions options)
{
    private readonly List<Finding> _findings = [];

    /// <summary>A target was missed.</summary>
    public bool HasMissed => _findings.Exists(finding => finding.Holds == false);

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
        if (options.Results.Length == 0) { return; }
        string text = await TextAsync(command, cancellationToken);
        await File.WriteAllTextAsync(options.Results, text, cancellationToken);
        System.Console.WriteLine($"Written to {options.Results}.");
    }

    private async Task<string> TextAsync(string command, CancellationToken cancellationToken)
    {
        string commit = (await GitAsync(["rev-parse", "--short", "HEAD"], cancellationToken)).Trim();
        string changed = await GitAsync(["status", "--porcelain"], cancellationToken);
        string state = changed.Length > 0 ? ", with changes that are not committed" : "";
        var text = new StringBuilder();
        string date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        text.AppendLine(CultureInfo.InvariantCulture, $"# Load test: {command}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{date} UTC, commit {commit}{state}.");
        text.AppendLine(Machine());
        text.AppendLine(Finding.Text($"{options.Rounds} rounds after {LoadOptions.WarmUpRounds} to warm up."));
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
