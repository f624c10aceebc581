using Identity.Core.Resolution;

namespace Identity.Application.Measuring;

/// <summary>
/// Counts links that come to be held back, or cease to be, in the write under way. A write may be done again or come
/// to nothing, so the counts become measures only when its group is durable. For the one writer; not thread-safe.
/// </summary>
internal sealed class LinkTally(ServiceMeasures measures)
{
    private static readonly SuppressionReason[] Reasons = Enum.GetValues<SuppressionReason>();

    private readonly long[] _suppressed = new long[Reasons.Length + 1];
    private readonly long[] _released = new long[Reasons.Length + 1];

    /// <summary>Takes note of a link, by the texts of its suppression as they are stored; null where kept.</summary>
    public void Note(string? before, string? after)
    {
        (int old, int now) = (Read(before), Read(after));
        if (old == now) { return; }
        _released[old]++;
        _suppressed[now]++;
    }

    /// <summary>A group begins, or begins again.</summary>
    public void Clear()
    {
        Array.Clear(_suppressed);
        Array.Clear(_released);
    }

    /// <summary>The group is durable.</summary>
    public void Count()
    {
        foreach (SuppressionReason reason in Reasons)
        {
            if (_suppressed[(int)reason] is > 0 and long suppressed) { measures.LinksSuppressed(reason, suppressed); }
            if (_released[(int)reason] is > 0 and long released) { measures.LinksReleased(reason, released); }
        }

        Clear();
    }

    // 0, which no measure shows, for a link that is kept.
    private static int Read(string? text)
    {
        if (text is null) { return 0; }
        int end = text.IndexOf('(', StringComparison.Ordinal);
        ReadOnlySpan<char> name = end < 0 ? text : text.AsSpan(0, end);
        return Enum.TryParse(name, ignoreCase: true, out SuppressionReason reason) ? (int)reason : 0;
    }
}
