using System.Text.Json.Serialization;
using Identity.Stores;
using Microsoft.Extensions.Hosting;

namespace Identity.Server;

/// <summary>Whether requests can be served, and what is missing when not.</summary>
internal sealed record ReadinessReport
{
    /// <summary>
    /// Reads are served. A store that takes no writes does not end that: who is taken out of the load balancer for it
    /// would not answer reads either.
    /// </summary>
    public required bool Ready { get; init; }

    /// <summary>ok, unreachable or damaged.</summary>
    public required string Store { get; init; }

    /// <summary>ok, full (or to be read only), unavailable or damaged: what a write meets, two seconds old at most.
    /// </summary>
    public required string Writes { get; init; }

    /// <summary>Why the store does not do all that it should; null when it does.</summary>
    public string? Cause { get; init; }

    /// <summary>Numbers and names of the migrations that the store lacks.</summary>
    public IReadOnlyList<string> MissingMigrations { get; init; } = [];

    /// <summary>The process is stopping.</summary>
    public bool Stopping { get; init; }

    /// <summary>What an operator can do; null when nothing has to be done.</summary>
    public string? Advice { get; init; }
}

/// <summary>Finds out whether requests can be served: cheap enough to be asked every second. Thread-safe.</summary>
internal sealed class Readiness(
    IStoreMigrations migrations, IStoreCondition condition, IHostApplicationLifetime lifetime, DataFolder data)
{
    private volatile bool _wasReady;
    private volatile StoreException? _writeFailure;

    /// <summary>What the last check found; somebody checks every other second at least.</summary>
    public bool WasReady => _wasReady;

    /// <summary>Writes were taken when it was last tried.</summary>
    public bool TookWrites => _writeFailure is null;

    /// <summary>
    /// Finds out whether writes are taken, for the checks to tell. May write itself, so not everybody may ask for it.
    /// </summary>
    public async ValueTask TryWritesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await condition.CheckWritesAsync(cancellationToken).ConfigureAwait(false);
            _writeFailure = null;
        }
        catch (StoreException failure)
        {
            _writeFailure = failure;
        }
    }

    public async ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        ReadinessReport report = await LookAsync(cancellationToken).ConfigureAwait(false);
        _wasReady = report.Ready;
        return report;
    }

    private async ValueTask<ReadinessReport> LookAsync(CancellationToken cancellationToken)
    {
        bool stopping = lifetime.ApplicationStopping.IsCancellationRequested;
        StoreException? writeFailure = _writeFailure;
        try
        {
            IReadOnlyList<MigrationState> states =
                await migrations.GetStateAsync(cancellationToken).ConfigureAwait(false);
            string[] missing =
                [.. states.Where(state => state.AppliedAt is null).Select(state => $"{state.Number} {state.Name}")];
            bool isDamaged = writeFailure is StoreDamagedException;
            return new ReadinessReport
            {
                Ready = missing.Length == 0 && !isDamaged && !stopping,
                Store = isDamaged ? "damaged" : "ok",
                Writes = WordFor(writeFailure),
                MissingMigrations = missing,
                Stopping = stopping,
                Cause = writeFailure?.Message,
                Advice = missing.Length == 0 ? AdviceFor(writeFailure) : $"Run: identity migrate --data {data.Path}",
            };
        }
        catch (StoreException failure)
        {
            return new ReadinessReport
            {
                Ready = false,
                Store = failure is StoreDamagedException ? "damaged" : "unreachable",
                Writes = WordFor(writeFailure ?? failure),
                Stopping = stopping,
                Cause = failure.Message,
                Advice = AdviceFor(failure),
            };
        }
    }

    private static string WordFor(StoreException? failure) => failure switch
    {
        null => "ok",
        StoreFullException => "full",
        StoreDamagedException => "damaged",
        _ => "unavailable",
    };

    private string? AdviceFor(StoreException? failure) => failure switch
    {
        null => null,
        StoreFullException => $"Make room for {data.Path}, and see that it may be written to; writes then go on.",
        StoreDamagedException => $"Stop the server, keep a copy of {data.Path}, and restore a backup.",
        _ => $"Check that {data.StorePath} can be read and written.",
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadinessReport))]
internal sealed partial class ReadinessContext : JsonSerializerContext;
