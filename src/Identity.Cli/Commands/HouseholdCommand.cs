using System.CommandLine;
using Grpc.Core;
using Identity.Cli.Calling;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Shows who lives together.</summary>
internal static class HouseholdCommand
{
    public static Command Build(CommandSite site)
    {
        var who = new Argument<string>("WHO")
        {
            Description = "A household's id, a person's id, or one of a person's identifiers as NAMESPACE:VALUE.",
        };
        var command = new Command("household", "Shows the persons at one address, and who has moved.") { who };
        site.OnCall(command, async (run, connection) =>
        {
            string text = run.Parsed.GetRequiredValue(who);
            Household household = await AskAsync(connection, text, run.CancellationToken);
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(household)); }
            else { HouseholdText.Write(run.Output, household); }
            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task<Household> AskAsync(
        ServiceConnection connection, string text, CancellationToken cancellationToken)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            var request = new GetProfileRequest
            {
                Identifier = IdentifierText.Parse(text),
                Fields = ResolveCommand.Mask(["person_id"]),
            };
            Profile profile = await connection.Profiles.GetProfileAsync(request, connection.Once(cancellationToken));
            text = profile.PersonId;
        }
        else
        {
            // Ids look alike, and no household has a person's.
            try
            {
                return await connection.Households.GetHouseholdAsync(
                    new GetHouseholdRequest { HouseholdId = text }, connection.Once(cancellationToken));
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.NotFound)
            {
            }
        }

        return await connection.Households.GetHouseholdAsync(
            new GetHouseholdRequest { PersonId = text }, connection.Once(cancellationToken));
    }
}
