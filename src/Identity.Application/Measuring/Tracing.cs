using System.Diagnostics;

namespace Identity.Application.Measuring;

/// <summary>
/// Where spans come from. As long as nobody listens, none is made and nothing is allocated. A span carries no
/// identifier and nothing else that a caller sent.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the source, as exporters know it.</summary>
    public const string SourceName = "Identity";

    /// <summary>The span of a read of the store.</summary>
    public const string ReadName = "store.read";

    /// <summary>The span from handing a write to the writer until its group begins.</summary>
    public const string WaitName = "commit_group.wait";

    /// <summary>The span in which a write's group is made durable, fsync included.</summary>
    public const string CommitName = "commit_group.commit";

    private const string StreamMark = "identity.stream";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>
    /// The call under way whose parts are shown as spans of their own; null when nobody listens, it is not sampled, or
    /// it is a stream, whose messages have no end.
    /// </summary>
    internal static Activity? ShownCall =>
        Source.HasListeners() && Activity.Current is { Recorded: true } call
        && call.GetCustomProperty(StreamMark) is null ? call : null;

    /// <summary>Shows of a call only the call itself: it is a stream.</summary>
    public static void MarkStream(Activity call) => call.SetCustomProperty(StreamMark, StreamMark);

    /// <summary>Begins the span of a read; it ends when it is disposed of. Null when it is not shown.</summary>
    public static Activity? StartRead() => ShownCall is null ? null : Source.StartActivity(ReadName);
}
