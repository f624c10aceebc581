using System.Collections.Immutable;
using Identity.Application.Access;
using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Profiles;

/// <summary>Reads the parts of a profile that were asked, as far as the caller may see them.</summary>
internal sealed class ProfileReader
{
    private readonly Caller _caller;
    private readonly IReadTransaction _read;
    private readonly ProfileParts _parts;
    private readonly string _purpose;

    public ProfileReader(Caller caller, IReadTransaction read, ProfileParts parts, string purpose) =>
        (_caller, _read, _parts, _purpose) = (caller, read, parts, purpose);

    public async ValueTask<ProfileAnswer> ReadAsync(Guid person, CancellationToken cancellationToken)
    {
        long workspace = _caller.Workspace.Number;
        IReadOnlyList<IdentifierRecord> members =
            await _read.GetMembersAsync(workspace, person, cancellationToken);
        Summary profile = await _read.GetProfileAsync(workspace, person, cancellationToken)
            ?? Summary.Empty;
        ImmutableArray<ConsentStatement> consents = [.. profile.Consents.Values];
        IReadOnlyList<HomeRecord> homes = _parts.HasHousehold
            ? await _read.GetHomesAsync(workspace, [person], cancellationToken) : [];
        long revision = await _read.RevisionAsync(workspace, cancellationToken);
        return new ProfileAnswer
        {
            PersonId = person,
            FormerIds = _parts.HasFormerIds
                ? await FormerIdsAsync(person, members, cancellationToken) : [],
            Identifiers = _parts.HasIdentifiers ? Identifiers(members) : [],
            FuzzyLinks = _parts.HasFuzzyLinks
                ? await new FuzzyLinkReader(_caller, _read).ReadAsync(members, cancellationToken) : [],
            Traits = Traits(profile, consents),
            Events = _parts.HasActivity && FieldRelease.HasAgreed(_purpose, consents) ? [.. profile.Events] : [],
            Consents = _parts.HasConsents ? consents : [],
            HouseholdId = homes.Count > 0 ? homes[0].Told : null,
            Revision = Revisions.Write(revision),
        };
    }

    // Every birth id that its members hold, own or inherited, and the second ids of those whose first is another's.
    private async ValueTask<IReadOnlyList<Guid>> FormerIdsAsync(
        Guid person, IReadOnlyList<IdentifierRecord> members, CancellationToken cancellationToken)
    {
        var ids = new SortedSet<Guid>();
        foreach (IdentifierRecord member in members) { ids.Add(member.HeirId == 0 ? member.BirthId : member.SecondId); }
        long[] heirs = [.. members.Where(member => member.HeirId == 0).Select(member => member.Id)];
        while (heirs.Length > 0 && ids.Count <= GetProfile.FormerIdsMax)
        {
            IReadOnlyList<IdentifierRecord> givers = await _read.GetGiversAsync(
                _caller.Workspace.Number, heirs, null, GetProfile.FormerIdsMax, cancellationToken);
            ids.UnionWith(givers.Select(giver => giver.BirthId));
            heirs = [.. givers.Select(giver => giver.Id)];
        }

        ids.Remove(person);
        return [.. ids.Take(GetProfile.FormerIdsMax)];
    }

    private List<ProfileIdentifier> Identifiers(IReadOnlyList<IdentifierRecord> members)
    {
        WorkspaceRules rules = _caller.Workspace.Rules;
        bool seesAll = _caller.Has(Scopes.ProfilesPii);
        var parts = new List<long>();
        return
        [
            .. members
                .Select(member => (member, rule: rules.TryGetNamespace(member.Key.Namespace, out NamespaceRule? rule)
                    ? rule : null))
                .OrderBy(pair => pair.rule?.Rank ?? int.MaxValue)
                .ThenBy(pair => pair.member.Key.Value, StringComparer.Ordinal)
                .ThenBy(pair => pair.member.Key.Epoch)
                .Select(pair => Describe(pair.member, seesAll || pair.rule is { IsPerson: false }) with
                {
                    Part = PartOf(pair.member, parts),
                }),
        ];
    }

    // Counted in the order in which they are shown.
    private static int PartOf(IdentifierRecord member, List<long> parts)
    {
        if (member.FirmId == 0) { return 0; }
        if (!parts.Contains(member.FirmId)) { parts.Add(member.FirmId); }
        return parts.IndexOf(member.FirmId) + 1;
    }

    private static ProfileIdentifier Describe(IdentifierRecord member, bool isVisible)
    {
        IdentifierFacts facts = member.Facts;
        return new ProfileIdentifier(
            member.Key.Namespace,
            isVisible ? facts.Shown.Text ?? member.Key.Value : null,
            facts.FirstUnclaimed ?? facts.FirstSeen,
            facts.LastUnclaimed ?? facts.LastSeen,
            facts.Level,
            facts.Sources.Names);
    }

    private List<KeyValuePair<string, ImmutableArray<TraitCandidate>>> Traits(
        Summary profile, ImmutableArray<ConsentStatement> consents)
    {
        // A profile is read by people and systems that have a scope for it, so no level holds anything back here.
        var release = new FieldRelease(
            _caller.Workspace.Rules, RecognitionLevel.Authenticated, _purpose, _caller.Has(Scopes.ProfilesPii));
        var result = new List<KeyValuePair<string, ImmutableArray<TraitCandidate>>>();
        foreach ((string name, ImmutableArray<TraitCandidate> candidates) in profile.Traits)
        {
            if (_parts.HasTrait(name) && release.Objection(name, consents) is null)
            {
                result.Add(new(name, candidates.Length > Candidates.KeptMax ? candidates[..Candidates.KeptMax]
                    : candidates));
            }
        }

        return result;
    }
}
