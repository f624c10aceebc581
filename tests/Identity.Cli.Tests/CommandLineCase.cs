using Identity.Cli.Commands;

namespace Identity.Cli.Tests;

/// <summary>What a run of the command line did.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);

/// <summary>A command line in a folder of its own, with an environment of its own.</summary>
internal sealed class CommandLineCase : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("identity-cli-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What somebody at a terminal types; null when nobody sits there.</summary>
    public string? Answers { get; set; }

    public async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await IdentityCommand.RunAsync(arguments, Surroundings(output, error));
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }

    public Surroundings Surroundings(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        Input = Answers is null ? null : new StringReader(Answers),
        Variable = name => Environment.GetValueOrDefault(name),
        Folder = Folder,
    };

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Folder, name), bytes);
        return name;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public bool Has(string name) => File.Exists(Path.Combine(Folder, name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
