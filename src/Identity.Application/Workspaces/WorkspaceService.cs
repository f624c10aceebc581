using System.Buffers.Text;
using System.Text;
using Identity.Application.Access;
using Identity.Core;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Workspaces;

/// <summary>Tenants, their rules and their keys. Every call works on the caller's own workspace. Thread-safe.</summary>
public sealed class WorkspaceService
{
    /// <summary>The longest name of a workspace or key, in characters.</summary>
    public const int NameLengthMax = 128;

    /// <summary>The most sources, and the most origins, of a key.</summary>
    public const int KeyEntriesMax = 100;

    private const int PageSizeDefault = 100;
    private const int PageSizeMax = 1_000;

    private readonly KeyDirectory _directory;
    private readonly IIdentityStore _store;
    private readonly Reresolver _reresolver;
    private readonly TimeProvider _time;

    public WorkspaceService(KeyDirectory directory, IIdentityStore store, Reresolver reresolver, TimeProvider time) =>
        (_directory, _store, _reresolver, _time) = (directory, store, reresolver, time);

    /// <summary>Makes an empty workspace, and returns it with a key that has every scope of it.</summary>
    /// <exception cref="RefusedException">The name breaks a limit, or the key is no operator's.</exception>
    public async ValueTask<(Guid WorkspaceId, string Key)> CreateAsync(
        Caller caller, string name, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Operator);
        CheckName(name);
        (Workspace workspace, string key) =
            await _directory.AddWorkspaceAsync(name, Scopes.OfWorkspace, cancellationToken);
        return (workspace.WorkspaceId, key);
    }

    public static WorkspaceRules GetRules(Caller caller)
    {
        caller.Demand(Scopes.Admin);
        return caller.Workspace.Rules;
    }

    /// <summary>
    /// Replaces the rules and starts the re-resolution of what is stored. Returns the rules' version.
    /// </summary>
    /// <exception cref="RefusedException">The rules have defects; all are named.</exception>
    public ValueTask<long> PutRulesAsync(Caller caller, RulesDraft draft, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Admin);
        IReadOnlyList<RuleDefect> defects =
        [
            .. RuleChecks.Find(draft.Namespaces, draft.Traits, draft.Sources, draft.Households),
            .. RuleChecks.Find(draft.Matching),
        ];
        if (defects.Count > 0)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.InvalidArgument, RefusalReasons.RulesInvalid,
                    "The rules have defects; nothing was changed.")
            {
                Fields = [.. defects.Select(defect => new FieldDefect($"rules.{defect.Field}", defect.Detail))],
            });
        }

        var rules = new WorkspaceRules(draft.Namespaces, draft.Traits, draft.Sources, draft.Households)
        {
            Matching = draft.Matching,
        };
        return _reresolver.ReplaceRulesAsync(caller.Workspace.Number, rules, cancellationToken);
    }

    /// <summary>Makes a key. Its text is shown only here.</summary>
    /// <exception cref="RefusedException">
    /// The draft breaks a limit. Whoever administers a workspace may give every scope of it.
    /// </exception>
    public async ValueTask<(Guid KeyId, string Text)> CreateKeyAsync(
        Caller caller, KeyDraft draft, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Admin);
        CheckName(draft.Name);
        KeyDraftChecks.Check(draft, _time.GetUtcNow());
        (KeyRecord key, string text) = await _directory.AddKeyAsync(
            caller.Workspace.Number,
            empty => empty with
            {
                Name = draft.Name,
                Scopes = [.. draft.Scopes.Distinct(StringComparer.Ordinal)],
                Sources = [.. draft.Sources],
                AllowedOrigins = [.. draft.AllowedOrigins],
                ExpiresAt = draft.ExpiresAt is { } expiresAt ? Microseconds.Truncate(expiresAt) : null,
            },
            cancellationToken);
        return (key.KeyId, text);
    }

    /// <summary>The workspace's keys, newest first.</summary>
    public KeyPage ListKeys(Caller caller, int pageSize, string pageToken)
    {
        caller.Demand(Scopes.Admin);
        if (pageSize is < 0 or > PageSizeMax)
        {
            throw new RefusedException(Refusal.OfField(
                "page_size", RefusalReasons.PageSizeOutOfRange, $"It lies between 0 and {PageSizeMax}."));
        }

        IReadOnlyList<KeyRecord> all = _directory.KeysOf(caller.Workspace.Number);
        int start = StartOf(all, pageToken);
        KeyRecord[] page = [.. all.Skip(start).Take(pageSize == 0 ? PageSizeDefault : pageSize)];
        bool isLast = start + page.Length >= all.Count;
        string next = isLast ? "" : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(page[^1].KeyId.ToString()));
        return new KeyPage(page, next);
    }

    /// <summary>Makes a key worthless at once.</summary>
    /// <exception cref="RefusedException">The workspace has no such key.</exception>
    public async ValueTask<KeyRecord> RevokeKeyAsync(Caller caller, string keyId)
    {
        caller.Demand(Scopes.Admin);
        KeyRecord? key = Guid.TryParse(keyId, out Guid id)
            ? _directory.KeysOf(caller.Workspace.Number).FirstOrDefault(candidate => candidate.KeyId == id) : null;
        if (key is null)
        {
            throw new RefusedException(new Refusal(
                RefusalKind.NotFound, RefusalReasons.KeyNotFound, "The workspace has no such key."));
        }

        if (key.RevokedAt is not null) { return key; }
        key = key with { RevokedAt = Microseconds.Truncate(_time.GetUtcNow()) };
        await _directory.RevokeAsync(key);
        return key;
    }

    public async ValueTask<WorkspaceStats> GetStatsAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Admin);
        IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            long number = caller.Workspace.Number;
            StoreCounts counts = await read.CountAsync(number, cancellationToken);
            long revision = await read.RevisionAsync(number, cancellationToken);
            return new WorkspaceStats(counts, Revisions.Write(revision),
                _reresolver.ProgressOf(number, counts.Identifiers));
        }
    }

    private static int StartOf(IReadOnlyList<KeyRecord> all, string pageToken)
    {
        if (pageToken.Length == 0) { return 0; }
        for (int index = 0; index < all.Count; index++)
        {
            string token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(all[index].KeyId.ToString()));
            if (token == pageToken) { return index + 1; }
        }

        throw new RefusedException(Refusal.OfField(
            "page_token", RefusalReasons.PageTokenMalformed, "It is no token of an earlier page."));
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameLengthMax)
        {
            throw new RefusedException(Refusal.OfField(
                "name", RefusalReasons.NameMalformed, $"A name has 1 to {NameLengthMax} characters."));
        }
    }
}
