using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.Application.Measuring;

namespace Identity.Api.Tests.Running;

/// <summary>Keeps everything that an exporter could send of every span in the process.</summary>
internal sealed class CapturedSpans : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ActivityListener _listener;

    public CapturedSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Tracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public void Dispose() => _listener.Dispose();

    private void Keep(Activity span)
    {
        IEnumerable<KeyValuePair<string, object?>> facts =
            [.. span.TagObjects, .. span.Events.SelectMany(item => item.Tags), .. span.Links.SelectMany(Tags)];
        _lines.Enqueue($"{span.DisplayName} {span.OperationName} {span.StatusDescription} {span.TraceStateString} "
            + string.Join(' ', facts.Select(fact => $"{fact.Key}={fact.Value}"))
            + string.Join(' ', span.Baggage.Select(item => $"{item.Key}={item.Value}")));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(ActivityLink link) => link.Tags ?? [];
}
