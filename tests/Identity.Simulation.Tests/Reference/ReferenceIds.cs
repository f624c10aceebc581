using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Reference;

/// <summary>Whose id a person has, as docs/resolution.md says it under "Person ids".</summary>
internal sealed class ReferenceIds
{
    private readonly Evidence _evidence;
    private readonly WorkspaceRules _rules;
    private readonly Fault _fault;
    private readonly Dictionary<IdentifierKey, (IdentifierKey Heir, DateTimeOffset Since)?> _heirs = [];

    public ReferenceIds(Evidence evidence, WorkspaceRules rules, Fault fault)
    {
        (_evidence, _rules, _fault) = (evidence, rules, fault);
        foreach (IdentifierKey key in evidence.Identifiers) { _heirs.Add(key, FindHeir(key)); }
    }

    /// <summary>The identifier that was born with the person's id, or whose second id it is.</summary>
    public (IdentifierKey Owner, bool IsSecond) IdOf(HashSet<IdentifierKey> person)
    {
        if (_fault == Fault.IdFollowsTheDevice) { return (person.MaxBy(ClassOf), false); }
        IdentifierKey anchor = Anchor(person);
        bool hasHeir = HeirOf(anchor) is not null;
        return hasHeir && _fault != Fault.HeirlessIdWhenAlone ? (anchor, true) : (LongestHeld(anchor), false);
    }

    // "A person's anchor is the oldest member of its strongest class."
    private IdentifierKey Anchor(HashSet<IdentifierKey> person)
    {
        IOrderedEnumerable<IdentifierKey> byClass =
            person.OrderBy(key => _fault == Fault.AnchorOfAnyClass ? 0 : ClassOf(key));
        IOrderedEnumerable<IdentifierKey> byAge = _fault == Fault.AnchorIsTheYoungest
            ? byClass.ThenByDescending(key => Age(key)) : byClass.ThenBy(key => Age(key));
        return ByText(byAge).First();
    }

    // "The person's id is the oldest that the anchor holds, own or inherited": its own, held since it was first known,
    // unless nobody knew it before the moment at which it inherited. Then it is as with any merge: of those who were
    // known, the stronger class, then the older; and of those whom nobody knew, the weaker class.
    private IdentifierKey LongestHeld(IdentifierKey key)
    {
        if (FirstVouched(key) is not { } since) { return key; }
        if (FirstUnclaimed(key) < since && _fault != Fault.LaterBequestTakesOver) { return key; }
        List<IdentifierKey> givers = [.. _evidence.Identifiers.Where(giver => HeirOf(giver) is { } heir
            && heir.Heir == key && (heir.Since == since || _fault == Fault.LaterBequestTakesOver))];
        List<IdentifierKey> known = givers.FindAll(giver => AgeBefore(giver, since) < since);
        if (known.Count > 0)
        {
            return LongestHeld(ByText(known.OrderBy(giver => ClassOf(giver)).ThenBy(giver => AgeBefore(giver, since)))
                .First());
        }

        return givers.Count == 0 ? key : LongestHeld(ByText(givers.OrderByDescending(giver => ClassOf(giver))).First());
    }

    private (IdentifierKey Heir, DateTimeOffset Since)? HeirOf(IdentifierKey key) => _heirs[key];

    // "The first identifier of a stronger class observed unclaimed at level 3 or 4 with a weaker one inherits its id
    // for good (of simultaneous ones: strongest class, rank, text)."
    private (IdentifierKey Heir, DateTimeOffset Since)? FindHeir(IdentifierKey key)
    {
        int levelMin = _fault == Fault.HeirByClaim ? 2 : 3;
        var candidates = new List<(IdentifierKey Heir, DateTimeOffset Since)>();
        foreach (((IdentifierKey a, IdentifierKey b), List<PairSighting> sightings) in _evidence.Pairs)
        {
            if (a != key && b != key) { continue; }
            IdentifierKey other = a == key ? b : a;
            List<PairSighting> shown = sightings.FindAll(seen => seen.Level >= levelMin);
            if (shown.Count == 0 || !IsStronger(other, key)) { continue; }
            candidates.Add((other, shown.Min(seen => seen.At)));
        }

        if (candidates.Count == 0) { return null; }
        DateTimeOffset since = _fault == Fault.HeirIsTheLatest
            ? candidates.Max(item => item.Since) : candidates.Min(item => item.Since);
        IEnumerable<IdentifierKey> first = candidates.Where(item => item.Since == since).Select(item => item.Heir);
        return (ByText(first.OrderBy(giver => ClassOf(giver))).First(), since);
    }

    private bool IsStronger(IdentifierKey other, IdentifierKey key) => _fault == Fault.HeirOfOneClass
        ? _rules.Namespace(other.Namespace).Rank < _rules.Namespace(key.Namespace).Rank : ClassOf(other) < ClassOf(key);

    private int ClassOf(IdentifierKey key)
    {
        NamespaceRule rule = _rules.Namespace(key.Namespace);
        return rule.Role != NamespaceRole.Person ? 3 : rule.Unique == 1 ? 1 : 2;
    }

    private DateTimeOffset? FirstVouched(IdentifierKey key) => First(key, seen => !seen.Claimed && seen.Level >= 3);

    private DateTimeOffset? FirstUnclaimed(IdentifierKey key) => First(key, seen => !seen.Claimed);

    private DateTimeOffset? First(IdentifierKey key, Func<Sighting, bool> counts) =>
        _evidence.SightingsOf(key).Where(counts).Select(seen => (DateTimeOffset?)seen.At).Min();

    private DateTimeOffset AgeBefore(IdentifierKey key, DateTimeOffset moment) =>
        FirstVouched(key) is { } vouched && vouched < moment
            ? vouched : FirstUnclaimed(key) ?? DateTimeOffset.MaxValue;

    // "Ages count from the first unclaimed observation at level 3 or 4 where there is one, so nobody's claim can make
    // an identifier older."
    private DateTimeOffset Age(IdentifierKey key)
    {
        DateTimeOffset first = _evidence.SightingsOf(key).Min(seen => seen.At);
        return _fault == Fault.ClaimsMakeOlder ? first : FirstVouched(key) ?? FirstUnclaimed(key) ?? first;
    }

    private IOrderedEnumerable<IdentifierKey> ByText(IOrderedEnumerable<IdentifierKey> keys) => keys
        .ThenBy(key => _rules.Namespace(key.Namespace).Rank)
        .ThenBy(key => key.Value, Comparer<string>.Create(ReferenceRule.CompareUtf8))
        .ThenBy(key => key.Epoch);
}
