namespace Identity.Core.Profiles;

/// <summary>
/// The latest statement first, then by every text, so that the same ones are kept whatever the arrival.
/// </summary>
internal static class ClaimedGrantOrder
{
    public static int Compare(ClaimedGrant left, ClaimedGrant right)
    {
        int order = right.Statement.StatedAt.CompareTo(left.Statement.StatedAt);
        if (order == 0) { order = Utf8Order.Compare(left.Claimed.ToString(), right.Claimed.ToString()); }
        if (order == 0) { order = Utf8Order.Compare(left.Statement.Channel, right.Statement.Channel); }
        if (order == 0) { order = Utf8Order.Compare(left.Statement.Purpose, right.Statement.Purpose); }
        if (order == 0) { order = Utf8Order.Compare(left.Statement.Source, right.Statement.Source); }
        return order != 0 ? order : Utf8Order.Compare(left.Statement.Proof, right.Statement.Proof);
    }
}
