using System.Globalization;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Histories;

/// <summary>
/// Random histories of a few identifiers that meet again and again: ties in time, late arrivals, claims, public keys,
/// forgetting logouts, decisions. The same seed gives the same history. Not thread-safe.
/// </summary>
internal sealed class HistoryGenerator
{
    /// <summary>Every so many histories one has hundreds of links, so that the bound is met.</summary>
    public const int CrowdEvery = 100;

    /// <summary>Every so many histories one is about an identifier that several accounts have.</summary>
    public const int ContestEvery = 2;

    /// <summary>The source of the workspace's public key.</summary>
    public const string PublicSource = "web";

    private const int MinutesMax = 30;

    // Names with a weight each. U+FF5E and U+1F600 sort one way as UTF-16 and the other as UTF-8.
    private static readonly (string Namespace, int Weight, string[] Values)[] Pools =
    [
        ("customer_id", 3, ["a", "\uFF5E", "\U0001F600"]),
        ("login", 6, ["a", "b", "\uFF5E", "\U0001F600"]),
        ("loyalty_card", 4, ["a", "b", "c", "d", "e"]),
        ("email", 7, ["a@x.nl", "b@x.nl", "c@x.nl", "d@x.nl"]),
        ("badge", 2, ["a", "b"]),
        ("phone", 3, ["+31301234561", "+31301234562"]),
        ("order", 2, ["a", "b"]),
        ("device_id", 4, ["a", "b"]),
        ("kiosk", 2, ["a"]),
        ("cookie", 7, ["a", "b", "c"]),
        ("ip", 1, ["192.0.2.1"]),
        ("address", 1, ["a"]),
    ];

    private readonly Random _random;
    private readonly Random _homes;
    private readonly int _seed;
    private readonly WorkspaceRules _rules;
    private readonly (string Namespace, int Weight, string[] Values)[] _pools;

    private HistoryGenerator(int seed, WorkspaceRules? rules = null)
    {
        _seed = seed;
        // Neighbouring seeds give alike numbers, so they are spread first.
        _random = new Random(unchecked((int)((uint)seed * 2_654_435_761)));
        // Addresses tie nobody to anybody; with chances of their own they leave the rest of a history as it is.
        _homes = new Random(unchecked((int)((uint)seed * 2_246_822_519)));
        _rules = rules ?? SimulationRules.All[_random.Next(SimulationRules.All.Count)];
        _pools = Few([.. Pools.Where(pool => _rules.TryGetNamespace(pool.Namespace, out _))]);
    }

    public static History Make(int seed)
    {
        var generator = new HistoryGenerator(seed);
        if (seed % CrowdEvery == 0) { return generator.Crowd(); }
        return seed % ContestEvery == 0 ? generator.Contest() : generator.Everyday();
    }

    /// <summary>One with hundreds of links, under the rules of a new workspace, where nothing expires soon.</summary>
    public static History MakeCrowd(int seed) =>
        new HistoryGenerator(seed, WorkspaceRules.Default).Crowd() with { Now = History.Minute(MinutesMax) };

    /// <summary>What anybody with a public key may send who knows nobody's device.</summary>
    public static IReadOnlyList<Sent> MakePublic(int seed, WorkspaceRules rules)
    {
        var generator = new HistoryGenerator(seed);
        int count = generator._random.Next(1, 6);
        return [.. Enumerable.Range(0, count).Select(index => generator.Stranger($"p{index}", rules))];
    }

    // A few namespaces at a time, so that their values meet often; mostly with one that is unique.
    private (string Namespace, int Weight, string[] Values)[] Few((string Namespace, int Weight, string[] Values)[] all)
    {
        (string Namespace, int Weight, string[] Values)[] mixed = [.. all];
        _random.Shuffle(mixed);
        string unique = _random.Next(4) == 0 ? "customer_id" : "login";
        int count = _random.Next(2, 6);
        return
        [
            .. mixed.Where(pool => pool.Namespace == unique),
            .. mixed.Where(pool => pool.Namespace != unique).Take(count),
        ];
    }

    private History Everyday()
    {
        int count = _random.Next(3, 18);
        var sent = new List<Sent>(count);
        while (sent.Count < count)
        {
            if (TryMake($"m{sent.Count}") is { } made) { sent.Add(made); }
        }

        return Of(sent) with { Decisions = [.. Decisions()] };
    }

    // One identifier, and the accounts that have it; some other things happen as well.
    private History Contest()
    {
        NamespaceRule[] contestable = [.. _rules.Namespaces.Where(rule => !rule.IsUnique && rule.Links)];
        // Mostly one that can become shared.
        NamespaceRule[] shareable = [.. contestable.Where(rule => rule.SharedAfter > 0)];
        NamespaceRule[] drawn = _random.Next(3) == 0 ? contestable : shareable;
        string name = drawn[_random.Next(drawn.Length)].Name;
        var contested = new RawIdentifier(name, Pools.First(pool => pool.Namespace == name).Values[0]);
        string[] accounts = ["a", "b", "\uFF5E", "\U0001F600"];
        var sent = new List<Sent>();
        for (int count = _random.Next(2, 12); count > 0; count--)
        {
            bool isOther = _random.Next(4) == 0;
            var account = new RawIdentifier("login", accounts[_random.Next(accounts.Length)], _random.Next(8) == 0);
            string messageId = $"m{sent.Count}";
            int level = _random.Next(10) == 0 ? 2 : _random.Next(3, 5);
            Sent? made = isOther
                ? TryMake(messageId)
                : Clean(Raw(messageId, level, [account, contested]), isPublic: false);
            if (made is not null) { sent.Add(made); }
        }

        return Of(sent) with { Decisions = [.. Decisions()] };
    }

    // One account with hundreds of devices; one address that hundreds claim, known or not.
    private History Crowd()
    {
        int kind = _random.Next(3);
        string center = kind == 0 ? "login" : "email";
        int count = Resolver.LinksPerNamespaceMax + _random.Next(-1, 100);
        var sent = new List<Sent>(count + 1);
        for (int index = 0; index < count; index++)
        {
            var hub = new RawIdentifier(center, center == "email" ? "a@x.nl" : "a");
            var device = new RawIdentifier("cookie", string.Create(CultureInfo.InvariantCulture, $"c{index}"));
            RawObservation raw = Raw($"m{index}", kind == 0 ? _random.Next(3, 5) : 2, [hub, device]);
            sent.Add(Clean(raw with { Source = PublicSource }, isPublic: kind != 0));
        }

        if (kind == 2) { sent.Add(Clean(Raw("named", 4, [new RawIdentifier(center, "a@x.nl")]), isPublic: false)); }
        return Of(sent) with { Now = History.Minute(MinutesMax - 15) };
    }

    private History Of(List<Sent> sent) => new()
    {
        Seed = _seed,
        Rules = _rules,
        Sent = sent,
        Now = History.Minute(_random.Next(MinutesMax, MinutesMax + 15)),
    };

    private Sent? TryMake(string messageId)
    {
        bool isPublic = _random.Next(100) < 12;
        int level = isPublic || _random.Next(100) < 25 ? 2 : _random.Next(100) < 40 ? 3 : 4;
        var identifiers = new List<RawIdentifier>();
        int count = 1 + _random.Next(100) switch { < 12 => 0, < 80 => 1, < 95 => 2, _ => 3 };
        for (int tries = 0; identifiers.Count < count && tries < 20; tries++) { Add(identifiers, Pick(_pools)); }
        RawObservation raw = Raw(messageId, level, identifiers);
        // A public key has one source, whatever its observations state.
        if (isPublic) { raw = raw with { Source = PublicSource }; }
        return ObservationCleaner.Clean(raw, _rules, new Arrival(History.Arrival, isPublic)).Observation is { } cleaned
            ? new Sent(raw, isPublic, cleaned) : null;
    }

    // A second value of a unique namespace would only be refused.
    private void Add(List<RawIdentifier> identifiers, RawIdentifier picked)
    {
        bool isTaken = identifiers.Exists(other => other.Namespace == picked.Namespace
            && (other.Value == picked.Value || _rules.Namespace(picked.Namespace).IsUnique));
        if (!isTaken) { identifiers.Add(picked); }
    }

    private Sent Stranger(string messageId, WorkspaceRules rules)
    {
        var identifiers = new List<RawIdentifier>
        {
            new(_random.Next(2) == 0 ? "cookie" : "device_id", _random.Next(2) == 0 ? "stranger" : "strangest"),
        };
        for (int more = _random.Next(4); more > 0; more--)
        {
            RawIdentifier picked = Pick(Pools) with { Claimed = false };
            bool isUsable = rules.TryGetNamespace(picked.Namespace, out NamespaceRule? rule) && !rule.IsDevice
                && !identifiers.Exists(other => other.Namespace == picked.Namespace);
            if (isUsable) { identifiers.Add(picked); }
        }

        if (_random.Next(3) == 0) { identifiers.RemoveAt(0); }
        if (identifiers.Count == 0) { identifiers.Add(new RawIdentifier("cookie", "stranger")); }
        RawObservation raw = Raw(messageId, 2, identifiers) with { Source = PublicSource };
        CleaningResult cleaned = ObservationCleaner.Clean(raw, rules, new Arrival(History.Arrival, IsPublic: true));
        return new Sent(raw, IsPublic: true, cleaned.Observation!);
    }

    private Sent Clean(RawObservation raw, bool isPublic) =>
        new(raw, isPublic, ObservationCleaner.Clean(raw, _rules, new Arrival(History.Arrival, isPublic)).Observation!);

    private RawIdentifier Pick((string Namespace, int Weight, string[] Values)[] pools)
    {
        int ticket = _random.Next(pools.Sum(pool => pool.Weight));
        foreach ((string name, int weight, string[] values) in pools)
        {
            ticket -= weight;
            if (ticket >= 0) { continue; }
            bool claimed = _random.Next(100) < (name is "cookie" or "device_id" ? 2 : 8);
            return new RawIdentifier(name, values[_random.Next(values.Length)], claimed);
        }

        throw new InvalidOperationException("A ticket is drawn from the sum of the weights.");
    }

    private RawObservation Raw(string messageId, int level, IReadOnlyList<RawIdentifier> identifiers)
    {
        bool hasDevice = identifiers.Any(item => item.Namespace is "cookie" or "device_id" or "kiosk");
        RawEvent? happened = hasDevice && _random.Next(100) < 10
            ? new RawEvent("logout", [new Trait("forget", "true")])
            : _random.Next(100) < 30 ? new RawEvent(_random.Next(2) == 0 ? "viewed" : "bought", []) : null;
        return new RawObservation
        {
            MessageId = messageId,
            Source = _random.Next(2) == 0 ? "web" : "crm",
            OccurredAt = History.Minute(_random.Next(MinutesMax)),
            Level = level,
            Identifiers = [.. identifiers, .. Addresses(identifiers)],
            Event = happened,
            Traits = _random.Next(100) < 30 ? [new Trait("first_name", $"\"{"ABC"[_random.Next(3)]}\"")] : [],
            Consents = _random.Next(100) < 25 ? [Consent()] : [],
        };
    }

    private IEnumerable<RawIdentifier> Addresses(IReadOnlyList<RawIdentifier> identifiers)
    {
        int count = _homes.Next(100) switch { < 35 => 0, < 85 => 1, _ => 2 };
        string[] values = ["a", "b", "Postbus 1"];
        _homes.Shuffle(values);
        foreach (string value in values.Take(count))
        {
            bool isTaken = identifiers.Any(item => item.Namespace == "address" && item.Value == value);
            bool claimed = _homes.Next(100) < 10;
            if (!isTaken) { yield return new RawIdentifier("address", value, claimed); }
        }
    }

    private RawConsent Consent() => new(
        "email", _random.Next(3) == 0 ? "service" : "marketing", _random.Next(2) == 0,
        _random.Next(3) == 0 ? History.Minute(_random.Next(MinutesMax)) : null, "");

    private IEnumerable<Decision> Decisions()
    {
        if (_random.Next(100) >= 50) { yield break; }
        for (int index = _random.Next(1, 7); index > 0; index--)
        {
            yield return new Decision(
                $"d{_random.Next(10_000)}-{index}", KeyOf(Pick(_pools)), KeyOf(Pick(_pools)),
                _random.Next(2) == 0 ? Verdict.Together : Verdict.Apart, History.Minute(_random.Next(4)));
        }
    }

    private IdentifierKey KeyOf(RawIdentifier raw) =>
        new(raw.Namespace, _rules.Namespace(raw.Namespace).Normaliser.Normalise(raw.Value).Key, 0);
}
