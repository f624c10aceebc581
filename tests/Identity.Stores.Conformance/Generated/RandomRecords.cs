using Identity.Core;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;

namespace Identity.Stores.Conformance.Generated;

/// <summary>
/// Random arguments from a world so small that they meet each other. The same seed gives the same ones.
/// </summary>
internal sealed class RandomRecords
{
    private const int IdentifierCount = 8;
    private const int PersonCount = 4;

    // More than there are, and enough for a store to change its way of looking.
    private const int AskedCount = 20;

    private readonly Random _random;

    /// <param name="seed">What all else follows from.</param>
    /// <param name="firstWorkspace">This workspace and the next are used.</param>
    public RandomRecords(int seed, long firstWorkspace)
    {
        _random = new Random(seed);
        Workspaces = [firstWorkspace, firstWorkspace + 1];
    }

    public long[] Workspaces { get; }

    public long[] AllIds { get; } = [.. Enumerable.Range(1, AskedCount).Select(id => (long)id)];

    public Guid[] AllPersonIds { get; } = [.. Enumerable.Range(0, PersonCount).Select(PersonIdOf)];

    public int Below(int count) => _random.Next(count);

    /// <summary>True once in so many times.</summary>
    public bool Chance(int times) => _random.Next(times) == 0;

    public T[] SomeOf<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(5)).Select(_ => make())];

    /// <summary>Mostly the first, so that more happens to the same records.</summary>
    public long Workspace() => Workspaces[Chance(4) ? 1 : 0];

    public long Id() => 1 + Below(IdentifierCount);

    public long[] Ids() => SomeOf(Id);

    public long[] Clusters() => SomeOf(Cluster);

    public int Limit() => 1 + Below(4);

    public DateTimeOffset Moment() => Sample.Noon.AddDays(Below(12));

    public string Source() => Chance(2) ? "web" : "crm";

    public string MessageId() => $"m{Below(20)}";

    public Guid PersonId() => PersonIdOf(Below(PersonCount));

    /// <summary>An id that an identifier may have been born with.</summary>
    public Guid AnyPersonId() => Chance(2) ? Sample.Identifier(Id()).BirthId : Sample.Identifier(Id()).SecondId;

    /// <summary>The key of an identifier id: three epochs to a value, and two namespaces.</summary>
    public IdentifierKey Key(long id) => new(id % 2 == 0 ? "login" : "cookie", $"v{id / 6}", id % 6 / 2 * 1_000);

    public IdentifierKey[] Keys() => SomeOf(() => Key(Id()));

    public ObservationRecord NewObservation() => Sample.Observation(MessageId(), Source()) with
    {
        OccurredAt = Moment(),
        IsPublic = Chance(2),
        IsSetAside = Chance(4),
        SubjectId = Chance(3) ? 0 : Id(),
        Body = $$"""{"n":{{Below(1_000)}}}""",
    };

    /// <summary>Distinct ones: which of two of the same came last is no question to a store.</summary>
    public IdentifierRecord[] Identifiers() => [.. SomeOf(Identifier).DistinctBy(item => item.Id)];

    public LinkRecord[] Links() => SomeOf(Link);

    public (PersonRecord Person, Summary Profile)[] Persons() => SomeOf(() => (
        new PersonRecord(PersonId(), Cluster(), Chance(2), Chance(3) ? null : Moment()),
        Sample.Summary($"city {Below(50)}")));

    public SummaryRecord Summary(long subject) =>
        new(subject, Chance(2) ? 0 : Id(), Sample.Summary($"city {Below(50)}"));

    public DeviceLogins Logins() => Sample.Logins(SomeOf(() => $"user {Below(4)}"));

    public ChangeRecord Change() => new(
        (ChangeKind)(1 + Below(8)), PersonId(), Chance(2) ? PersonId() : null, Below(9));

    public Guid HouseholdId() => Sample.IdOf($"home {Below(3)}");

    public ResidenceRecord Residence()
    {
        DateTimeOffset seen = Moment();
        return new ResidenceRecord(HouseholdId(), Id(), seen, seen.AddDays(Below(3)));
    }

    public HomeRecord Home() => new(PersonId(), Chance(4) ? null : HouseholdId(), Chance(3));

    private static Guid PersonIdOf(int number) => Sample.IdOf($"person {number}");

    private long Cluster() => Below(3);

    private IdentifierRecord Identifier()
    {
        long id = Id();
        return Sample.FullIdentifier(id) with
        {
            Key = Key(id),
            ClusterId = Cluster(),
            PersonId = Chance(3) ? null : PersonId(),
            HeirId = Chance(2) ? 0 : Id(),
            HeirSince = Moment(),
            UniqueSeen = Below(3),
            IsEstablished = Chance(2),
            IsBounded = Chance(2),
            Exclusion = Chance(2) ? null : (SuppressionReason)(1 + Below(8)),
            Remembered = Chance(2) ? null : new Remembrance(RecognitionLevel.Remembered, Moment(), Sample.Sources),
            Residence = Chance(2) ? null : new Residence(HouseholdId(), Moment()),
            Facts = IdentifierFacts.None.With(new Mention(
                Moment(), (RecognitionLevel)(2 + Below(3)), Chance(2), Source(), Chance(2) ? null : $"V{id}")),
        };
    }

    private LinkRecord Link()
    {
        (long a, long b) = (Id(), Id());
        return new LinkRecord
        {
            A = Math.Min(a, b),
            B = a == b ? b + 1 : Math.Max(a, b),
            ClusterId = Cluster(),
            Device = Evidence(),
            Remembered = Evidence(),
            Authenticated = Evidence(),
            Sources = Chance(2) ? SourceSet.Empty : Sample.Sources,
            Suppressed = Chance(2) ? null : $"UNIQUE(n{Below(3)})",
        };
    }

    private LinkEvidence Evidence() => Chance(2) ? default : new LinkEvidence(Moment(), Moment(), 1 + Below(9));
}
