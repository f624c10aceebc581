using Identity.Core.Matching.Blocking;

namespace Identity.Core.Matching.Clustering;

/// <summary>
/// Groups records into persons by their scores, best pair first (greedy average linkage). A pair alone joins nobody:
/// the two groups are joined only where all of their records, taken together, speak for it, so that a chain of
/// likenesses never makes one person of many, and groups of which two records come from one source that has no
/// duplicates stay apart. The result does not depend on the order of pairs. Not thread-safe.
/// </summary>
internal sealed class Clusterer
{
    // One contradiction must be able to outweigh a few agreements, but no single pair all others.
    private const double BitsMax = 15;

    // Larger groups are compared by so many pairs, evenly spread.
    private const int ComparedMax = 64;

    private readonly int[] _parents;
    private readonly List<int>?[] _members;
    private readonly Func<int, int, double> _score;
    private readonly Func<int, int>? _uniqueSourceOf;
    private readonly double _bitsMin;

    private Clusterer(int count, Func<int, int, double> score, Func<int, int>? uniqueSourceOf, double bitsMin)
    {
        (_score, _uniqueSourceOf, _bitsMin) = (score, uniqueSourceOf, bitsMin);
        _parents = [.. Enumerable.Range(0, count)];
        _members = new List<int>?[count];
    }

    /// <summary>Groups records. Returns for each the smallest place in its group.</summary>
    /// <param name="count">How many records there are.</param>
    /// <param name="pairs">Candidates.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="bitsMin">The score from which a pair, and the mean of two groups, joins.</param>
    /// <param name="score">The score of any two records.</param>
    /// <param name="uniqueSourceOf">The source of a record, where sources have no duplicates.</param>
    public static int[] Cluster(
        int count, PairList pairs, float[] scores, double bitsMin, Func<int, int, double> score,
        Func<int, int>? uniqueSourceOf)
    {
        var clusterer = new Clusterer(count, score, uniqueSourceOf, bitsMin);
        foreach (int index in Best(pairs, scores, bitsMin)) { clusterer.Try(pairs[index].Left, pairs[index].Right); }
        return clusterer.Groups();
    }

    private static int[] Best(PairList pairs, float[] scores, double bitsMin)
    {
        int[] best = [.. Enumerable.Range(0, scores.Length).Where(index => scores[index] >= bitsMin)];
        Array.Sort(best, (one, other) =>
        {
            int order = scores[other].CompareTo(scores[one]);
            return order != 0 ? order : pairs[one].CompareTo(pairs[other]);
        });
        return best;
    }

    private void Try(int left, int right)
    {
        left = Find(left);
        right = Find(right);
        if (left == right) { return; }
        List<int> ofLeft = _members[left] ?? [left];
        List<int> ofRight = _members[right] ?? [right];
        if (SharesSource(ofLeft, ofRight) || !Agree(ofLeft, ofRight)) { return; }
        if (right < left) { (left, right) = (right, left); }
        _members[left] = [.. ofLeft, .. ofRight];
        _members[right] = null;
        _parents[right] = left;
    }

    private bool SharesSource(List<int> left, List<int> right) => _uniqueSourceOf is { } sourceOf
        && left.Exists(one => right.Exists(other => sourceOf(one) == sourceOf(other)));

    private bool Agree(List<int> left, List<int> right)
    {
        int all = left.Count * right.Count;
        if (all == 1) { return true; }
        int step = Math.Max(1, all / ComparedMax);
        double sum = 0;
        int compared = 0;
        for (int place = 0; place < all; place += step)
        {
            double bits = _score(left[place / right.Count], right[place % right.Count]);
            sum += Math.Clamp(bits, -BitsMax, BitsMax);
            compared++;
        }

        return sum / compared >= _bitsMin;
    }

    private int Find(int record)
    {
        while (_parents[record] != record)
        {
            _parents[record] = _parents[_parents[record]];
            record = _parents[record];
        }

        return record;
    }

    private int[] Groups()
    {
        var groups = new int[_parents.Length];
        for (int record = 0; record < groups.Length; record++) { groups[record] = Find(record); }
        return groups;
    }
}
