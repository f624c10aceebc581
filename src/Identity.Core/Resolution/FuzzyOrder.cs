namespace Identity.Core.Resolution;

/// <summary>
/// The order in which fuzzy links are walked: the better score first; then rank of the weaker end, rank of the stronger
/// end, the text of both as UTF-8 bytes, the older epoch. A total order.
/// </summary>
internal sealed class FuzzyOrder : IComparer<FuzzyLink>
{
    public static readonly FuzzyOrder Instance = new();

    public int Compare(FuzzyLink? x, FuzzyLink? y)
    {
        if (x is null || y is null || ReferenceEquals(x, y)) { return 0; }
        int order = y.Grade.CompareTo(x.Grade);
        (Node stronger, Node weaker) = (x.Stronger, x.Weaker);
        (Node otherStronger, Node otherWeaker) = (y.Stronger, y.Weaker);
        if (order == 0) { order = weaker.Rule.Rank.CompareTo(otherWeaker.Rule.Rank); }
        if (order == 0) { order = stronger.Rule.Rank.CompareTo(otherStronger.Rule.Rank); }
        if (order == 0) { order = Utf8Order.Compare(stronger.Key.Value, otherStronger.Key.Value); }
        if (order == 0) { order = Utf8Order.Compare(weaker.Key.Value, otherWeaker.Key.Value); }
        if (order == 0) { order = stronger.Key.Epoch.CompareTo(otherStronger.Key.Epoch); }
        return order != 0 ? order : weaker.Key.Epoch.CompareTo(otherWeaker.Key.Epoch);
    }
}
