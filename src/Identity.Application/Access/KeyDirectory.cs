using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Identity.Application.Workspaces;
using Identity.Stores;

namespace Identity.Application.Access;

/// <summary>
/// The workspaces and their keys, in memory: read by every request, written through to the store. Thread-safe.
/// </summary>
public sealed class KeyDirectory
{
    /// <summary>What the text of a key begins with, so that one is recognised when it leaks.</summary>
    public const string KeyPrefix = "idk_";

    private const int KeyBytes = 32;

    private readonly IWorkspaceStore _store;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<long, Workspace> _workspaces = new();
    private readonly ConcurrentDictionary<long, Workspace> _resolved = new();
    private readonly ConcurrentDictionary<KeyHash, KeyRecord> _keys = new();

    public KeyDirectory(IWorkspaceStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>The workspaces, in no particular order.</summary>
    public IEnumerable<Workspace> Workspaces => _workspaces.Values;

    /// <summary>Reads all workspaces and keys. Called once, before any request.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        foreach (WorkspaceRecord record in await _store.GetWorkspacesAsync(cancellationToken))
        {
            _workspaces[record.Number] = new Workspace(record);
        }

        foreach (KeyRecord key in await _store.GetKeysAsync(cancellationToken)) { Remember(key); }
    }

    /// <summary>The workspace with its newest rules.</summary>
    public Workspace Workspace(long number) => _workspaces[number];

    /// <summary>
    /// The workspace with the rules that what is stored follows. Only the writer asks and says so, in the order of its
    /// work; a failed commit leaves it ahead of the store until the re-resolution is repeated.
    /// </summary>
    internal Workspace Resolved(long number) => _resolved.GetValueOrDefault(number) ?? _workspaces[number];

    internal void SetResolved(Workspace workspace) => _resolved[workspace.Number] = workspace;

    /// <summary>The keys of a workspace, newest first.</summary>
    public IReadOnlyList<KeyRecord> KeysOf(long workspace) =>
        [.. _keys.Values.Where(key => key.Workspace == workspace)
            .OrderByDescending(key => key.CreatedAt).ThenByDescending(key => key.KeyId)];

    /// <summary>The caller with this key.</summary>
    /// <param name="text">The key, as it was handed out; empty when none was presented.</param>
    /// <param name="origin">The web origin that a browser states; null elsewhere.</param>
    /// <exception cref="RefusedException">
    /// There is no such key, it is not valid now, or not from this origin.
    /// </exception>
    public Caller Authenticate(ReadOnlySpan<char> text, string? origin = null)
    {
        if (text.IsEmpty) { throw Unauthenticated(RefusalReasons.KeyMissing, "A key is needed."); }
        KeyRecord key = Find(KeyHash.Of(text), origin);
        return new Caller(_workspaces[key.Workspace], key);
    }

    /// <summary>The same caller as of now, without hashing the text of the key again.</summary>
    /// <param name="caller">Who was found by the key before.</param>
    /// <param name="origin">The web origin that a browser states; null elsewhere.</param>
    /// <exception cref="RefusedException">The key is not valid any longer, or not from this origin.</exception>
    public Caller AuthenticateAgain(Caller caller, string? origin = null)
    {
        KeyRecord key = Find(KeyHash.Read(caller.Key.SecretHash.AsSpan()), origin);
        Workspace workspace = _workspaces[key.Workspace];
        return ReferenceEquals(key, caller.Key) && ReferenceEquals(workspace, caller.Workspace)
            ? caller : new Caller(workspace, key);
    }

    /// <summary>Makes a workspace with its first key, and returns the key's text, which is stored nowhere.</summary>
    public async ValueTask<(Workspace Workspace, string Key)> AddWorkspaceAsync(
        string name, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        string text = NewKeyText();
        var record = new WorkspaceRecord(
            Number: 0, Guid.CreateVersion7(), name,
                [.. RandomNumberGenerator.GetBytes(Core.Resolution.PersonIds.SecretBytes)],
            RulesVersion: 1, Rules: null, ResolvedVersion: 1)
        {
            DerivedBy = Derivation.Version,
        };
        KeyRecord key = NewKey(text, workspace: 0) with { Name = "admin", Scopes = scopes, Sources = ["*"] };
        record = await _store.AddWorkspaceAsync(record, key, cancellationToken);
        var workspace = new Workspace(record);
        _workspaces[record.Number] = workspace;
        Remember(key with { Workspace = record.Number });
        return (workspace, text);
    }

    /// <summary>Makes a key and returns its text, which is stored nowhere.</summary>
    public async ValueTask<(KeyRecord Key, string Text)> AddKeyAsync(
        long workspace, Func<KeyRecord, KeyRecord> describe, CancellationToken cancellationToken)
    {
        string text = NewKeyText();
        KeyRecord key = describe(NewKey(text, workspace));
        await PutKeyAsync(key, cancellationToken);
        return (key, text);
    }

    /// <summary>Writes a key; the next request sees it.</summary>
    public async ValueTask PutKeyAsync(KeyRecord key, CancellationToken cancellationToken)
    {
        await _store.PutKeyAsync(key, cancellationToken);
        Remember(key);
    }

    /// <summary>
    /// Makes a key worthless: at once for every request, whatever the store is busy with, and then for good.
    /// </summary>
    public async ValueTask RevokeAsync(KeyRecord key)
    {
        Remember(key);
        await _store.PutKeyAsync(key, CancellationToken.None);
    }

    /// <summary>Writes a workspace; the next request sees it.</summary>
    public async ValueTask<Workspace> PutWorkspaceAsync(WorkspaceRecord record, CancellationToken cancellationToken)
    {
        await _store.PutWorkspaceAsync(record, cancellationToken);
        var workspace = new Workspace(record);
        _resolved.TryAdd(record.Number, Workspace(record.Number));
        _workspaces[record.Number] = workspace;
        return workspace;
    }

    private KeyRecord Find(KeyHash hash, string? origin)
    {
        if (!_keys.TryGetValue(hash, out KeyRecord? key))
        {
            throw Unauthenticated(RefusalReasons.KeyInvalid, "There is no such key.");
        }

        if (key.RevokedAt is not null) { throw Unauthenticated(RefusalReasons.KeyRevoked, "The key was revoked."); }
        if (key.ExpiresAt <= _time.GetUtcNow())
        {
            throw Unauthenticated(RefusalReasons.KeyExpired, "The key has expired.");
        }
        if (origin is not null && key.AllowedOrigins.Length > 0 && !key.AllowedOrigins.Contains(origin))
        {
            throw new RefusedException(new Refusal(
                RefusalKind.PermissionDenied, RefusalReasons.OriginNotAllowed,
                    "The key may not be used from this origin."));
        }

        return key;
    }

    private static string NewKeyText() =>
        KeyPrefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));

    private KeyRecord NewKey(string text, long workspace) => new()
    {
        KeyId = Guid.CreateVersion7(),
        Workspace = workspace,
        Name = "",
        SecretHash = KeyHash.Of(text).ToBytes(),
        Scopes = [],
        CreatedAt = Core.Microseconds.Truncate(_time.GetUtcNow()),
    };

    private void Remember(KeyRecord key) => _keys[KeyHash.Read(key.SecretHash.AsSpan())] = key;

    private static RefusedException Unauthenticated(string reason, string detail) =>
        new(new Refusal(RefusalKind.Unauthenticated, reason, detail));
}
