using Google.Protobuf.WellKnownTypes;
using Identity.SampleData;
using Identity.V1;

namespace Identity.Cli.Demo;

/// <summary>Made-up observations as the contract has them.</summary>
internal static class SampleMessages
{
    public static Observation From(SampleObservation sample)
    {
        var observation = new Observation
        {
            MessageId = sample.MessageId,
            Source = sample.Source,
            OccurredAt = sample.OccurredAt.ToTimestamp(),
            Level = (RecognitionLevel)sample.Level,
        };
        observation.Identifiers.AddRange(sample.Identifiers.Select(identifier => new Identifier
        {
            Namespace = identifier.Namespace,
            Value = identifier.Value,
            Claimed = identifier.Claimed,
        }));
        foreach ((string name, object? value) in sample.Traits) { observation.Traits.Add(name, ValueOf(value)); }
        if (sample.Event is { } what)
        {
            observation.Event = new Event { Name = what.Name };
            foreach ((string name, object? value) in what.Properties)
            {
                observation.Event.Properties.Add(name, ValueOf(value));
            }
        }

        observation.Consents.AddRange(sample.Consents.Select(consent => new ConsentStatement
        {
            Channel = consent.Channel,
            Purpose = consent.Purpose,
            State = consent.Granted ? ConsentState.Granted : ConsentState.Denied,
            StatedAt = consent.StatedAt.ToTimestamp(),
            Proof = consent.Proof,
        }));
        return observation;
    }

    private static Value ValueOf(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        double number => Value.ForNumber(number),
        IReadOnlyDictionary<string, object?> map => Value.ForStruct(StructOf(map)),
        IEnumerable<object?> list => Value.ForList([.. list.Select(ValueOf)]),
        _ => throw new ArgumentException("A made-up value is of no kind that a message can hold.", nameof(value)),
    };

    private static Struct StructOf(IReadOnlyDictionary<string, object?> map)
    {
        var result = new Struct();
        foreach ((string name, object? value) in map) { result.Fields.Add(name, ValueOf(value)); }
        return result;
    }
}
