using System.Collections.Immutable;

namespace Identity.Stores;

/// <summary>A tenant as it is stored. Immutable.</summary>
/// <param name="Number">Names it within the store, from 1; never leaves the service.</param>
/// <param name="WorkspaceId">Names it outside.</param>
/// <param name="Name">For people.</param>
/// <param name="Secret">32 random bytes from which ids and tokens are derived.</param>
/// <param name="RulesVersion">Counts up with each change of its rules, from 1.</param>
/// <param name="Rules">
/// Its rules as JSON, the text of Identity.Core.Rules.RulesText; null for the default rules.
/// </param>
/// <param name="ResolvedVersion">The version of the rules that all that is stored follows.</param>
public sealed record WorkspaceRecord(
    long Number, Guid WorkspaceId, string Name, ImmutableArray<byte> Secret, long RulesVersion, string? Rules,
    long ResolvedVersion)
{
    /// <summary>
    /// By what version of cleaning and matching all that is stored was made; empty for one that did not say so.
    /// </summary>
    public string DerivedBy { get; init; } = "";
}

/// <summary>A key as it is stored: its secret only as a hash. Immutable.</summary>
public sealed record KeyRecord
{
    public required Guid KeyId { get; init; }

    /// <summary>The number of its workspace.</summary>
    public required long Workspace { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret, which is 32 random bytes.</summary>
    public required ImmutableArray<byte> SecretHash { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public ImmutableArray<string> Sources { get; init; } = [];

    public ImmutableArray<string> AllowedOrigins { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>
/// Tenants and their keys. Thread-safe; every write is durable when it returns. A write waits for an open
/// <see cref="IWriteTransaction"/> to end, so whoever holds one must not wait for it.
/// </summary>
/// <exception cref="StoreUnavailableException">The store cannot be reached; the same call may work later.</exception>
public interface IWorkspaceStore
{
    /// <summary>All workspaces, by number.</summary>
    ValueTask<IReadOnlyList<WorkspaceRecord>> GetWorkspacesAsync(CancellationToken cancellationToken);

    /// <summary>All keys, also expired and revoked ones, oldest first.</summary>
    ValueTask<IReadOnlyList<KeyRecord>> GetKeysAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores a new workspace and its first key together, and returns it with its number. The numbers of the records
    /// that are handed in are ignored. Its rules count as in force from the beginning of time.
    /// </summary>
    ValueTask<WorkspaceRecord> AddWorkspaceAsync(
        WorkspaceRecord workspace, KeyRecord firstKey, CancellationToken cancellationToken);

    /// <summary>Replaces what is stored of a workspace that exists.</summary>
    ValueTask PutWorkspaceAsync(WorkspaceRecord workspace, CancellationToken cancellationToken);

    /// <summary>Writes a key, new or known.</summary>
    ValueTask PutKeyAsync(KeyRecord key, CancellationToken cancellationToken);
}
