using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Core.Rules;
using Identity.Testing;
using Xunit;

namespace Identity.Core.Tests.Resolution;

/// <summary>
/// Observations in short: `At(2, 4, "login:kevin", "cookie:tab")` is one at minute 2 and level 4; an identifier that
/// begins with `?` is claimed. They go through cleaning, as those of a source do.
/// </summary>
internal sealed class Story
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static readonly PersonIds Ids = new([.. Enumerable.Range(1, PersonIds.SecretBytes).Select(n => (byte)n)]);

    private readonly List<Observation> _observations = [];
    private readonly List<Decision> _decisions = [];
    private readonly WorkspaceRules _rules;

    public Story(WorkspaceRules? rules = null) => _rules = rules ?? WorkspaceRules.Default;

    public IReadOnlyList<Observation> Observations => _observations;

    public DateTimeOffset Now { get; set; } = Start.AddDays(1);

    public static DateTimeOffset Minute(double minute) => Start.AddMinutes(minute);

    /// <summary>The key as the default rules compare it, in the first epoch.</summary>
    public static IdentifierKey Key(string text)
    {
        RawIdentifier raw = Identifier(text);
        return new IdentifierKey(
            raw.Namespace, NamespaceDefaults.NormaliserFor(raw.Namespace).Normalise(raw.Value).Key, 0);
    }

    /// <summary>The key of the epoch that began at a minute.</summary>
    public static IdentifierKey Key(string text, double minute) =>
        Key(text) with { Epoch = Microseconds.Of(Minute(minute)) };

    public static Guid Birth(string text) => Ids.Birth(Key(text));

    public Story At(double minute, int level, params string[] identifiers) =>
        Add(Raw(minute, level, identifiers), isPublic: false);

    /// <summary>Through a public key.</summary>
    public Story Public(double minute, params string[] identifiers) => Add(Raw(minute, 2, identifiers), isPublic: true);

    /// <summary>A logout that forgets the devices.</summary>
    public Story Forget(double minute, params string[] devices)
    {
        var logout = new RawEvent("logout", [new Trait("forget", "true")]);
        return Add(Raw(minute, 2, devices) with { Event = logout }, isPublic: false);
    }

    public Story Decide(string id, Verdict verdict, string a, string b, double minute = 0)
    {
        _decisions.Add(new Decision(id, Key(a), Key(b), verdict, Minute(minute)));
        return this;
    }

    public Story WithoutLast()
    {
        _observations.RemoveAt(_observations.Count - 1);
        return this;
    }

    public WholeGraph Resolve() => Resolve(_observations);

    public WholeGraph Resolve(IReadOnlyCollection<Observation> observations) =>
        new(observations, _rules, new WholeGraphOptions(Ids, _decisions, Now));

    /// <summary>The same observations as given, reversed, and shuffled.</summary>
    public IEnumerable<IReadOnlyList<Observation>> Orders()
    {
        yield return _observations;
        yield return [.. Enumerable.Reverse(_observations)];
        for (int seed = 1; seed <= 5; seed++)
        {
            Observation[] shuffled = [.. _observations];
            new Random(seed).Shuffle(shuffled);
            yield return shuffled;
        }
    }

    private static RawObservation Raw(double minute, int level, string[] identifiers) => new()
    {
        MessageId = "m",
        Source = "story",
        OccurredAt = Minute(minute),
        Level = level,
        Identifiers = [.. identifiers.Select(text => Identifier(text))],
    };

    private static RawIdentifier Identifier(string text)
    {
        bool claimed = text[0] == '?';
        string[] parts = (claimed ? text[1..] : text).Split(':', 2);
        return new RawIdentifier(parts[0], parts[1], claimed);
    }

    private Story Add(RawObservation raw, bool isPublic)
    {
        raw = raw with { MessageId = $"m{_observations.Count}" };
        CleaningResult cleaned = ObservationCleaner.Clean(raw, _rules, new Arrival(raw.OccurredAt!.Value, isPublic));
        Assert.DoesNotContain(cleaned.Problems, problem => problem.Kind == ProblemKind.Refused);
        _observations.Add(cleaned.Observation!);
        return this;
    }
}
