using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Rules;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>What was presented, with what one committed state knows of it.</summary>
internal sealed class VisitorSight
{
    private readonly CheckedQuery _request;
    private readonly List<Presented> _own;
    private readonly IReadOnlyList<VisitorRecord?> _found;
    private readonly List<RequestedIdentifier> _wanted;
    private readonly Presented? _vouched;
    private readonly Presented[] _presented;

    /// <param name="request">The query.</param>
    /// <param name="wanted">The identifiers that were looked up.</param>
    /// <param name="found">What is known of each of them.</param>
    public VisitorSight(
        CheckedQuery request, List<RequestedIdentifier> wanted, IReadOnlyList<VisitorRecord?> found)
    {
        (_request, _wanted, _found) = (request, wanted, found);
        _own = new List<Presented>(wanted.Count);
        _presented = new Presented[wanted.Count];
        for (int index = 0; index < wanted.Count; index++)
        {
            RequestedIdentifier item = wanted[index];
            var presented = new Presented(item.Index, item.Item, found[index]?.Known);
            _presented[index] = presented;
            if (ReferenceEquals(item.Item, request.Vouched)) { _vouched = presented; }
            // The identifier inside a link token was not presented by the visitor; it only speaks for itself.
            if (item.Index >= 0) { _own.Add(presented); }
        }
    }

    public Recognised Recognise() => Recogniser.Recognise(_own, _request.Vouching, _vouched);

    /// <summary>
    /// What may be released of whom was recognised: from level 3 the profile of the part of the person that the
    /// deciding identifier belongs to without fuzzy links; at level 2 only what was seen on the presented devices while
    /// nobody was logged in on them.
    /// </summary>
    public ShownProfile ProfileOf(Recognised recognised, WorkspaceRules rules)
    {
        if (PartOf(recognised) is not { } part) { return ShownProfile.Empty; }
        if (recognised.Level < RecognitionLevel.Remembered) { return OfDevices(part, rules); }
        return part.Profile is { } profile ? StoredDocument.ShownOf(profile) : ShownProfile.Empty;
    }

    /// <summary>
    /// The household of whom was recognised; null below level 3, where nobody has shown to be that person, and where
    /// fuzzy links join the person to others, for it may be theirs.
    /// </summary>
    public Guid? HouseholdOf(Recognised recognised) =>
        recognised.Level >= RecognitionLevel.Remembered && PartOf(recognised) is { FirmId: 0 } person
            ? person.HouseholdId : null;

    private VisitorPerson? PartOf(Recognised recognised)
    {
        int index = Array.FindIndex(_presented, item => ReferenceEquals(item, recognised.Evidence));
        return index < 0 ? null : _found[index]?.Person;
    }

    private ShownProfile OfDevices(VisitorPerson part, WorkspaceRules rules)
    {
        SummaryDocument[] own = [.. OwnOfDevices(part)];
        return own switch
        {
            [] => ShownProfile.Empty,
            [var single] => StoredDocument.ShownOf(single),
            _ => ShownProfile.Of(own.Aggregate(
                Summary.Empty, (sum, document) => sum.With(StoredDocument.SummaryOf(document), rules))),
        };
    }

    private IEnumerable<SummaryDocument> OwnOfDevices(VisitorPerson part)
    {
        for (int index = 0; index < _wanted.Count; index++)
        {
            bool isDevice = _wanted[index].Index >= 0 && _wanted[index].Item.Rule.Role == NamespaceRole.Device;
            if (isDevice && _found[index] is { Own: { } own, Person: { } known }
                && known.Id == part.Id && known.FirmId == part.FirmId)
            {
                yield return own;
            }
        }
    }
}
