using System.CommandLine;
using System.CommandLine.Help;
using Identity.Cli.Commands;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class DocumentationTests
{
    [Fact]
    public void Every_command_and_option_is_documented() => Assert.Empty(Undocumented(Document()));

    // The control: what is not there is found to be missing.
    [Fact]
    public void A_missing_option_and_a_missing_command_are_noticed()
    {
        string document = Document()
            .Replace("--drain-timeout", "", StringComparison.Ordinal)
            .Replace("identity keys revoke", "", StringComparison.Ordinal);
        Assert.Equal(
            ["identity keys revoke", "identity serve --drain-timeout"],
            Undocumented(document).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_command_has_help()
    {
        using var commands = new CommandLineCase();
        foreach (string name in Commands(Root()).Select(command => command.Name))
        {
            Outcome outcome = await commands.RunAsync([.. name.Split(' ')[1..], "--help"]);
            Assert.Equal(ExitCodes.Fine, outcome.ExitCode);
            Assert.Contains("Usage:", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_version_is_told()
    {
        using var commands = new CommandLineCase();
        Outcome outcome = await commands.RunAsync("--version");
        Assert.Equal(ExitCodes.Fine, outcome.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", outcome.Output);
    }

    private static IEnumerable<string> Undocumented(string document) => Commands(Root())
        .SelectMany(command => command.Options.Select(option => $"{command.Name} {option}").Prepend(command.Name))
        .Where(item => !document.Contains($"`{Written(item)}", StringComparison.Ordinal));

    // A command is written with its parents, an option alone.
    private static string Written(string item) => item[(item.IndexOf(" -", StringComparison.Ordinal) + 1)..];

    private static IEnumerable<(string Name, IEnumerable<string> Options)> Commands(
        Command command, string path = "identity")
    {
        yield return (path, command.Options
            .Where(option => option is not VersionOption and not HelpOption)
            .Select(option => option.Name));
        foreach (Command child in command.Subcommands)
        {
            foreach (var item in Commands(child, $"{path} {child.Name}")) { yield return item; }
        }
    }

    private static RootCommand Root()
    {
        using var commands = new CommandLineCase();
        return IdentityCommand.Build(commands.Surroundings(TextWriter.Null, TextWriter.Null));
    }

    private static string Document()
    {
        using Stream stream = typeof(DocumentationTests).Assembly.GetManifestResourceStream("command-line.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
