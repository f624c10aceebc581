using System.CommandLine;
using Identity.Cli.Settings;
using Identity.Server;

namespace Identity.Cli.Commands;

/// <summary>The command line as a whole.</summary>
internal static class IdentityCommand
{
    /// <summary>Runs one command line. Returns the exit code: 0 fine, 1 failed, 2 wrong use.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        ParseResult parsed = Build(surroundings).Parse(arguments);
        if (parsed.Errors.Count > 0) { return await TellWrongUseAsync(parsed, surroundings); }
        try
        {
            // Ending is left to the server, which drains, and to the system: every other command can be repeated.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (WrongUseException failure)
        {
            return await TellAsync(failure.Message, ExitCodes.WrongUse, surroundings);
        }
        catch (Exception failure) when (failure is FailedException or ServerStartException)
        {
            return await TellAsync(failure.Message, ExitCodes.Failed, surroundings);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return await TellAsync(failure.Message, ExitCodes.Failed, surroundings);
        }
        catch (Exception failure)
        {
            string message = $"This should not have happened: {failure.GetType().Name}: {failure.Message}";
            return await TellAsync(message, ExitCodes.Failed, surroundings);
        }
    }

    /// <summary>The commands with their options.</summary>
    internal static RootCommand Build(Surroundings surroundings)
    {
        var site = new CommandSite(surroundings, new CommonSettings());
        var root = new RootCommand("Identity: who is this visitor, how sure are we, and what may be shown.")
        {
            ServeCommand.Build(site),
            ImportCommand.Build(site),
            ResolveCommand.Build(site),
            ProfileCommand.Build(site),
            FindCommand.Build(site),
            HouseholdCommand.Build(site),
            KeysCommand.Build(site),
            RulesCommand.Build(site),
            MigrateCommand.Build(site),
            StatsCommand.Build(site),
            DedupeCommand.Build(site),
            QualityCommand.Build(site),
            WorkspacesCommand.Build(site),
        };
        return root;
    }

    private static async Task<int> TellWrongUseAsync(ParseResult parsed, Surroundings surroundings)
    {
        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
        {
            await surroundings.Error.WriteLineAsync($"identity: {message}");
        }

        await surroundings.Error.WriteLineAsync($"Try: {NameOf(parsed)} --help");
        return ExitCodes.WrongUse;
    }

    private static async Task<int> TellAsync(string message, int exitCode, Surroundings surroundings)
    {
        await surroundings.Error.WriteLineAsync($"identity: {message}");
        return exitCode;
    }

    private static string NameOf(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "" : $" {command.Name}";
        return command.Parents.FirstOrDefault() is Command parent and not RootCommand
            ? $"identity {parent.Name}{name}" : $"identity{name}";
    }
}
