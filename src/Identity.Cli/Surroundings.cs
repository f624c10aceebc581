using System.Collections;

namespace Identity.Cli;

/// <summary>What a command has around it: where it writes, what it reads settings from, the time.</summary>
internal sealed record Surroundings
{
    /// <summary>Results, for the next program or the reader.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal, where a line can be written over.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Where somebody can be asked; null when nobody is there to answer.</summary>
    public TextReader? Input { get; init; }

    /// <summary>An environment variable's value; null when it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The standard variables of OpenTelemetry that are set, by name.</summary>
    public IReadOnlyDictionary<string, string> OpenTelemetry { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder that relative paths of settings start from.</summary>
    public required string Folder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Surroundings OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsErrorRedirected,
        Input = Console.IsErrorRedirected || Console.IsInputRedirected ? null : Console.In,
        Variable = Environment.GetEnvironmentVariable,
        OpenTelemetry = StandardVariables(),
        Folder = Environment.CurrentDirectory,
    };

    private static Dictionary<string, string> StandardVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(pair => (Name: (string)pair.Key, Value: pair.Value as string ?? ""))
        .Where(pair => pair.Name.StartsWith("OTEL_", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>An absolute path.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}
