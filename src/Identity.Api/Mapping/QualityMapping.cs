using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Identity.Application.Workspaces.Quality;

namespace Identity.Api.Mapping;

/// <summary>Reports of quality as the contract has them.</summary>
internal static class QualityMapping
{
    public static V1.QualityReport Write(QualityReport report)
    {
        var message = new V1.QualityReport
        {
            MadeAt = report.MadeAt.ToTimestamp(),
            Revision = report.Revision,
            Persons = report.Persons,
            EstablishedPersons = report.Established,
        };
        message.Traits.AddRange(report.Traits.Select(Write));
        message.Namespaces.AddRange(report.Namespaces.Select(Write));
        return message;
    }

    private static V1.TraitQuality Write(TraitQuality trait)
    {
        var message = new V1.TraitQuality
        {
            Name = trait.Name,
            Persons = trait.Persons,
            Ages = Write(trait.Ages),
            Changed = trait.Changed,
            Conflicting = trait.Conflicting,
            Tests = trait.Tests,
        };
        Add(message.Sources, trait.Sources);
        return message;
    }

    private static V1.NamespaceQuality Write(NamespaceQuality quality)
    {
        var message = new V1.NamespaceQuality
        {
            Name = quality.Name,
            Identifiers = quality.Identifiers,
            Persons = quality.Persons,
            PersonsWithSeveral = quality.PersonsWithSeveral,
            Ages = Write(quality.Ages),
            Tests = quality.Tests,
        };
        Add(message.Sources, quality.Sources);
        Add(message.Excluded, quality.Excluded);
        return message;
    }

    private static V1.AgeCounts Write(AgeCounts ages) => new()
    {
        WithinMonth = ages.WithinMonth,
        WithinQuarter = ages.WithinQuarter,
        WithinYear = ages.WithinYear,
        WithinTwoYears = ages.WithinTwoYears,
        Older = ages.Older,
    };

    private static void Add(MapField<string, long> target, IReadOnlyDictionary<string, long> counts)
    {
        foreach ((string name, long count) in counts) { target[name] = count; }
    }
}
