using Identity.Core.Identifiers;

namespace Identity.Core.Resolution;

/// <summary>
/// The order in which links are walked: class, higher first; rank of the weaker end, stronger first; last seen in that
/// class, newest first (first seen, oldest first, where the weaker end's namespace is EARLIEST); rank of the stronger
/// end, stronger first; the text of both ends, smaller first, as UTF-8 bytes; the older epoch. A total order, so that
/// nothing depends on how links arrive.
/// </summary>
internal sealed class LinkOrder : IComparer<LinkOrder.Entry>
{
    public static readonly LinkOrder Instance = new();

    /// <summary>Strongest first.</summary>
    public static List<Entry> Sort(IEnumerable<Link> links)
    {
        var entries = new List<Entry>();
        foreach (Link link in links) { entries.Add(new Entry(link)); }
        entries.Sort(Instance);
        return entries;
    }

    public int Compare(Entry x, Entry y)
    {
        if (ReferenceEquals(x.Link, y.Link)) { return 0; }
        if (x.Class != y.Class) { return y.Class - x.Class; }
        int order = x.Weaker.Rule.Rank.CompareTo(y.Weaker.Rule.Rank);
        if (order == 0) { order = x.Recency.CompareTo(y.Recency); }
        if (order == 0) { order = x.Stronger.Rule.Rank.CompareTo(y.Stronger.Rule.Rank); }
        if (order == 0) { order = Utf8Order.Compare(x.Stronger.Key.Value, y.Stronger.Key.Value); }
        if (order == 0) { order = Utf8Order.Compare(x.Weaker.Key.Value, y.Weaker.Key.Value); }
        if (order == 0) { order = x.Stronger.Key.Epoch.CompareTo(y.Stronger.Key.Epoch); }
        return order != 0 ? order : x.Weaker.Key.Epoch.CompareTo(y.Weaker.Key.Epoch);
    }

    /// <summary>A link with what it is ordered by, worked out once.</summary>
    internal readonly struct Entry
    {
        public Entry(Link link)
        {
            Link = link;
            Stronger = link.Stronger;
            Weaker = link.Weaker;
            Class = (int)link.Class;
            LinkEvidence evidence = link.InClass;
            Recency = Weaker.Rule.OnConflict == ConflictPolicy.Earliest ? evidence.First.Ticks : -evidence.Last.Ticks;
        }

        public Link Link { get; }

        public Node Stronger { get; }

        public Node Weaker { get; }

        public int Class { get; }

        /// <summary>Smaller comes first.</summary>
        public long Recency { get; }
    }
}
