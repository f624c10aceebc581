using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Identity.Cli.Output;
using Identity.Stores;
using Identity.Stores.Sqlite;

namespace Identity.Cli.Commands;

/// <summary>Brings a store to the schema of this version, without a server.</summary>
internal static class MigrateCommand
{
    // Where the server keeps its store in the data folder.
    private const string StoreName = "identity.db";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Build(CommandSite site)
    {
        var status = new Option<bool>("--status") { Description = "Only shows what is applied and what is missing." };
        var command = new Command(
            "migrate", "Brings the store to what this version needs; the server also does so when it starts.")
        {
            status, site.Common.Data.Option, site.Common.Json.Option, site.Common.Settings.Option,
        };
        site.OnRun(command, run => RunAsync(
            run, run.Surroundings.PathOf(run.Values.Get(site.Common.Data)), run.Parsed.GetValue(status)));
        return command;
    }

    private static async Task<int> RunAsync(CommandRun run, string data, bool onlyStatus)
    {
        string path = Path.Combine(data, StoreName);
        // Looking must not make anything.
        if (onlyStatus && !File.Exists(path)) { throw new FailedException($"There is no store in {data} yet."); }
        try
        {
            await using SqliteStore store =
                SqliteStore.Open(new SqliteStoreOptions { Path = path, Clock = run.Surroundings.Time });
            IReadOnlyList<MigrationState> applied = onlyStatus ? [] : await store.ApplyAsync(run.CancellationToken);
            IReadOnlyList<MigrationState> all = await store.GetStateAsync(run.CancellationToken);
            await WriteAsync(run, all, applied.Count, onlyStatus);
            return ExitCodes.Fine;
        }
        catch (StoreException failure)
        {
            throw new FailedException($"The store {path} cannot be used. {failure.Message}", failure);
        }
    }

    private static async Task WriteAsync(
        CommandRun run, IReadOnlyList<MigrationState> all, int appliedNow, bool onlyStatus)
    {
        if (run.IsJson)
        {
            var rows = all.Select(
                state => new { number = state.Number, name = state.Name, appliedAt = state.AppliedAt });
            await run.Output.WriteLineAsync(JsonSerializer.Serialize(new { migrations = rows }, Indented));
            return;
        }

        run.Output.WriteColumns("", [.. all.Select(RowOf)]);
        int missing = all.Count(state => state.AppliedAt is null);
        await run.Output.WriteLineAsync(onlyStatus
            ? missing == 0 ? "Nothing is missing." : $"Missing: {missing}. Apply with: identity migrate"
            : appliedNow == 0 ? "Nothing was missing." : $"Applied: {appliedNow}.");
    }

    private static string[] RowOf(MigrationState state) =>
    [
        state.Number.ToString(CultureInfo.InvariantCulture), state.Name,
        state.AppliedAt?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "missing",
    ];
}
