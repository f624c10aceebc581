using System.Diagnostics;

namespace Identity.Application.Measuring;

/// <summary>When a commit group was where. Wall-clock time, as spans have it; durations are measured apart.</summary>
/// <param name="Begun">Its writes were taken from the queue.</param>
/// <param name="Committing">Everything was decided.</param>
/// <param name="Durable">The commit returned.</param>
/// <param name="Observations">How many observations, or other writes, it held.</param>
internal readonly record struct GroupMoments(
    DateTimeOffset Begun, DateTimeOffset Committing, DateTimeOffset Durable, int Observations)
{
    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}

/// <summary>
/// What a write remembers so that its caller's trace shows how it went through the writer, which works for many callers
/// at once and is in the trace of none. Immutable.
/// </summary>
internal sealed class WriteTrace
{
    private readonly ActivityContext _caller;
    private readonly DateTimeOffset _submitted;

    private WriteTrace(ActivityContext caller, DateTimeOffset submitted) =>
        (_caller, _submitted) = (caller, submitted);

    /// <summary>Begins with the call under way; null when its parts are not shown.</summary>
    public static WriteTrace? Begin() =>
        Tracing.ShownCall is { } call ? new WriteTrace(call.Context, GroupMoments.Now) : null;

    /// <summary>Shows how the write got through, once its group is durable.</summary>
    public void Tell(in GroupMoments group)
    {
        Show(Tracing.WaitName, _submitted, group.Begun, group.Observations);
        Show(Tracing.CommitName, group.Committing, group.Durable, group.Observations);
    }

    private void Show(string name, DateTimeOffset from, DateTimeOffset to, int observations)
    {
        using Activity? span = Tracing.Source.StartActivity(name, ActivityKind.Internal, _caller, startTime: from);
        if (span is null) { return; }
        span.SetTag("identity.commit_group.observations", observations);
        span.SetEndTime(to.UtcDateTime);
    }
}
