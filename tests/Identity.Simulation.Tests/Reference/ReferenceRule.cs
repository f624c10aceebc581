using System.Text;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Reference;

/// <summary>
/// The rule once more, as docs/resolution.md says it, sentence by sentence and without regard for speed. With a fault
/// it makes one mistake. It shares only plain data with the product's rule.
/// </summary>
internal sealed class ReferenceRule
{
    private readonly Fault _fault;
    private readonly WorkspaceRules _rules;
    private readonly IReadOnlyList<Decision> _decisions;
    private readonly DateTimeOffset _now;
    private readonly Evidence _evidence;
    private readonly List<HashSet<IdentifierKey>> _groups;
    private readonly Dictionary<(IdentifierKey, string), int> _taken = [];
    private readonly SortedSet<string> _heldBack = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _followed = new(StringComparer.Ordinal);

    public ReferenceRule(
        IReadOnlyList<Observation> observations, WorkspaceRules rules, IReadOnlyList<Decision> decisions,
        DateTimeOffset now, Fault fault = Fault.None)
    {
        (_fault, _rules, _decisions, _now) = (fault, rules, decisions, now);
        _evidence = new Evidence(observations, fault);
        _groups = [.. _evidence.Identifiers.Select(key => new HashSet<IdentifierKey> { key })];
        Walk();
    }

    /// <summary>The persons, the held-back links, and what became of decisions, as sorted text.</summary>
    public IReadOnlyList<string> Answer(PersonIds ids)
    {
        var owners = new ReferenceIds(_evidence, _rules, _fault);
        var lines = new List<string>();
        foreach (HashSet<IdentifierKey> group in _groups)
        {
            (IdentifierKey owner, bool isSecond) = owners.IdOf(group);
            Guid id = isSecond ? ids.Second(owner) : ids.Birth(owner);
            lines.Add($"{id}: " + string.Join(' ', group.Select(key => key.ToString()).Order(StringComparer.Ordinal)));
        }

        return [.. lines.Order(StringComparer.Ordinal), .. _heldBack, .. _followed];
    }

    public static int CompareUtf8(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private NamespaceRule RuleOf(IdentifierKey key) => _rules.Namespace(key.Namespace);

    private HashSet<IdentifierKey> GroupOf(IdentifierKey key) => _groups.Find(group => group.Contains(key))!;

    private void Walk()
    {
        if (_fault != Fault.DecisionsComeLast) { FollowDecisions(); }
        foreach (Tie tie in Ordered())
        {
            if ((WhyNoPart(tie) ?? WhyHeldBack(tie.Stronger, tie.Weaker, tie.Class == 2)) is { } reason)
            {
                string[] ends = [tie.Stronger.ToString(), tie.Weaker.ToString()];
                Array.Sort(ends, StringComparer.Ordinal);
                _heldBack.Add($"{ends[0]} | {ends[1]} | {reason}");
            }
            else
            {
                Join(tie.Stronger, tie.Weaker);
            }
        }

        if (_fault == Fault.DecisionsComeLast) { FollowDecisions(); }
    }

    // "decisions together, newest first, then by decision id"; exempt from all but UNIQUE and APART.
    private void FollowDecisions()
    {
        IOrderedEnumerable<Decision> ordered = _fault == Fault.OldestDecisionFirst
            ? _decisions.OrderBy(decision => decision.DecidedAt)
                : _decisions.OrderByDescending(decision => decision.DecidedAt);
        foreach (Decision decision in ordered.ThenBy(item => item.Id, StringComparer.Ordinal))
        {
            bool isHere = _evidence.Identifiers.Contains(decision.A) && _evidence.Identifiers.Contains(decision.B);
            if (decision.Verdict != Verdict.Together || !isHere || decision.A == decision.B) { continue; }
            string? reason = WhyTogetherFails(decision);
            _followed.Add($"decision {decision.Id}: {reason ?? "followed"}");
            if (reason is null) { Join(decision.A, decision.B); }
        }
    }

    private string? WhyTogetherFails(Decision decision)
    {
        HashSet<IdentifierKey> left = GroupOf(decision.A);
        HashSet<IdentifierKey> right = GroupOf(decision.B);
        if (left == right) { return null; }
        string? unique = _fault == Fault.TogetherBeatsUnique ? null : Overfull(left, right);
        string? apart = _fault == Fault.ApartIgnoredByTogether ? null : Apart(left, right);
        string? claim = _fault == Fault.TogetherHeldBackByClaim && (IsEstablished(left) || IsEstablished(right))
            ? "CLAIM" : null;
        return unique ?? apart ?? claim;
    }

    // Step 3 of the rule.
    private IEnumerable<Tie> Ordered()
    {
        List<Tie> ties = [.. _evidence.Pairs.Select(pair => new Tie(pair.Key, pair.Value, _rules, _fault))];
        var byText = Comparer<string>.Create((left, right) => _fault switch
        {
            Fault.TextComparedAsUtf16 => string.CompareOrdinal(left, right),
            Fault.TiesGoToTheLargerText => CompareUtf8(right, left),
            _ => CompareUtf8(left, right),
        });
        IOrderedEnumerable<Tie> order = ties.OrderByDescending(tie => tie.Class);
        order = _fault == Fault.StrongerEndOrdersBeforeWeaker
            ? order.ThenBy(tie => RuleOf(tie.Stronger).Rank).ThenBy(tie => Recency(tie))
                .ThenBy(tie => RuleOf(tie.Weaker).Rank)
            : order.ThenBy(tie => RuleOf(tie.Weaker).Rank).ThenBy(tie => Recency(tie))
                .ThenBy(tie => _fault == Fault.RankOfStrongerEndIgnored ? 0 : RuleOf(tie.Stronger).Rank);
        return order.ThenBy(tie => tie.Stronger.Value, byText).ThenBy(tie => tie.Weaker.Value, byText)
            .ThenBy(tie => tie.Stronger.Epoch).ThenBy(tie => tie.Weaker.Epoch);
    }

    private long Recency(Tie tie)
    {
        bool earliest = RuleOf(tie.Weaker).OnConflict == ConflictPolicy.Earliest;
        if (_fault == Fault.EarliestAsLatest) { earliest = false; }
        if (_fault == Fault.LatestAsEarliest) { earliest = true; }
        return earliest ? tie.FirstSeen.Ticks : -tie.LastSeen.Ticks;
    }

    // Step 2 of the rule.
    private string? WhyNoPart(Tie tie)
    {
        IdentifierKey[] ends = [tie.Stronger, tie.Weaker];
        if (ends.Any(IsExpired)) { return "EXPIRED"; }
        if (ends.Any(IsShared)) { return "SHARED"; }
        if (ends.Any(IsQuarantined)) { return "QUARANTINE"; }
        bool isClaimToEstablished = tie.Class == 2
            && (IsEstablished(GroupOf(tie.Stronger)) || IsEstablished(GroupOf(tie.Weaker)));
        if (isClaimToEstablished && _fault != Fault.BoundCountsClaimsToEstablished) { return null; }
        (IdentifierKey, string) place = (tie.Stronger, tie.Weaker.Namespace);
        int before = _taken.GetValueOrDefault(place);
        _taken[place] = before + 1;
        return before < (_fault == Fault.BoundAt199 ? 199 : 200) ? null : "BOUND";
    }

    private bool IsExpired(IdentifierKey key)
    {
        if (RuleOf(key).ExpiresAfter is not { } unseen || _fault == Fault.NothingExpires) { return false; }
        IReadOnlyList<Sighting> sightings = _evidence.SightingsOf(key);
        IEnumerable<Sighting> unclaimed = sightings.Where(sighting => !sighting.Claimed);
        bool all = _fault == Fault.ClaimsKeepAlive || !unclaimed.Any();
        return (all ? sightings : unclaimed).Max(sighting => sighting.At) + unseen <= _now;
    }

    private bool IsShared(IdentifierKey key)
    {
        NamespaceRule rule = RuleOf(key);
        if (rule.SharedAfter == 0 || (rule.Unique == 1 && _fault != Fault.SharedUniqueNamespaces)) { return false; }
        return MostUniqueValues(key) >= rule.SharedAfter + (_fault == Fault.SharedOneTooLate ? 1 : 0);
    }

    private bool IsQuarantined(IdentifierKey key)
    {
        NamespaceRule rule = RuleOf(key);
        if (rule.OnConflict != ConflictPolicy.Quarantine || rule.Unique == 1) { return false; }
        return _fault != Fault.QuarantineIgnored && MostUniqueValues(key) >= 2;
    }

    private int MostUniqueValues(IdentifierKey key)
    {
        var seenWith = new List<IdentifierKey>();
        foreach (((IdentifierKey a, IdentifierKey b), List<PairSighting> sightings) in _evidence.Pairs)
        {
            if (a != key && b != key) { continue; }
            IdentifierKey other = a == key ? b : a;
            bool counts = sightings.Exists(seen => seen.Level >= 3 || _fault == Fault.SharedCountsClaims);
            if (counts && RuleOf(other).Unique == 1) { seenWith.Add(other); }
        }

        if (_fault == Fault.SharedAddsUpNamespaces) { return seenWith.Count; }
        return seenWith.GroupBy(other => other.Namespace)
            .Select(values => values.Select(other => other.Value).Distinct().Count()).DefaultIfEmpty().Max();
    }

    // Step 4 of the rule.
    private string? WhyHeldBack(IdentifierKey stronger, IdentifierKey weaker, bool isLevel2)
    {
        HashSet<IdentifierKey> left = GroupOf(stronger);
        HashSet<IdentifierKey> right = GroupOf(weaker);
        if (left == right) { return null; }
        string? apart = _fault == Fault.ApartKeepsOnlyItsOwnLinkBack ? Apart([stronger], [weaker]) : Apart(left, right);
        if ((Overfull(left, right) ?? apart) is { } reason) { return reason; }
        bool mayClaim = _fault == Fault.ClaimsJoinEstablishedPersons;
        if (isLevel2 && !mayClaim && (IsEstablished(left) || IsEstablished(right))) { return "CLAIM"; }
        bool attaches = RuleOf(weaker).AttachOnly || _fault == Fault.AttachOnlyForEveryNamespace;
        bool wouldBridge = attaches && HoldsStrongerPerson(left, weaker) && HoldsStrongerPerson(right, weaker);
        return wouldBridge && _fault != Fault.BridgeNotChecked ? "BRIDGE" : null;
    }

    private string? Overfull(HashSet<IdentifierKey> left, HashSet<IdentifierKey> right)
    {
        int extra = _fault == Fault.OneValueTooMany ? 1 : 0;
        IEnumerable<NamespaceRule> overfull = _rules.Namespaces.Where(rule => rule.Unique > 0
            && left.Concat(right).Where(key => key.Namespace == rule.Name).Select(key => key.Value).Distinct().Count()
                > rule.Unique + extra);
        NamespaceRule? named = _fault == Fault.WeakestOverfullNamespaceNamed
            ? overfull.MaxBy(rule => rule.Rank) : overfull.MinBy(rule => rule.Rank);
        return named is null ? null : $"UNIQUE({named.Name})";
    }

    private string? Apart(HashSet<IdentifierKey> left, HashSet<IdentifierKey> right)
    {
        Decision? apart = _decisions.Where(decision => decision.Verdict == Verdict.Apart)
            .OrderByDescending(decision => decision.DecidedAt).ThenBy(decision => decision.Id, StringComparer.Ordinal)
            .FirstOrDefault(decision => (left.Contains(decision.A) && right.Contains(decision.B))
                || (left.Contains(decision.B) && right.Contains(decision.A)));
        return apart is null ? null : $"APART({apart.Id})";
    }

    private bool IsEstablished(HashSet<IdentifierKey> group) =>
        group.Any(key => RuleOf(key).Role == NamespaceRole.Person
        && _evidence.SightingsOf(key).Any(sighting => sighting.Level >= 3
            && (!sighting.Claimed || _fault == Fault.ClaimedIdentifierCountsAsNamed)));

    private bool HoldsStrongerPerson(HashSet<IdentifierKey> group, IdentifierKey weaker) =>
        group.Any(key => RuleOf(key).Role == NamespaceRole.Person && RuleOf(key).Rank < RuleOf(weaker).Rank);

    private void Join(IdentifierKey a, IdentifierKey b)
    {
        HashSet<IdentifierKey> left = GroupOf(a);
        HashSet<IdentifierKey> right = GroupOf(b);
        if (left == right) { return; }
        left.UnionWith(right);
        _groups.Remove(right);
    }
}
