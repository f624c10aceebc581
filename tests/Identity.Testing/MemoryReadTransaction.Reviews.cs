using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>What stewards decided, and what may be put before them.</summary>
internal partial class MemoryReadTransaction
{
    public ValueTask<bool> HasDecisionsAsync(long workspace, CancellationToken cancellationToken) =>
        new(!Of(workspace).Decisions.IsEmpty);

    public ValueTask<IReadOnlyList<DecisionRecord>> GetDecisionsOfAsync(
        long workspace, IReadOnlyCollection<IdentifierKey> values, CancellationToken cancellationToken) =>
        new(Of(workspace).Decisions.Values.Where(item => values.Any(
            value => IsSameValue(value, item.Decision.A) || IsSameValue(value, item.Decision.B))).ToList());

    public ValueTask<IReadOnlyList<ReviewRecord>> GetReviewsAsync(
        long workspace, (int Grade, long A, long B)? after, int limit, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(all.Matches.Values
            .Where(pair => !pair.IsLink || pair.Suppressed is not null)
            .Where(pair => pair.Suppressed?.StartsWith("APART", StringComparison.Ordinal) != true)
            .Select(pair => new ReviewRecord(pair, all.Identifiers[pair.A], all.Identifiers[pair.B]))
            .Where(item => item.A.Exclusion is null && item.B.Exclusion is null && IsOpen(all, item.A, item.B))
            .OrderByDescending(item => item.Pair.Grade).ThenBy(item => item.Pair.A).ThenBy(item => item.Pair.B)
            .Where(item => after is not { } last || IsAfter(item.Pair, last)).Take(limit).ToList());
    }

    public ValueTask<IReadOnlyList<HintRecord>> GetHintsAsync(
        long workspace, (long A, long B)? after, int limit, CancellationToken cancellationToken)
    {
        MemoryWorkspace all = Of(workspace);
        return new(all.Links.Values
            .Where(link => link.Suppressed is "BRIDGE" or "CLAIM")
            .Where(link => IsStrong(link.Device.With(link.Remembered).With(link.Authenticated)))
            .Select(link => new HintRecord(link, all.Identifiers[link.A], all.Identifiers[link.B]))
            .Where(item => IsOpen(all, item.A, item.B))
            .OrderBy(item => item.Link.A).ThenBy(item => item.Link.B)
            .Where(item => after is not { } last || (item.Link.A, item.Link.B).CompareTo(last) > 0)
            .Take(limit).ToList());
    }

    private static bool IsStrong(LinkEvidence evidence) => evidence.Count >= IReadTransaction.HintCountMin
        && evidence.Last - evidence.First >= TimeSpan.FromDays(IReadTransaction.HintDays);

    private static bool IsOpen(MemoryWorkspace all, IdentifierRecord a, IdentifierRecord b) =>
        a.PersonId != b.PersonId && !all.Decisions.Values.Any(item =>
            (item.Decision.A, item.Decision.B) == (a.Key, b.Key)
            || (item.Decision.A, item.Decision.B) == (b.Key, a.Key));

    private static bool IsAfter(MatchedPair pair, (int Grade, long A, long B) last) =>
        pair.Grade < last.Grade || (pair.Grade == last.Grade && (pair.A, pair.B).CompareTo((last.A, last.B)) > 0);
}
