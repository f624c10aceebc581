using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Identity.Client;

/// <summary>What the client counts, under the meter <c>Identity.Client</c>. No label comes from a visitor.</summary>
internal static class Meters
{
    public const string Name = "Identity.Client";

    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "identity.client.call.duration", "s", "Calls, retries included, by method and outcome.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "identity.client.retries", description: "Calls that were sent again.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "identity.client.observations.dropped", description: "Observations that were dropped, by reason.");

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(
        "identity.client.observations.sent", description: "Observations that were acknowledged.");

    private static readonly Counter<long> Cache = Meter.CreateCounter<long>(
        "identity.client.cache.lookups", description: "Queries that may be answered from memory, by result.");

    public static void CallEnded(string method, string outcome, long start) => Calls.Record(
        Stopwatch.GetElapsedTime(start).TotalSeconds, new("method", method), new("outcome", outcome));

    public static void CallRetried(string method) =>
        Retries.Add(1, new KeyValuePair<string, object?>("method", method));

    public static void ObservationsDropped(DropReason reason, int count) =>
        Dropped.Add(count, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public static void ObservationsSent(int count) => Sent.Add(count);

    public static void CacheLooked(bool isHit) =>
        Cache.Add(1, new KeyValuePair<string, object?>("result", isHit ? "hit" : "miss"));

    public static string OutcomeOf(IdentityException failure) =>
        failure is IdentityRefusedException ? "refused" : "unavailable";
}
