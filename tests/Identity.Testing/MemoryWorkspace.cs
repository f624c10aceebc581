using System.Collections.Immutable;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>
/// Everything of one workspace. Immutable: a change makes a new one, so a reader that holds an old one has a snapshot.
/// </summary>
internal sealed record MemoryWorkspace
{
    public static MemoryWorkspace Empty { get; } = new();

    public long Revision { get; init; }

    public long Sequence { get; init; }

    public ImmutableSortedDictionary<long, ObservationRecord> Observations { get; init; } =
        ImmutableSortedDictionary<long, ObservationRecord>.Empty;

    public ImmutableDictionary<(string Source, string MessageId), long> Messages { get; init; } =
        ImmutableDictionary<(string Source, string MessageId), long>.Empty;

    /// <summary>By the sequence of the observation.</summary>
    public ImmutableSortedDictionary<long, ImmutableHashSet<long>> Mentions { get; init; } =
        ImmutableSortedDictionary<long, ImmutableHashSet<long>>.Empty;

    public ImmutableSortedDictionary<long, IdentifierRecord> Identifiers { get; init; } =
        ImmutableSortedDictionary<long, IdentifierRecord>.Empty;

    public ImmutableSortedDictionary<(long A, long B), LinkRecord> Links { get; init; } =
        ImmutableSortedDictionary<(long A, long B), LinkRecord>.Empty;

    public ImmutableSortedDictionary<(long Subject, long Owner), SummaryRecord> Summaries { get; init; } =
        ImmutableSortedDictionary<(long Subject, long Owner), SummaryRecord>.Empty;

    /// <summary>By device; only those with logins.</summary>
    public ImmutableSortedDictionary<long, DeviceLogins> Logins { get; init; } =
        ImmutableSortedDictionary<long, DeviceLogins>.Empty;

    public ImmutableHashSet<IdentifierKey> Epochs { get; init; } = [];

    public ImmutableDictionary<Guid, (PersonRecord Person, Summary Profile)> Persons { get; init; } =
        ImmutableDictionary<Guid, (PersonRecord Person, Summary Profile)>.Empty;

    public ImmutableDictionary<long, Summary> Parts { get; init; } = ImmutableDictionary<long, Summary>.Empty;

    public ImmutableDictionary<(long Subject, string Source), MatchEntry> MatchEntries { get; init; } =
        ImmutableDictionary<(long Subject, string Source), MatchEntry>.Empty;

    public ImmutableDictionary<string, DecisionRecord> Decisions { get; init; } =
        ImmutableDictionary<string, DecisionRecord>.Empty;

    public ImmutableHashSet<MatchKey> MatchKeys { get; init; } = [];

    public ImmutableSortedDictionary<(long A, long B), MatchedPair> Matches { get; init; } =
        ImmutableSortedDictionary<(long A, long B), MatchedPair>.Empty;
    /// <summary>By person; only of persons that there are.</summary>
    public ImmutableSortedDictionary<Guid, HomeRecord> Homes { get; init; } =
        ImmutableSortedDictionary<Guid, HomeRecord>.Empty;

    public ImmutableDictionary<(Guid Household, long Subject), ResidenceRecord> Residences { get; init; } =
        ImmutableDictionary<(Guid Household, long Subject), ResidenceRecord>.Empty;

    /// <summary>Until when, by household and since when; null until now.</summary>
    public ImmutableDictionary<(Guid Household, DateTimeOffset Since), DateTimeOffset?> MultiOccupancies { get; init; }
        = ImmutableDictionary<(Guid Household, DateTimeOffset Since), DateTimeOffset?>.Empty;

    /// <summary>By version.</summary>
    public ImmutableSortedDictionary<long, RulesRecord> Rules { get; init; } =
        ImmutableSortedDictionary<long, RulesRecord>.Empty;

    public ImmutableList<(long Revision, ChangeRecord Change)> Changes { get; init; } = [];

    public MemoryWorkspace WithObservation(ObservationRecord observation, IEnumerable<long> mentions)
    {
        (string Source, string MessageId) message = (observation.Source, observation.MessageId);
        Invariant.Check(!Messages.ContainsKey(message), "A message id is stored once.");
        return this with
        {
            Sequence = observation.Sequence,
            Observations = Observations.Add(observation.Sequence, observation),
            Messages = Messages.Add(message, observation.Sequence),
            Mentions = Mentions.Add(observation.Sequence, [.. mentions]),
        };
    }

    public MemoryWorkspace WithMentions(ObservationRecord observation, IEnumerable<long> mentions)
    {
        Invariant.Check(
            Observations.TryGetValue(observation.Sequence, out ObservationRecord? known),
            "Only a stored observation has mentions to replace.");
        ObservationRecord changed = known with
        {
            SubjectId = observation.SubjectId,
            IsSetAside = observation.IsSetAside,
        };
        return this with
        {
            Observations = Observations.SetItem(observation.Sequence, changed),
            Mentions = Mentions.SetItem(observation.Sequence, [.. mentions]),
        };
    }

    public MemoryWorkspace With(IdentifierRecord identifier)
    {
        foreach (IdentifierRecord other in Identifiers.Values)
        {
            Invariant.Check(
                other.Id == identifier.Id || (other.Key != identifier.Key && other.BirthId != identifier.BirthId
                    && other.SecondId != identifier.SecondId),
                "An identifier's key and ids are its own.");
        }

        return this with { Identifiers = Identifiers.SetItem(identifier.Id, identifier) };
    }

    public MemoryWorkspace With(LinkRecord link) => this with { Links = Links.SetItem((link.A, link.B), link) };

    public MemoryWorkspace With(SummaryRecord summary) =>
        this with { Summaries = Summaries.SetItem((summary.SubjectId, summary.OwnerId), summary) };

    public MemoryWorkspace WithLogins(long device, DeviceLogins logins) => this with
    {
        Logins = logins.Runs.Length == 0 ? Logins.Remove(device) : Logins.SetItem(device, logins),
    };

    public MemoryWorkspace WithChanges(IEnumerable<ChangeRecord> changes)
    {
        long revision = Revision + 1;
        return this with
        {
            Revision = revision,
            Changes = Changes.AddRange(changes.Select(change => (revision, change))),
        };
    }

    public MemoryWorkspace WithoutLinksOf(IReadOnlyCollection<long> identifiers) => this with
    {
        Links = Links.RemoveRange(
            Links.Keys.Where(link => identifiers.Contains(link.A) || identifiers.Contains(link.B))),
    };

    public MemoryWorkspace WithoutSummariesOf(IReadOnlyCollection<long> subjects) => this with
    {
        Summaries = Summaries.RemoveRange(Summaries.Keys.Where(summary => subjects.Contains(summary.Subject))),
    };

    public MemoryWorkspace WithMatchEntries(long subject, IReadOnlyCollection<MatchEntry> entries)
    {
        Invariant.Check(entries.All(entry => entry.SubjectId == subject), "An identifier's records are its own.");
        return this with
        {
            MatchEntries = MatchEntries.RemoveRange(MatchEntries.Keys.Where(entry => entry.Subject == subject))
                .AddRange(entries.Select(entry => KeyValuePair.Create((subject, entry.Source), entry))),
        };
    }

    public MemoryWorkspace WithoutDerived() => Empty with
    {
        Revision = Revision,
        Sequence = Sequence,
        Observations = Observations,
        Decisions = Decisions,
        Messages = Messages,
        Rules = Rules,
        Changes = Changes,
        MultiOccupancies = MultiOccupancies,
    };

    public MemoryWorkspace With(ResidenceRecord residence)
    {
        (Guid, long) key = (residence.HouseholdId, residence.SubjectId);
        ResidenceRecord sum = Residences.GetValueOrDefault(key, residence);
        sum = sum with
        {
            FirstSeen = residence.FirstSeen < sum.FirstSeen ? residence.FirstSeen : sum.FirstSeen,
            LastSeen = residence.LastSeen > sum.LastSeen ? residence.LastSeen : sum.LastSeen,
        };
        return this with { Residences = Residences.SetItem(key, sum) };
    }

    public MemoryWorkspace With(HomeRecord home) =>
        Persons.ContainsKey(home.PersonId) ? this with { Homes = Homes.SetItem(home.PersonId, home) } : this;

    public MemoryWorkspace WithEnd(Func<Guid, bool> isMeant, DateTimeOffset moment) => this with
    {
        MultiOccupancies = MultiOccupancies.SetItems(
            MultiOccupancies.Where(span => span.Value is null && isMeant(span.Key.Household))
                .Select(span => KeyValuePair.Create(span.Key, (DateTimeOffset?)moment))),
    };
}
