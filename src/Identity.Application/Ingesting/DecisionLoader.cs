using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Finds what stewards decided on the identifiers of a neighbourhood, and loads what they tie to them. Where nothing
/// was ever decided it costs one look.
/// </summary>
internal sealed class DecisionLoader
{
    private readonly Neighbourhood _hood;
    private readonly Dictionary<string, Decision> _decisions = new(StringComparer.Ordinal);
    private readonly HashSet<long> _asked = [];
    private bool? _hasAny;

    public DecisionLoader(Neighbourhood hood) => _hood = hood;

    /// <summary>The decisions on what is loaded, in no particular order.</summary>
    public IReadOnlyList<Decision> Decisions => [.. _decisions.Values];

    /// <summary>Brings both up to date with what is loaded.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        _hasAny ??= await _hood.Transaction.HasDecisionsAsync(_hood.Workspace.Number, cancellationToken);
        while (_hasAny == true)
        {
            IdentifierKey[] keys = [.. _hood.Members.Where(member => member.Node.Rule.Links)
                .Where(member => _asked.Add(member.Node.Handle)).Select(member => member.Node.Key)];
            if (keys.Length == 0) { return; }
            var tied = new HashSet<IdentifierKey>();
            foreach (DecisionRecord record in await _hood.Transaction.GetDecisionsOfAsync(
                _hood.Workspace.Number, keys, cancellationToken))
            {
                _decisions[record.Decision.Id] = record.Decision;
                if (record.Decision.Verdict == Verdict.Together) { Note(record.Decision, tied); }
            }

            if (!await LoadClustersAsync(tied, cancellationToken)) { return; }
        }
    }

    // A decision on another epoch of a value ties nothing here.
    private void Note(Decision decision, HashSet<IdentifierKey> tied)
    {
        bool holdsA = _hood.Graph.TryGetNode(decision.A, out _);
        bool holdsB = _hood.Graph.TryGetNode(decision.B, out _);
        if (holdsA && !holdsB) { tied.Add(decision.B); }
        if (holdsB && !holdsA) { tied.Add(decision.A); }
    }

    private async ValueTask<bool> LoadClustersAsync(
        HashSet<IdentifierKey> tied, CancellationToken cancellationToken)
    {
        if (tied.Count == 0) { return false; }
        IReadOnlyList<IdentifierRecord> others = await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, tied, cancellationToken);
        return await _hood.LoadClustersAsync(
            others.Where(other => tied.Contains(other.Key)).Select(other => other.ClusterId), cancellationToken);
    }
}
