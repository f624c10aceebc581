using System.Diagnostics;
using System.Reflection;

namespace Identity.Tidy.Tests;

/// <summary>The files of the repository: those that git tracks, and new ones that it does not ignore.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "RepositoryRoot").Value ?? "";

    private static readonly Lazy<IReadOnlyList<string>> All = new(ListFiles);

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => All.Value;

    /// <summary>C# that people write.</summary>
    public static IEnumerable<SourceText> Sources(string under) => Files
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal)
            && path.StartsWith(under, StringComparison.Ordinal))
        .Select(path => new SourceText(path, File.ReadAllLines(Path.Combine(Root, path))));

    private static List<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", "ls-files --cached --others --exclude-standard")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        };
        using Process git = Process.Start(start) ?? throw new InvalidOperationException("git could not be started.");
        string[] lines = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return [.. lines.Where(path => File.Exists(Path.Combine(Root, path)))];
    }
}

/// <summary>A file's path and lines.</summary>
internal sealed record SourceText(string Path, string[] Lines);
