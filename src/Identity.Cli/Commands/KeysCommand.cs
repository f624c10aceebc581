using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Identity.Cli.Calling;
using Identity.Cli.Output;
using Identity.Server;
using Identity.V1;

namespace Identity.Cli.Commands;

/// <summary>Makes, lists and revokes keys.</summary>
internal static class KeysCommand
{
    private const int PageSize = 1_000;

    public static Command Build(CommandSite site) =>
        new("keys", "Makes, lists and revokes the keys of a workspace.")
        {
            Create(site), List(site), Revoke(site), Recover(site),
        };

    private static Command Create(CommandSite site)
    {
        var name = new Argument<string>("NAME") { Description = "A name for people, 1 to 128 characters." };
        var scopes = Repeatable("--scope", "SCOPE", "What the key may do, such as resolve or ingest; repeatable.");
        scopes.Required = true;
        var sources = Repeatable("--source", "SOURCE", "A source that the key may name, or * for all; repeatable.");
        var origins = Repeatable(
            "--origin", "ORIGIN", "A web origin that may use a key with ingest.public; repeatable.");
        var expires = new Option<string>("--expires")
        {
            Description = "When it stops working: a time, or days from now such as 90d (default: never).",
            HelpName = "WHEN",
        };
        var command = new Command("create", "Makes a key and prints it, which is shown only now.")
        {
            name, scopes, sources, origins, expires,
        };
        site.OnCall(command, async (run, connection) =>
        {
            var request = new CreateKeyRequest { Name = run.Parsed.GetRequiredValue(name) };
            request.Scopes.AddRange(run.Parsed.GetRequiredValue(scopes));
            request.Sources.AddRange(run.Parsed.GetValue(sources) ?? []);
            request.AllowedOrigins.AddRange(run.Parsed.GetValue(origins) ?? []);
            if (run.Parsed.GetValue(expires) is { } when)
            {
                request.ExpiresAt = Moment(when, run.Surroundings.Time).ToTimestamp();
            }

            CreatedKey key =
                await connection.Workspaces.CreateKeyAsync(request, connection.Once(run.CancellationToken));
            if (run.IsJson)
            {
                await run.Output.WriteLineAsync(Printing.JsonOf(key));
                return ExitCodes.Fine;
            }

            run.Output.WriteColumns("", [["key id", key.KeyId], ["key", key.Key]]);
            await run.Error.WriteLineAsync("Keep the key: it is stored as a hash and never shown again.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command List(CommandSite site)
    {
        var command = new Command("list", "Lists the keys, newest first, without their secrets.");
        site.OnCall(command, async (run, connection) =>
        {
            ListKeysResponse all = await ReadAllAsync(connection, run.CancellationToken);
            string[] titles = ["KEY ID", "NAME", "STATE", "SOURCES", "SCOPES"];
            if (run.IsJson) { await run.Output.WriteLineAsync(Printing.JsonOf(all)); }
            else { run.Output.WriteColumns("", [titles, .. all.Keys.Select(RowOf)]); }
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Revoke(CommandSite site)
    {
        var id = new Argument<string>("KEY_ID") { Description = "As `identity keys list` shows it." };
        var command = new Command("revoke", "Makes a key worthless at once.") { id };
        site.OnCall(command, async (run, connection) =>
        {
            Key key = await connection.Workspaces.RevokeKeyAsync(
                new RevokeKeyRequest { KeyId = run.Parsed.GetRequiredValue(id) },
                connection.Once(run.CancellationToken));
            await run.Output.WriteLineAsync(run.IsJson
                ? Printing.JsonOf(key) : $"The key {key.KeyId} ({Printing.Plain(key.Name)}) is revoked.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Recover(CommandSite site)
    {
        var command = new Command("recover", "Writes a new admin.key for a data folder whose service is stopped.")
        {
            site.Common.Data.Option, site.Common.Settings.Option,
        };
        site.OnRun(command, async run =>
        {
            var options = new ServerOptions { Data = run.Surroundings.PathOf(run.Values.Get(site.Common.Data)) };
            string path = await IdentityServer.RecoverAdminKeyAsync(options, run.CancellationToken);
            await run.Output.WriteLineAsync($"A new admin key is in {path}.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task<ListKeysResponse> ReadAllAsync(
        ServiceConnection connection, CancellationToken cancellationToken)
    {
        var all = new ListKeysResponse();
        string token = "";
        do
        {
            ListKeysResponse page = await connection.Workspaces.ListKeysAsync(
                new ListKeysRequest { PageSize = PageSize, PageToken = token }, connection.Once(cancellationToken));
            all.Keys.AddRange(page.Keys);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }

    private static string[] RowOf(Key key) =>
    [
        key.KeyId, Printing.Plain(key.Name), StateOf(key), string.Join(",", key.Sources), string.Join(",", key.Scopes),
    ];

    private static string StateOf(Key key)
    {
        if (key.RevokedAt is not null) { return $"revoked {Printing.Text(key.RevokedAt)}"; }
        return key.ExpiresAt is null ? "valid" : $"until {Printing.Text(key.ExpiresAt)}";
    }

    private static Option<string[]> Repeatable(string name, string valueName, string description) =>
        new(name) { Description = description, HelpName = valueName, Arity = ArgumentArity.OneOrMore };

    private static DateTimeOffset Moment(string text, TimeProvider time)
    {
        const int DaysMax = 36_500;
        if (text.EndsWith('d') && int.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days)
            && days is > 0 and <= DaysMax)
        {
            return time.GetUtcNow().AddDays(days);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset moment)
            ? moment
            : throw new WrongUseException(
                $"--expires: '{text}' is neither a time such as 2030-01-31 nor days such as 90d.");
    }
}
