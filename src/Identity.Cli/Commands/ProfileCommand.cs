using System.CommandLine;
using Identity.Cli.Calling;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Shows all that is known of one person.</summary>
internal static class ProfileCommand
{
    public static Command Build(CommandSite site)
    {
        var who = new Argument<string>("WHO")
        {
            Description = "A person's id, or one of the person's identifiers as NAMESPACE:VALUE.",
        };
        var fields = ResolveCommand.FieldOption(
            "A part that is wanted, such as traits.first_name, repeatable (default: all).");
        Option<string> asOf = ResolveCommand.AsOfOption();
        var command = new Command("profile", "Shows the profile of a person.") { who, fields, asOf };
        site.OnCall(command, async (run, connection) =>
        {
            string text = run.Parsed.GetRequiredValue(who);
            var request = new GetProfileRequest
            {
                Fields = ResolveCommand.Mask(run.Parsed.GetValue(fields)),
                AsOf = ResolveCommand.Moment(run.Parsed.GetValue(asOf)),
            };
            if (text.Contains(':', StringComparison.Ordinal)) { request.Identifier = IdentifierText.Parse(text); }
            else { request.PersonId = text; }
            Profile profile =
                await connection.Profiles.GetProfileAsync(request, connection.Once(run.CancellationToken));
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(profile)); }
            else { ProfileText.Write(run.Output, profile); }
            return ExitCodes.Fine;
        });
        return command;
    }
}
