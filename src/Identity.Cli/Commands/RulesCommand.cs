using System.CommandLine;
using Google.Protobuf;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Reads and replaces a workspace's rules.</summary>
internal static class RulesCommand
{
    public static Command Build(CommandSite site) =>
        new("rules", "Reads and replaces the rules that make identifiers one person.") { Get(site), Put(site) };

    private static Command Get(CommandSite site)
    {
        var file = new Option<string>("--output", "-o")
        {
            Description = "Writes the rules to this file (default: standard output).",
            HelpName = "FILE",
        };
        var command = new Command("get", "Prints the rules in force, as JSON.") { file };
        site.OnCall(command, async (run, connection) =>
        {
            WorkspaceRules rules = await connection.Workspaces.GetRulesAsync(
                new GetRulesRequest(), connection.Once(run.CancellationToken));
            string text = Printing.JsonOf(rules);
            if (run.Parsed.GetValue(file) is { } path)
            {
                await File.WriteAllTextAsync(run.Surroundings.PathOf(path), text + "\n", run.CancellationToken);
            }
            else
            {
                await run.Output.WriteLineAsync(text);
            }

            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Put(CommandSite site)
    {
        var file = new Argument<string>("FILE") { Description = "Rules as `identity rules get` prints them." };
        var command = new Command("put", "Replaces the rules; what is stored is re-resolved in the background.")
        {
            file,
        };
        site.OnCall(command, async (run, connection) =>
        {
            WorkspaceRules rules = Read(run.Surroundings.PathOf(run.Parsed.GetRequiredValue(file)));
            PutRulesResponse response = await connection.Workspaces.PutRulesAsync(
                new PutRulesRequest { Rules = rules }, connection.Once(run.CancellationToken));
            await run.Output.WriteLineAsync(run.IsJson
                ? Printing.JsonOf(response)
                : $"The rules are in force, version {response.Version}. Progress of re-resolving: identity stats");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static WorkspaceRules Read(string path)
    {
        if (!File.Exists(path)) { throw new WrongUseException($"{path} does not exist."); }
        try
        {
            return JsonParser.Default.Parse<WorkspaceRules>(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new FailedException($"{path} holds no rules: {failure.Message}", failure);
        }
    }
}
