using System.Text.Json.Serialization;
using Identity.Stores;
using Microsoft.Extensions.Hosting;

namespace Identity.Server;

/// <summary>Whether requests can be served, and what is missing when not.</summary>
internal sealed record ReadinessReport
{
    public required bool Ready { get; init; }

    /// <summary>ok, unreachable or damaged.</summary>
    public required string Store { get; init; }

    /// <summary>Numbers and names of the migrations that the store lacks.</summary>
    public IReadOnlyList<string> MissingMigrations { get; init; } = [];

    /// <summary>The process is stopping.</summary>
    public bool Stopping { get; init; }

    /// <summary>What an operator can do; null when nothing has to be done.</summary>
    public string? Advice { get; init; }
}

/// <summary>Finds out whether requests can be served: cheap enough to be asked every second. Thread-safe.</summary>
internal sealed class Readiness(IStoreMigrations migrations, IHostApplicationLifetime lifetime, DataFolder data)
{
    private volatile bool _wasReady;

    /// <summary>What the last check found; somebody checks every other second at least.</summary>
    public bool WasReady => _wasReady;

    public async ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        ReadinessReport report = await LookAsync(cancellationToken).ConfigureAwait(false);
        _wasReady = report.Ready;
        return report;
    }

    private async ValueTask<ReadinessReport> LookAsync(CancellationToken cancellationToken)
    {
        bool stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        try
        {
            IReadOnlyList<MigrationState> states =
                await migrations.GetStateAsync(cancellationToken).ConfigureAwait(false);
            string[] missing =
                [.. states.Where(state => state.AppliedAt is null).Select(state => $"{state.Number} {state.Name}")];
            return new ReadinessReport
            {
                Ready = missing.Length == 0 && !stopping,
                Store = "ok",
                MissingMigrations = missing,
                Stopping = stopping,
                Advice = missing.Length == 0 ? null : $"Run: identity migrate --data {data.Path}",
            };
        }
        catch (StoreException failure)
        {
            bool isDamaged = failure is StoreDamagedException;
            return new ReadinessReport
            {
                Ready = false,
                Store = isDamaged ? "damaged" : "unreachable",
                Stopping = stopping,
                Advice = isDamaged
                    ? $"Restore {data.StorePath} from a backup."
                    : $"Check that {data.StorePath} can be read and written.",
            };
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class ReadinessContext : JsonSerializerContext;
