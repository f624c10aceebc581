using System.Collections.Immutable;
using Identity.Core.Consents;
using Identity.Core.Observations;
using Identity.Core.Records;
using Identity.Core.Rules;

namespace Identity.Core.Profiles;

/// <summary>
/// What observations say about a subject: a sum over them, so that neither order nor merging changes it. A profile is
/// the sum of its members' summaries, which is why merge and undo need no special code. Immutable.
/// </summary>
public sealed record Summary
{
    /// <summary>The most grants through claims that a device keeps; the latest.</summary>
    public const int ClaimedGrantsMax = 100;

    public static Summary Empty { get; } = new();

    /// <summary>By trait, the candidates, best first.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> Traits { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<TraitCandidate>>(StringComparer.Ordinal);

    /// <summary>By event name.</summary>
    public ImmutableSortedDictionary<string, EventActivity> Events { get; init; } =
        ImmutableSortedDictionary.Create<string, EventActivity>(StringComparer.Ordinal);

    /// <summary>The statement in force for each channel and purpose, in their order.</summary>
    public ImmutableSortedDictionary<ConsentScope, ConsentStatement> Consents { get; init; } =
        ImmutableSortedDictionary<ConsentScope, ConsentStatement>.Empty;

    /// <summary>Grants that wait for possession to be shown, the latest first.</summary>
    public ImmutableArray<ClaimedGrant> ClaimedGrants { get; init; } = [];

    /// <summary>The latest observation in the sum; the smallest moment when there is none.</summary>
    public DateTimeOffset LastAt { get; init; } = DateTimeOffset.MinValue;

    public bool IsEmpty => Traits.Count == 0 && Events.Count == 0 && Consents.Count == 0 && ClaimedGrants.Length == 0;

    /// <summary>
    /// This summary and the payload of one observation whose subject it is, but for grants that wait.
    /// </summary>
    public Summary With(Observation observation, WorkspaceRules rules)
    {
        ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> traits = Traits;
        foreach (Trait trait in observation.Traits)
        {
            var candidate = new TraitCandidate(
                trait.Json, observation.Source, observation.Level, observation.OccurredAt, Count: 1);
            traits = traits.SetItem(
                trait.Name,
                Candidates.Add(traits.GetValueOrDefault(trait.Name, []), candidate, rules.Trait(trait.Name)));
        }

        Summary result = this with
        {
            Traits = Contacts.Within(Contacts.Add(traits, observation, rules)),
            LastAt = Later(LastAt, observation.OccurredAt),
        };
        if (observation.Event is { } name)
        {
            result = result.WithEvent(name, new EventActivity(1, observation.OccurredAt, observation.OccurredAt));
        }

        bool grantsWait = observation.GrantsWait;
        foreach (ConsentStatement consent in observation.Consents)
        {
            if (!consent.Granted || !grantsWait) { result = result.With(consent); }
        }

        return result;
    }

    /// <summary>Both together.</summary>
    public Summary With(Summary other, WorkspaceRules rules)
    {
        if (other.IsEmpty) { return this; }
        ImmutableSortedDictionary<string, ImmutableArray<TraitCandidate>> traits = Traits;
        foreach ((string name, ImmutableArray<TraitCandidate> candidates) in other.Traits)
        {
            traits = traits.SetItem(
                name, Candidates.Add(traits.GetValueOrDefault(name, []), candidates, rules.Trait(name)));
        }

        Summary result = this with
        {
            Traits = Contacts.Within(traits),
            LastAt = Later(LastAt, other.LastAt),
        };
        foreach ((string name, EventActivity activity) in other.Events) { result = result.WithEvent(name, activity); }
        foreach (ConsentStatement consent in other.Consents.Values) { result = result.With(consent); }
        foreach (ClaimedGrant grant in other.ClaimedGrants) { result = result.With(grant); }
        return result;
    }

    /// <summary>The same as a profile has it: contacts are only known to matching.</summary>
    public Summary WithoutContacts() => this with { Traits = Contacts.Remove(Traits) };

    /// <summary>This summary and one consent.</summary>
    public Summary With(ConsentStatement consent)
    {
        var scope = new ConsentScope(consent.Channel, consent.Purpose);
        return Consents.TryGetValue(scope, out ConsentStatement? known) && !consent.Overrides(known)
            ? this
            : this with { Consents = NameBound.Within(Consents.SetItem(scope, consent), key => key.ToString()) };
    }

    /// <summary>This summary and one grant that waits.</summary>
    public Summary With(ClaimedGrant grant)
    {
        if (ClaimedGrants.Contains(grant)) { return this; }
        int index = 0;
        while (index < ClaimedGrants.Length && ClaimedGrantOrder.Compare(ClaimedGrants[index], grant) < 0) { index++; }
        ImmutableArray<ClaimedGrant> grants = ClaimedGrants.Insert(index, grant);
        return this with
        {
            ClaimedGrants = grants.Length > ClaimedGrantsMax ? grants.RemoveAt(ClaimedGrantsMax)
            : grants
        };
    }

    private Summary WithEvent(string name, EventActivity activity)
    {
        EventActivity sum = Events.TryGetValue(name, out EventActivity? known) ? known.With(activity) : activity;
        return this with { Events = NameBound.Within(Events.SetItem(name, sum), key => key) };
    }

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;
}

/// <summary>A channel and a purpose, ordered as UTF-8 text.</summary>
public readonly record struct ConsentScope(string Channel, string Purpose) : IComparable<ConsentScope>
{
    public int CompareTo(ConsentScope other)
    {
        int order = Utf8Order.Compare(Channel, other.Channel);
        return order != 0 ? order : Utf8Order.Compare(Purpose, other.Purpose);
    }
}
