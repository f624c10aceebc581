using System.Collections.Immutable;
using Identity.Application.Profiles;
using Identity.Core.Consents;
using Identity.Core.Profiles;

namespace Identity.Api.Mapping;

/// <summary>Profiles between the contract and the application.</summary>
internal static class ProfileMapping
{
    public static ProfileQuery Read(V1.GetProfileRequest request) => new()
    {
        PersonId = request.PersonId,
        Identifier = request.Identifier is { } identifier ? IdentifierMapping.Read(identifier) : null,
        Fields = request.Fields is { } mask ? mask.Paths : [],
        Purpose = request.Purpose,
        AtLeastRevision = request.AtLeastRevision,
        AsOf = Moments.ReadAsOf(request.AsOf),
    };

    public static V1.Profile Write(ProfileAnswer answer)
    {
        var profile = new V1.Profile
        {
            PersonId = answer.PersonId.ToString(),
            HouseholdId = answer.HouseholdId?.ToString() ?? "",
            Revision = answer.Revision,
        };
        foreach (Guid former in answer.FormerIds) { profile.FormerIds.Add(former.ToString()); }
        foreach (ProfileIdentifier identifier in answer.Identifiers) { profile.Identifiers.Add(Write(identifier)); }
        foreach ((string name, ImmutableArray<TraitCandidate> values) in answer.Traits)
        {
            if (!values.IsEmpty) { profile.Traits[name] = Write(values); }
        }

        if (answer.Events.Count > 0) { profile.Activity = Write(answer.Events); }
        foreach (ConsentStatement consent in answer.Consents) { profile.Consents.Add(Write(consent)); }
        profile.FuzzyLinks.AddRange(answer.FuzzyLinks.Select(Write));
        return profile;
    }

    public static V1.FindProfilesResponse Write(FoundProfiles found)
    {
        var result = new V1.FindProfilesResponse
        {
            NextPageToken = found.NextPageToken,
            Truncated = !found.IsComplete,
        };
        foreach (FoundProfile profile in found.Profiles)
        {
            var written = new V1.FoundProfile
            {
                PersonId = profile.PersonId.ToString(),
                Bits = profile.Bits,
                Identifier = new V1.Identifier { Namespace = profile.Namespace, Value = profile.Value },
                Source = profile.Source,
            };
            written.Fields.AddRange(profile.Fields.Select(MatchMapping.Write));
            result.Profiles.Add(written);
        }

        return result;
    }

    private static V1.FuzzyLink Write(FuzzyEvidence link) => new()
    {
        A = new V1.Identifier { Namespace = link.A.Namespace, Value = link.A.Value ?? "" },
        B = new V1.Identifier { Namespace = link.B.Namespace, Value = link.B.Value ?? "" },
        SourceA = link.SourceA,
        SourceB = link.SourceB,
        Explanation = MatchMapping.Write(link.Explanation),
    };

    private static V1.ProfileIdentifier Write(ProfileIdentifier identifier)
    {
        var result = new V1.ProfileIdentifier
        {
            Identifier = new V1.Identifier { Namespace = identifier.Namespace, Value = identifier.Value ?? "" },
            FirstSeen = Moments.Write(identifier.FirstSeen),
            LastSeen = Moments.Write(identifier.LastSeen),
            Level = (V1.RecognitionLevel)(int)identifier.Level,
            Part = identifier.Part,
        };
        result.Sources.Add(identifier.Sources);
        return result;
    }

    // The first value is the one that survives.
    private static V1.Trait Write(ImmutableArray<TraitCandidate> values)
    {
        TraitCandidate survivor = values[0];
        var trait = new V1.Trait
        {
            Value = ValueText.Read(survivor.Json),
            Source = survivor.Source,
            ObservedAt = Moments.Write(survivor.ObservedAt),
            Level = (V1.RecognitionLevel)(int)survivor.Level,
        };
        foreach (TraitCandidate other in values.AsSpan(1..))
        {
            trait.Others.Add(new V1.TraitValue
            {
                Value = ValueText.Read(other.Json),
                Source = other.Source,
                ObservedAt = Moments.Write(other.ObservedAt),
                Level = (V1.RecognitionLevel)(int)other.Level,
            });
        }

        return trait;
    }

    private static V1.Activity Write(IReadOnlyList<KeyValuePair<string, EventActivity>> events)
    {
        var activity = new V1.Activity();
        foreach ((string name, EventActivity what) in events)
        {
            activity.Events[name] = new V1.EventActivity
            {
                Count = what.Count,
                FirstAt = Moments.Write(what.FirstAt),
                LastAt = Moments.Write(what.LastAt),
            };
        }

        return activity;
    }

    private static V1.ConsentStatement Write(ConsentStatement consent) => new()
    {
        Channel = consent.Channel,
        Purpose = consent.Purpose,
        State = consent.Granted ? V1.ConsentState.Granted : V1.ConsentState.Denied,
        StatedAt = Moments.Write(consent.StatedAt),
        Proof = consent.Proof,
    };
}
