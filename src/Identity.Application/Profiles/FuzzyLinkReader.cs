using Identity.Application.Access;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>Reads the fuzzy links that hold a person together, as far as the caller may see them.</summary>
internal sealed class FuzzyLinkReader
{
    private readonly Caller _caller;
    private readonly IReadTransaction _read;

    public FuzzyLinkReader(Caller caller, IReadTransaction read) => (_caller, _read) = (caller, read);

    public async ValueTask<IReadOnlyList<FuzzyEvidence>> ReadAsync(
        IReadOnlyList<IdentifierRecord> members, CancellationToken cancellationToken)
    {
        if (members.All(member => member.FirmId == 0)) { return []; }
        long workspace = _caller.Workspace.Number;
        Dictionary<long, IdentifierRecord> byId = members.ToDictionary(member => member.Id);
        IReadOnlyList<MatchedPair> pairs = await _read.GetMatchesOfAsync(workspace, byId.Keys, cancellationToken);
        MatchedPair[] kept = [.. pairs.Where(pair => pair is { IsLink: true, Suppressed: null })
            .Where(pair => byId.ContainsKey(pair.A) && byId.ContainsKey(pair.B)).OrderByDescending(pair => pair.Grade)];
        IReadOnlyList<MatchEntry> entries = await _read.GetMatchEntriesAsync(
            workspace, [.. kept.SelectMany(pair => (long[])[pair.A, pair.B])], cancellationToken);
        Dictionary<(long, string), MatchRecord> records = entries.ToDictionary(
            entry => (entry.SubjectId, entry.Source), entry => entry.RecordOf().PreparedBy(MatchModel.Default));
        return
        [
            .. kept.Select(pair => new FuzzyEvidence(
                Show(byId[pair.A]), Show(byId[pair.B]), pair.SourceA, pair.SourceB,
                MatchModel.Default.Explain(records[(pair.A, pair.SourceA)], records[(pair.B, pair.SourceB)]))),
        ];
    }

    private (string Namespace, string? Value) Show(IdentifierRecord record)
    {
        WorkspaceRules rules = _caller.Workspace.Rules;
        bool isVisible = _caller.Has(Scopes.ProfilesPii)
            || (rules.TryGetNamespace(record.Key.Namespace, out NamespaceRule? rule) && !rule.IsPerson);
        return (record.Key.Namespace, isVisible ? record.Facts.Shown.Text ?? record.Key.Value : null);
    }
}
