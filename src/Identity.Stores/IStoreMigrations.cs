namespace Identity.Stores;

/// <summary>A numbered step of a store's schema.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">What it does, in a few words.</param>
/// <param name="AppliedAt">When it was applied; null when it was not.</param>
public sealed record MigrationState(int Number, string Name, DateTimeOffset? AppliedAt);

/// <summary>
/// Brings a store to the schema that this version of the program needs. Migrations are numbered, applied in their
/// order, each in a transaction of its own, under a lock, and never twice. Thread-safe.
/// </summary>
public interface IStoreMigrations
{
    /// <summary>
    /// All migrations that this program knows, and those of a newer program that the store has, in order.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<MigrationState>> GetStateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Applies what is missing and returns it. Called by several processes at once, one does the work.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyList<MigrationState>> ApplyAsync(CancellationToken cancellationToken);
}
