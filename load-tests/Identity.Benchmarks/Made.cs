using System.Globalization;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Benchmarks;

/// <summary>Made-up observations, the same every time.</summary>
internal static class Made
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static WorkspaceRules Rules => WorkspaceRules.Default;

    /// <summary>When everything has happened.</summary>
    public static DateTimeOffset Now => Start.AddDays(30);

    /// <summary>
    /// Visits of one person who has one login: each on a cookie of its own, every fourth by a mail address, too.
    /// </summary>
    /// <param name="count">How many identifiers they name together, at least 2.</param>
    public static IReadOnlyList<Observation> Cluster(int count)
    {
        var observations = new List<Observation>();
        for (int index = 1; index < count; index++)
        {
            var other = index % 4 == 0
                ? new RawIdentifier("email", Name($"anna{index}@mail.example"))
                : new RawIdentifier("cookie", Name($"c{index}"));
            observations.Add(Clean(index, [new RawIdentifier("login", "anna"), other], [], null));
        }

        return observations;
    }

    /// <summary>Visits with traits and events of one person.</summary>
    public static IReadOnlyList<Observation> Visits(int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => Clean(
            index,
            [new RawIdentifier("login", "anna"), new RawIdentifier("cookie", "c1")],
            [
                new Trait("city", $"\"Town{index % 7}\""), new Trait("first_name", "\"Anna\""),
                new Trait("loyalty_tier", index % 2 == 0 ? "\"gold\"" : "\"silver\""),
            ],
            new RawEvent(index % 5 == 0 ? "order_completed" : "page_viewed", []))),
    ];

    private static Observation Clean(
        int index, IReadOnlyList<RawIdentifier> identifiers, IReadOnlyList<Trait> traits, RawEvent? what)
    {
        DateTimeOffset at = Start.AddMinutes(index);
        var raw = new RawObservation
        {
            MessageId = Name($"m{index}"),
            Source = "webshop",
            OccurredAt = at,
            Level = 4,
            Identifiers = identifiers,
            Traits = traits,
            Event = what,
        };
        return ObservationCleaner.Clean(raw, Rules, new Arrival(at, false)).Observation
            ?? throw new InvalidOperationException("What is made up is valid.");
    }

    private static string Name(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
