using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Identity.Cli.Calling;
using Identity.Cli.Output;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Asks who a visitor is.</summary>
internal static class ResolveCommand
{
    public static Command Build(CommandSite site)
    {
        var identifiers = new Argument<string[]>("NAMESPACE:VALUE")
        {
            Description = "What the visitor is known by, for instance cookie:demo-device-1.",
            Arity = ArgumentArity.OneOrMore,
        };
        var authenticated = new Option<bool>("--authenticated")
        {
            Description = "Vouches that the visitor is logged in now.",
        };
        var personalLink = new Option<bool>("--personal-link")
        {
            Description = "Vouches that the visitor landed through a personal link.",
        };
        var fields = FieldOption("A field that is wanted, repeatable (default: all traits).");
        var purpose = new Option<string>("--purpose")
        {
            Description = "What the fields are for (default: service).",
            HelpName = "PURPOSE",
        };
        var create = new Option<bool>("--create") { Description = "Creates a person when nobody is known." };
        Option<string> asOf = AsOfOption();
        var command = new Command("resolve", "Tells who a visitor is, how sure that is, and what may be shown.")
        {
            identifiers, authenticated, personalLink, fields, purpose, create, asOf,
        };
        site.OnCall(command, async (run, connection) =>
        {
            var request = new ResolveRequest
            {
                Authenticated = run.Parsed.GetValue(authenticated),
                PersonalLink = run.Parsed.GetValue(personalLink),
                Fields = Mask(run.Parsed.GetValue(fields)),
                Purpose = run.Parsed.GetValue(purpose) ?? "",
                CreateIfUnknown = run.Parsed.GetValue(create),
                AsOf = Moment(run.Parsed.GetValue(asOf)),
            };
            if (request is { Authenticated: true, PersonalLink: true })
            {
                throw new WrongUseException("--authenticated and --personal-link cannot both be.");
            }

            request.Identifiers.AddRange(run.Parsed.GetRequiredValue(identifiers).Select(IdentifierText.Parse));
            ResolveResponse response =
                await connection.Resolution.ResolveAsync(request, connection.Once(run.CancellationToken));
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(response)); }
            else { ResolveText.Write(run.Output, response); }
            return ExitCodes.Fine;
        });
        return command;
    }

    public static Option<string[]> FieldOption(string description) =>
        new("--field") { Description = description, HelpName = "PATH", Arity = ArgumentArity.OneOrMore };

    public static Option<string> AsOfOption() => new("--as-of")
    {
        Description = "Tells what was known at a past moment, for instance 2026-05-01T12:00:00Z (default: now).",
        HelpName = "TIME",
    };

    /// <summary>The moment in a text; null when there is none.</summary>
    /// <exception cref="WrongUseException">The text is no moment.</exception>
    public static Timestamp? Moment(string? text)
    {
        if (text is null) { return null; }
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? Timestamp.FromDateTimeOffset(moment)
            : throw new WrongUseException("--as-of: It is a time such as 2026-05-01T12:00:00Z.");
    }

    /// <summary>Null when no field is named, which asks for all.</summary>
    public static FieldMask? Mask(string[]? fields) =>
        fields is { Length: > 0 } ? new FieldMask { Paths = { fields } } : null;
}
