using System.Globalization;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Simulation.Tests.Histories;
using Identity.Testing;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// Counts how often a run met what the rule is about, so that a law is not proven on histories without it.
/// </summary>
internal sealed class Coverage
{
    public const int CountMin = 1_000;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Expected { get; } =
    [
        // Only fuzzy links contradict each other; MatchingTests counts those.
        .. Enum.GetNames<SuppressionReason>().Where(name => name != nameof(SuppressionReason.Conflict))
            .Select(name => "reason " + name),
        .. Enum.GetNames<ConflictPolicy>().Select(name => "policy " + name),
        "level 2", "level 3", "level 4", "claim", "public key", "epoch", "retraction", "expiry while time goes on",
        "shared flip", "together followed", "together held back", "tie in time", "late arrival", "duplicate",
        "id inherited", "second id",
    ];

    public void Count(string what, long times = 1) => _counts[what] = _counts.GetValueOrDefault(what) + times;

    public void Count(History history)
    {
        foreach (Observation observation in history.Observations)
        {
            Count($"level {(int)observation.Level}");
            Count("claim", observation.Identifiers.Count(item => item.Claimed));
        }

        Count("public key", history.Sent.Count(sent => sent.IsPublic));
        DateTimeOffset[] moments = [.. history.Observations.Select(item => item.OccurredAt)];
        Count("tie in time", moments.Length - moments.Distinct().Count());
        Count("late arrival", moments.Zip(moments.Skip(1)).Count(pair => pair.Second < pair.First));
    }

    public void Count(WholeGraph graph)
    {
        foreach (Suppression held in graph.Resolution.Suppressed.Values) { Count("reason " + held.Reason); }
        foreach (DecisionOutcome outcome in graph.Resolution.Decisions)
        {
            Count(outcome.Suppression is null ? "together followed" : "together held back");
        }

        Count("epoch", graph.Graph.Nodes.Count(node => node.Key.Epoch != 0));
        foreach (Node node in graph.Graph.Nodes)
        {
            if (node.UniqueSeen >= 2) { Count("policy " + node.Rule.OnConflict); }
        }

        foreach ((Group person, Guid id) in graph.Persons)
        {
            Node anchor = PersonIds.Anchor(person.Members);
            if (id == CoreAnswer.Ids.Second(anchor.Key)) { Count("second id"); }
            else if (id != CoreAnswer.Ids.Birth(anchor.Key)) { Count("id inherited"); }
        }
    }

    /// <summary>Prints the counts, and fails when one is too low.</summary>
    public void Check()
    {
        var lines = Expected.Select(what => string.Create(
            CultureInfo.InvariantCulture, $"{what,-28} {_counts.GetValueOrDefault(what),9:N0}"));
        Console.WriteLine(string.Join(Environment.NewLine, lines));
        Assert.All(Expected, what => Assert.True(
            _counts.GetValueOrDefault(what) >= CountMin,
            $"{what} was met {_counts.GetValueOrDefault(what)} times only."));
    }
}
