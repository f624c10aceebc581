using System.CommandLine;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Finds persons by what somebody knows of them.</summary>
internal static class FindCommand
{
    private const int CountDefault = 20;

    public static Command Build(CommandSite site)
    {
        var query = new Argument<string[]>("QUERY")
        {
            Description = "An identifier, exactly; else a name, a postcode with or without house number, a date of "
                + "birth, or several of these. Letters of a name may be wrong.",
            Arity = ArgumentArity.OneOrMore,
        };
        var count = new Option<int>("--count")
        {
            Description = $"How many persons are shown, at most 100 (default: {CountDefault}).",
            DefaultValueFactory = _ => CountDefault,
            HelpName = "N",
        };
        var command = new Command("find", "Finds persons, the best first.") { query, count };
        site.OnCall(command, async (run, connection) =>
        {
            var request = new FindProfilesRequest
            {
                Query = string.Join(' ', run.Parsed.GetRequiredValue(query)),
                PageSize = run.Parsed.GetValue(count),
            };
            FindProfilesResponse found = await connection.Profiles.FindProfilesAsync(
                request, connection.Once(run.CancellationToken));
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(found)); }
            else { FoundText.Write(run.Output, found); }
            return ExitCodes.Fine;
        });
        return command;
    }
}
