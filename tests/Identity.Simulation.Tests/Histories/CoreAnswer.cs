using System.Collections.Immutable;
using Identity.Core.Resolution;
using Identity.Testing;

namespace Identity.Simulation.Tests.Histories;

/// <summary>What the product's rule says of a history, in the same text as the reference.</summary>
internal static class CoreAnswer
{
    public static readonly ImmutableArray<byte> Secret =
        [.. Enumerable.Range(1, PersonIds.SecretBytes).Select(number => (byte)number)];

    public static readonly PersonIds Ids = new(Secret);

    public static WholeGraph Resolve(History history) => new(
        history.Observations, history.Rules, new WholeGraphOptions(Ids, history.Decisions, history.Now));

    /// <summary>The same, with records and fuzzy links.</summary>
    public static WholeGraph Resolve(History history, Action<Graph> join) => new(
        history.Observations, history.Rules,
        new WholeGraphOptions(Ids, history.Decisions, history.Now) { Join = join });

    public static IReadOnlyList<string> Of(History history) => Of(Resolve(history));

    public static IReadOnlyList<string> Of(WholeGraph graph) =>
    [
        .. Persons(graph),
        .. graph.Resolution.Suppressed.Select(pair => Describe(pair.Key, pair.Value)).Order(StringComparer.Ordinal),
        .. graph.Resolution.Decisions
            .Select(outcome => $"decision {outcome.Decision.Id}: {outcome.Suppression?.ToString() ?? "followed"}")
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyList<string> Persons(WholeGraph graph) =>
        [.. graph.Persons.Select(person => $"{person.Value}: {Members(person.Key)}").Order(StringComparer.Ordinal)];

    private static string Members(Group group) =>
        string.Join(' ', group.Members.Select(member => member.Key.ToString()).Order(StringComparer.Ordinal));

    private static string Describe(Link link, Suppression suppression)
    {
        string[] ends = [link.A.Key.ToString(), link.B.Key.ToString()];
        Array.Sort(ends, StringComparer.Ordinal);
        return $"{ends[0]} | {ends[1]} | {suppression}";
    }
}
