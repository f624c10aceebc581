using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Identity.Core;
using Identity.Core.Consents;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;

namespace Identity.Stores.Conformance;

/// <summary>Records to store: with every member set where it is called full, else as short as can be.</summary>
internal static class Sample
{
    public const long Workspace = 7;
    public const long OtherWorkspace = 8;

    /// <summary>With microseconds, so that a store that drops them is found out.</summary>
    public static DateTimeOffset Noon { get; } =
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_560);

    public static SourceSet Sources { get; } = SourceSet.Empty.With("crm").With("web.shop");

    /// <summary>A stable id for a text.</summary>
    public static Guid IdOf(string text) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), bigEndian: true);

    public static IdentifierRecord Identifier(long id, string? value = null) => new()
    {
        Id = id,
        Key = new IdentifierKey("email", value ?? $"person{id}@example.org", 0),
        BirthId = IdOf($"birth {id}"),
        SecondId = IdOf($"second {id}"),
        Facts = IdentifierFacts.None,
    };

    public static IdentifierRecord FullIdentifier(long id) => new()
    {
        Id = id,
        Key = new IdentifierKey("cookie", $"value {id}", 1_234_567),
        BirthId = IdOf($"birth {id}"),
        SecondId = IdOf($"second {id}"),
        HeirId = 90,
        HeirSince = Noon.AddDays(1),
        UniqueSeen = 3,
        ClusterId = 2,
        PersonId = IdOf("person"),
        IsEstablished = true,
        Exclusion = SuppressionReason.Quarantine,
        IsBounded = true,
        Remembered = new Remembrance(RecognitionLevel.Authenticated, Noon.AddDays(2), Sources),
        Residence = new Residence(IdOf("home"), Noon.AddDays(4)),
        Facts = new IdentifierFacts
        {
            FirstSeen = Noon.AddDays(-9),
            LastSeen = Noon.AddDays(9),
            FirstUnclaimed = Noon.AddDays(-8),
            LastUnclaimed = Noon.AddDays(8),
            FirstVouched = Noon.AddDays(-7),
            Level = RecognitionLevel.Remembered,
            Sources = Sources,
            Shown = new Spelling("Value  1", Noon.AddDays(3), IsUnclaimed: true),
        },
    };

    public static LinkRecord Link(long a, long b, long cluster = 0) =>
        new() { A = a, B = b, ClusterId = cluster, Device = new LinkEvidence(Noon, Noon, 1) };

    public static LinkRecord VouchedLink(long a, long b) =>
        new() { A = a, B = b, Remembered = new LinkEvidence(Noon, Noon, 1) };

    public static LinkRecord FullLink(long a, long b) => new()
    {
        A = a,
        B = b,
        Device = new LinkEvidence(Noon, Noon.AddDays(1), 2),
        Remembered = new LinkEvidence(Noon.AddDays(2), Noon.AddDays(3), 4),
        Authenticated = new LinkEvidence(Noon.AddDays(4), Noon.AddDays(5), 6),
        Sources = Sources,
        ClusterId = 5,
        Suppressed = "UNIQUE(login)",
    };

    public static ObservationRecord Observation(string messageId, string source = "web") => new()
    {
        Sequence = 999,
        Source = source,
        MessageId = messageId,
        BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(messageId)),
        OccurredAt = Noon,
        RecordedAt = Noon.AddSeconds(1),
        StoredAt = Noon.AddSeconds(2),
        Body = """{"traits":{"city":"Zürich"}}""",
    };

    public static ObservationRecord FullObservation(string messageId) => Observation(messageId) with
    {
        IsPublic = true,
        SubjectId = 12,
        IsSetAside = true,
    };

    public static Summary Summary(string city) => new()
    {
        Traits = ImmutableSortedDictionary.Create<string, ImmutableArray<TraitCandidate>>(StringComparer.Ordinal).Add(
            "city", [new TraitCandidate(JsonText.OfText(city), "crm", RecognitionLevel.Authenticated, Noon, Count: 1)]),
        LastAt = Noon,
    };

    public static Summary FullSummary()
    {
        var consent = new ConsentStatement("email", "newsletter", Granted: true, Noon, "web", "signed 2026-03-01");
        return Summary("Bern")
            .With(consent)
            .With(new ClaimedGrant(new IdentifierKey("email", "typed@example.org", 5), consent)) with
        {
            Events = ImmutableSortedDictionary.Create<string, EventActivity>(StringComparer.Ordinal)
                .Add("order_completed", new EventActivity(3, Noon, Noon.AddDays(3))),
        };
    }

    public static PersonRecord Person(string name, long cluster = 1, DateTimeOffset? staleAt = null) =>
        new(IdOf(name), cluster, IsEstablished: true, staleAt);

    public static ResidenceRecord Residence(string home, long subject, int days = 0) =>
        new(IdOf(home), subject, Noon.AddDays(days), Noon.AddDays(days));

    public static HomeRecord Home(string person, string? home, bool isMultiOccupancy = false) =>
        new(IdOf(person), home is null ? null : IdOf(home), isMultiOccupancy);

    public static DeviceLogins Logins(params string[] owners) => new()
    {
        Runs =
        [
            .. owners.Select((owner, index) => new LoginRun(
                new IdentifierKey("login", owner, index), Noon.AddHours(index), Noon.AddHours(index).AddMinutes(5)))
        ],
    };

    public static WorkspaceRecord WorkspaceNamed(string name) => new(
        Number: 999, IdOf(name), name, [.. SHA256.HashData(Encoding.UTF8.GetBytes(name))], RulesVersion: 1, Rules: null,
        ResolvedVersion: 1);

    public static KeyRecord Key(string name, DateTimeOffset createdAt) => new()
    {
        KeyId = IdOf(name),
        Workspace = 999,
        Name = name,
        SecretHash = [.. SHA256.HashData(Encoding.UTF8.GetBytes(name))],
        Scopes = ["ingest", "resolve"],
        CreatedAt = createdAt,
    };
}
