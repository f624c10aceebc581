using System.Globalization;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;
using Identity.Simulation.Tests.Histories;

namespace Identity.Simulation.Tests.Matching;

/// <summary>
/// Random histories of a few people whom two systems of record, a website and visitors describe, each with their own
/// identifiers and mistakes. The same seed gives the same history.
/// </summary>
internal sealed class RecordHistories
{
    private const int MinutesMax = 30;

    private static readonly (string First, string Last, string Birth, string Postcode, string Number)[] People =
    [
        ("Wilhelmina", "Terpstra", "1971-03-05", "3511 AB", "12"),
        ("Wilhelmina", "Terpstra", "1971-03-05", "3511 AB", "12"),
        ("Willem", "Terpstra", "1969-11-23", "3511 AB", "12"),
        ("Joost", "Brinkhuis", "1984-07-19", "9712 CP", "7"),
        ("Joost", "Brinkhuys", "1984-07-19", "9712 CP", "7"),
        ("Fenna", "Wiersma", "1990-01-31", "8911 DM", "40"),
    ];

    private readonly Random _random;
    private readonly WorkspaceRules _rules;

    private RecordHistories(int seed)
    {
        _random = new Random(unchecked((int)((uint)seed * 2_654_435_761)));
        _rules = AllRules[_random.Next(AllRules.Count)];
    }

    /// <summary>With blocks that are never full, and with some that are.</summary>
    public static IReadOnlyList<WorkspaceRules> AllRules { get; } =
        [Rules(MatchingRule.BlockLimitDefault), Rules(MatchingRule.BlockLimitDefault), Rules(3)];

    public static History Make(int seed)
    {
        var maker = new RecordHistories(seed);
        int count = maker._random.Next(3, 16);
        return new History
        {
            Seed = seed,
            Rules = maker._rules,
            Sent = [.. Enumerable.Range(0, count).Select(index => maker.Make($"m{index}"))],
            Now = History.Minute(MinutesMax + maker._random.Next(15)),
        };
    }

    private static WorkspaceRules Rules(int blockLimit) => new(
        [.. NamespaceDefaults.All.Where(rule => rule.Name != "email"), new NamespaceRule
        {
            Name = "email", Role = NamespaceRole.Person, Rank = 40, SharedAfter = 2,
            ExpiresAfter = SimulationRules.ShortExpiry, Normaliser = NamespaceDefaults.NormaliserFor("email"),
        }],
        sources:
        [
            new SourceRule { Name = "crm", SystemOfRecord = true },
            new SourceRule { Name = "pos", SystemOfRecord = true },
        ])
    {
        Matching = new MatchingRule { BlockLimit = blockLimit },
    };

    private Sent Make(string messageId)
    {
        RawObservation raw = _random.Next(10) switch
        {
            < 4 => Row("crm", new RawIdentifier("customer_id", Letter(3))),
            < 7 => Row("pos", new RawIdentifier(
                _random.Next(3) == 0 ? "email" : "loyalty_card", _random.Next(2) == 0 ? "a@x.nl" : "b@x.nl")),
            < 9 => Row("web", new RawIdentifier("login", Letter(2))) with { Level = _random.Next(2, 5) },
            _ => Row("web", new RawIdentifier("cookie", Letter(2))) with { Level = 2 },
        };
        raw = raw with { MessageId = messageId };
        return new Sent(
            raw, IsPublic: false,
            ObservationCleaner.Clean(raw, _rules, new Arrival(History.Arrival, IsPublic: false)).Observation!);
    }

    private RawObservation Row(string source, RawIdentifier subject)
    {
        var identifiers = new List<RawIdentifier> { subject };
        if (subject.Namespace != "email" && _random.Next(3) == 0)
        {
            identifiers.Add(new RawIdentifier("email", $"{"abc"[_random.Next(3)]}@x.nl", _random.Next(6) == 0));
        }

        if (_random.Next(4) == 0)
        {
            identifiers.Add(new RawIdentifier("phone", $"+3130123456{_random.Next(2)}"));
        }

        if (subject.Namespace != "cookie" && _random.Next(3) == 0)
        {
            identifiers.Add(new RawIdentifier("cookie", Letter(2)));
        }

        return new RawObservation
        {
            MessageId = "",
            Source = source,
            OccurredAt = History.Minute(_random.Next(MinutesMax)),
            Level = 4,
            Identifiers = identifiers,
            Traits = _random.Next(8) == 0 ? [] : [.. Traits()],
            Event = _random.Next(4) == 0 ? new RawEvent("bought", []) : null,
            Consents = _random.Next(3) == 0
                ? [new RawConsent("email", "marketing", _random.Next(2) == 0, null, "")] : [],
        };
    }

    // Each field mostly of one person, at times of another, at times missing.
    private IEnumerable<Trait> Traits()
    {
        int person = _random.Next(People.Length);
        if (Says(person) is { } first) { yield return Text("first_name", first.First); }
        if (Says(person) is { } last) { yield return Text("last_name", last.Last); }
        if (Says(person) is { } birth) { yield return Text("birth_date", birth.Birth); }
        if (Says(person) is { } postcode) { yield return Text("postcode", postcode.Postcode); }
        if (Says(person) is { } number) { yield return Text("house_number", number.Number); }
        if (_random.Next(3) == 0) { yield return Text("colour", "blue"); }
    }

    private (string First, string Last, string Birth, string Postcode, string Number)? Says(int person) =>
        _random.Next(20) switch
        {
            < 4 => null,
            4 => People[_random.Next(People.Length)],
            _ => People[person],
        };

    private string Letter(int count) => ((char)('a' + _random.Next(count))).ToString(CultureInfo.InvariantCulture);

    private static Trait Text(string name, string value) => new(name, $"\"{value}\"");
}
