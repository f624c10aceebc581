using Identity.Application.Access;
using Identity.Core.Identifiers;
using Identity.Stores;

namespace Identity.Application.Stewarding;

/// <summary>Two identifiers that evidence which was held back would have made one person's.</summary>
/// <param name="A">Whoever was kept out.</param>
/// <param name="B">Whose it is that would have joined them.</param>
/// <param name="Link">The evidence.</param>
internal sealed record Hint(IdentifierRecord A, IdentifierRecord B, LinkRecord Link);

/// <summary>
/// Reads whom evidence that was held back speaks of: a device that two addresses share belongs to one of them, and it
/// is the two addresses on which something can be decided.
/// </summary>
internal sealed class HintReader
{
    private readonly Caller _caller;
    private readonly IReadTransaction _read;

    public HintReader(Caller caller, IReadTransaction read) => (_caller, _read) = (caller, read);

    private long Workspace => _caller.Workspace.Number;

    /// <summary>The two; null when nothing can be decided on them, or it is decided.</summary>
    public async ValueTask<Hint?> ReadAsync(HintRecord record, CancellationToken cancellationToken)
    {
        (IdentifierRecord kept, IdentifierRecord attached) = IsAttached(record.A)
            ? (record.B, record.A) : (record.A, record.B);
        IdentifierRecord? owner = IsAttached(attached)
            ? await OwnerAsync(attached, cancellationToken) : attached;
        if (owner is null || owner.PersonId == kept.PersonId || !CanDecide(owner) || !CanDecide(kept)) { return null; }
        IReadOnlyList<DecisionRecord> decided = await _read.GetDecisionsOfAsync(
            Workspace, [kept.Key], cancellationToken);
        bool isDecided = decided.Any(item => (item.Decision.A, item.Decision.B) == (kept.Key, owner.Key)
            || (item.Decision.A, item.Decision.B) == (owner.Key, kept.Key));
        return isDecided ? null : new Hint(kept, owner, record.Link);
    }

    // Of the persons' identifiers that it is tied to the strongest, then the one seen with it most often.
    private async ValueTask<IdentifierRecord?> OwnerAsync(
        IdentifierRecord attached, CancellationToken cancellationToken)
    {
        Dictionary<long, int> kept = (await _read.GetLinksOfAsync(Workspace, attached.Id, cancellationToken))
            .Where(link => link.Suppressed is null)
            .ToDictionary(
                link => link.A == attached.Id ? link.B : link.A,
                link => link.Remembered.With(link.Authenticated).Count);
        return (await _read.GetIdentifiersAsync(Workspace, kept.Keys, cancellationToken))
            .Where(other => RuleOf(other) is { IsPerson: true } && kept[other.Id] > 0)
            .OrderBy(other => RuleOf(other)?.Rank).ThenByDescending(other => kept[other.Id])
            .ThenBy(other => other.Key.Value, StringComparer.Ordinal).FirstOrDefault();
    }

    private bool IsAttached(IdentifierRecord identifier) => RuleOf(identifier) is { AttachOnly: true };

    private bool CanDecide(IdentifierRecord identifier) =>
        identifier.Facts.FirstUnclaimed is not null && RuleOf(identifier) is { Links: true };

    private NamespaceRule? RuleOf(IdentifierRecord identifier) =>
        _caller.Workspace.Rules.TryGetNamespace(identifier.Key.Namespace, out NamespaceRule? rule) ? rule : null;
}
