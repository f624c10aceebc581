using Identity.Application.Ingesting;
using Identity.Core.Resolution;

namespace Identity.Application.Measuring;

/// <summary>Where something is refused because too much is under way.</summary>
public enum OverloadPlace
{
    /// <summary>More calls than the process takes.</summary>
    Calls = 0,

    /// <summary>More streams without a key than the process takes.</summary>
    Streams = 1,

    /// <summary>More writes or observations wait than the writer takes, or it is stopping.</summary>
    Writes = 2,
}

/// <summary>The values of labels that are known beforehand, made once, because recording allocates nothing.</summary>
internal static class MeasureLabels
{
    /// <summary>By place.</summary>
    public static readonly KeyValuePair<string, object?>[] Places = Of<OverloadPlace>("place");

    /// <summary>By outcome, from 1. The last of them is only ever said, to senders that are told no more.</summary>
    public static readonly KeyValuePair<string, object?>[] Outcomes =
        Of<IngestOutcome>("outcome")[..(int)IngestOutcome.Rejected];

    /// <summary>By reason, from 1. The namespace of a reason is left out: workspaces name theirs freely.</summary>
    public static readonly KeyValuePair<string, object?>[] Reasons = Of<SuppressionReason>("reason");

    public static readonly KeyValuePair<string, object?> Done = new("outcome", "done");

    public static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");

    private static KeyValuePair<string, object?>[] Of<T>(string label)
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => new KeyValuePair<string, object?>(label, name.ToLowerInvariant()))];
}
