using System.Text;
using Identity.Core.Cleaning;
using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Identity.Core.Rules;

namespace Identity.Core.Observations;

/// <summary>
/// Checks and normalises what a source sent. Pure: the same observation under the same rules gives the same result, so
/// that stored ones can be cleaned again when the rules change. Nothing is changed silently. One use, not thread-safe.
/// </summary>
public sealed class ObservationCleaner
{
    /// <summary>The most identifiers of an observation.</summary>
    public const int IdentifiersMax = 20;

    /// <summary>The most traits, and the most properties of an event.</summary>
    public const int TraitsMax = 100;

    /// <summary>The most consents of an observation.</summary>
    public const int ConsentsMax = 20;

    /// <summary>The longest message id, in UTF-8 bytes.</summary>
    public const int MessageIdBytesMax = 256;

    /// <summary>The longest proof of a consent, in UTF-8 bytes.</summary>
    public const int ProofBytesMax = 1_024;

    /// <summary>How far ahead of its arrival an observation may be dated.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromHours(24);

    /// <summary>How far before its arrival a public key's observation may be dated.</summary>
    public static readonly TimeSpan PublicBehindMax = TimeSpan.FromHours(24);

    private readonly WorkspaceRules _rules;
    private readonly Arrival _arrival;
    private readonly List<Problem> _problems = [];
    private bool _refused;
    private bool _claimsPerson;

    private ObservationCleaner(WorkspaceRules rules, Arrival arrival) => (_rules, _arrival) = (rules, arrival);

    public static CleaningResult Clean(RawObservation raw, WorkspaceRules rules, Arrival arrival) =>
        new ObservationCleaner(rules, arrival).Run(raw);

    private CleaningResult Run(RawObservation raw)
    {
        CheckNames(raw);
        DateTimeOffset occurredAt = OccurredAt(raw);
        RecognitionLevel level = Level(raw);
        List<Mentioned> identifiers = Identifiers(raw, level);
        List<Trait> traits = Traits(raw.Traits, "traits");
        TraitCleaner.Clean(traits, _rules, this, occurredAt);
        AddStatedAddress(identifiers, traits, raw.Source, level);
        string? name = EventName(raw.Event);
        _claimsPerson = identifiers.Exists(item => item.Claimed && item.Rule.IsPerson);
        IReadOnlyList<ConsentStatement> consents = Consents(raw, occurredAt);
        if (_refused) { return new CleaningResult(null, _problems); }

        return new CleaningResult(
            new Observation
            {
                MessageId = raw.MessageId,
                Source = raw.Source,
                OccurredAt = occurredAt,
                RecordedAt = _arrival.RecordedAt,
                Level = level,
                Identifiers = identifiers,
                Traits = traits,
                Event = name,
                Consents = consents,
                Forgets = name == Observation.LogoutEvent && Forgets(raw.Event),
            },
            _problems);
    }

    private void CheckNames(RawObservation raw)
    {
        if (raw.MessageId.Length == 0 || Encoding.UTF8.GetByteCount(raw.MessageId) > MessageIdBytesMax)
        {
            Refuse("message_id", ProblemCodes.MessageIdMalformed, $"It has 1 to {MessageIdBytesMax} bytes.");
        }

        if (!Names.IsSource(raw.Source))
        {
            Refuse("source", ProblemCodes.SourceMalformed,
                $"It has 1 to {Names.LengthMax} characters of a-z, 0-9, '_', '-' and '.'.");
        }
    }

    private DateTimeOffset OccurredAt(RawObservation raw)
    {
        DateTimeOffset occurredAt = raw.OccurredAt ?? _arrival.RecordedAt;
        if (occurredAt < DateTimeOffset.UnixEpoch || occurredAt > _arrival.RecordedAt + AheadMax)
        {
            Refuse("occurred_at", ProblemCodes.OccurredAtOutOfRange,
                $"It lies between 1970 and {AheadMax.TotalHours:0} hours ahead.");
            return _arrival.RecordedAt;
        }

        if (_arrival.IsPublic && occurredAt < _arrival.RecordedAt - PublicBehindMax)
        {
            Refuse("occurred_at", ProblemCodes.OccurredAtOutOfRange,
                $"With a public key it lies within {PublicBehindMax.TotalHours:0} hours of arrival.");
        }

        return Microseconds.Truncate(occurredAt);
    }

    private RecognitionLevel Level(RawObservation raw)
    {
        if (raw.Level == 0) { return RecognitionLevel.Device; }
        if (raw.Level is >= (int)RecognitionLevel.Device and <= (int)RecognitionLevel.Authenticated)
        {
            return (RecognitionLevel)raw.Level;
        }

        Refuse("level", ProblemCodes.LevelOutOfRange, "The level of an observation is 2, 3 or 4.");
        return RecognitionLevel.Device;
    }

    private List<Mentioned> Identifiers(RawObservation raw, RecognitionLevel level)
    {
        if (raw.Identifiers.Count == 0)
        {
            Refuse("identifiers", ProblemCodes.IdentifiersMissing, "An observation names at least one identifier.");
        }

        if (raw.Identifiers.Count > IdentifiersMax)
        {
            Refuse("identifiers", ProblemCodes.IdentifiersTooMany, $"An observation names at most {IdentifiersMax}.");
            return [];
        }

        List<Mentioned> result = IdentifierCleaner.Clean(raw, _rules, this);
        RefuseTwoValues(result);
        return MarkClaims(result, raw.Source, level);
    }

    private void RefuseTwoValues(List<Mentioned> identifiers)
    {
        for (int index = 0; index < identifiers.Count; index++)
        {
            NamespaceRule rule = identifiers[index].Rule;
            if (!rule.IsUnique || identifiers.FindIndex(other => other.Rule == rule) == index) { continue; }
            Refuse("identifiers", ProblemCodes.UniqueNamespaceTwice,
                $"An observation names at most one value of the namespace {rule.Name}.");
        }
    }

    private List<Mentioned> MarkClaims(List<Mentioned> identifiers, string source, RecognitionLevel level)
    {
        bool besideDevice = level == RecognitionLevel.Device && identifiers.Exists(item => item.Rule.IsDevice);
        bool allClaimed = _arrival.IsPublic || besideDevice;
        for (int index = 0; index < identifiers.Count; index++)
        {
            Mentioned item = identifiers[index];
            // An order number can be guessed as well as an address can be typed, so it counts as claimed here too.
            bool guessable = item.Rule.Role is NamespaceRole.Person or NamespaceRole.Evidence;
            if ((allClaimed && guessable) || _rules.IsClaimedBySource(source, item.Rule.Name))
            {
                identifiers[index] = item with { Claimed = true };
            }
        }

        return identifiers;
    }

    private List<Trait> Traits(IReadOnlyList<Trait> raw, string path)
    {
        if (raw.Count > TraitsMax)
        {
            Refuse(path, ProblemCodes.TraitsTooMany, $"There may be at most {TraitsMax}.");
            return [];
        }

        var result = new List<Trait>(raw.Count);
        foreach (Trait trait in raw)
        {
            // An empty text or null states nothing; clearing a value is a matter for the source of record.
            if (trait.Json is "null" or "\"\"") { continue; }
            string? name = Name(trait.Name, path);
            if (name is null || result.Exists(other => other.Name == name)) { continue; }
            result.Add(ReferenceEquals(name, trait.Name) ? trait : trait with { Name = name });
        }

        return result;
    }

    // Somebody is named, and says where he lives: his household is formed from that.
    private void AddStatedAddress(
        List<Mentioned> identifiers, List<Trait> traits, string source, RecognitionLevel level)
    {
        bool isNamed = level >= RecognitionLevel.Remembered && !_arrival.IsPublic
            && identifiers.Exists(item => item.Rule.IsPerson && !item.Claimed);
        bool hasOwn = identifiers.Exists(item => item.Rule.Role == NamespaceRole.Household);
        if (!isNamed || hasOwn || identifiers.Count == IdentifiersMax) { return; }
        if (StatedAddress.Find(traits, _rules) is not { } address) { return; }
        if (_rules.IsClaimedBySource(source, address.Rule.Name)) { return; }

        identifiers.Add(address);
        Add("identifiers", ProblemCodes.AddressAdded, "The address of the traits was added as an identifier.");
    }

    private string? EventName(RawEvent? raw)
    {
        if (raw is null) { return null; }
        if (raw.Properties.Count > TraitsMax)
        {
            Refuse("event.properties", ProblemCodes.TraitsTooMany, $"There may be at most {TraitsMax}.");
        }

        return Name(raw.Name, "event.name");
    }

    private string? Name(string raw, string path)
    {
        if (Names.IsSnakeCase(raw)) { return raw; }
        string? name = Names.ToSnakeCase(raw);
        if (name is null)
        {
            Refuse(path, ProblemCodes.NameMalformed,
                $"A name has 1 to {Names.LengthMax} characters of a-z, 0-9 and '_'.");
        }
        else
        {
            Add(path, ProblemCodes.NameChanged, "The name was brought to snake_case.");
        }

        return name;
    }

    private List<ConsentStatement> Consents(RawObservation raw, DateTimeOffset occurredAt)
    {
        if (raw.Consents.Count > ConsentsMax)
        {
            Refuse("consents", ProblemCodes.ConsentsTooMany, $"There may be at most {ConsentsMax}.");
            return [];
        }

        var result = new List<ConsentStatement>(raw.Consents.Count);
        for (int index = 0; index < raw.Consents.Count; index++)
        {
            RawConsent consent = raw.Consents[index];
            string path = $"consents[{index}]";
            if (!Names.IsChannel(consent.Channel) || !Names.IsChannel(consent.Purpose) || consent.Granted is null
                || Encoding.UTF8.GetByteCount(consent.Proof) > ProofBytesMax
                    || consent.StatedAt < DateTimeOffset.UnixEpoch)
            {
                Refuse(path, ProblemCodes.ConsentMalformed,
                    $"It needs a channel and a purpose of 1 to {Names.LengthMax} characters of a-z, 0-9, '_' and '-', "
                    + $"a state, a time from 1970, and a proof of at most {ProofBytesMax} bytes.");
                continue;
            }

            result.Add(new ConsentStatement(
                consent.Channel, consent.Purpose, consent.Granted.Value, StatedAt(consent, occurredAt, path),
                    raw.Source,
                consent.Proof));
        }

        return result;
    }

    // Nothing can be said after it was observed, and nobody can keep a later statement out by dating one ahead.
    private DateTimeOffset StatedAt(RawConsent consent, DateTimeOffset occurredAt, string path)
    {
        DateTimeOffset latest = occurredAt < _arrival.RecordedAt ? occurredAt
            : Microseconds.Truncate(_arrival.RecordedAt);
        // Possession must be shown after it, so a grant through a claim cannot be dated back before an earlier visit.
        bool waits = _claimsPerson && consent.Granted == true;
        if (waits && _arrival.IsPublic) { return Microseconds.Truncate(_arrival.RecordedAt); }
        if (waits || consent.StatedAt is not { } statedAt) { return latest; }
        if (statedAt <= latest) { return Microseconds.Truncate(statedAt); }
        Add(path, ProblemCodes.ConsentDatedBack, "A consent is not later than its observation or its arrival.");
        return latest;
    }

    private static bool Forgets(RawEvent? raw) =>
        raw is not null && raw.Properties.Any(property => property is { Name: "forget", Json: "true" });

    internal void Refuse(string field, string code, string detail)
    {
        _refused = true;
        Add(field, code, detail);
    }

    internal void Add(string field, string code, string detail) => _problems.Add(new Problem(field, code, detail));
}
