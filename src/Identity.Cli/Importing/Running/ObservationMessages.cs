using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Identity.Core.Observations;

namespace Identity.Cli.Importing.Running;

/// <summary>Observations of files as the contract has them.</summary>
internal static class ObservationMessages
{
    /// <exception cref="FormatException">A value is none that a message can hold.</exception>
    public static V1.Observation From(RawObservation raw)
    {
        var observation = new V1.Observation
        {
            MessageId = raw.MessageId,
            Source = raw.Source,
            OccurredAt = raw.OccurredAt?.ToTimestamp(),
            Level = (V1.RecognitionLevel)raw.Level,
        };
        observation.Identifiers.AddRange(raw.Identifiers.Select(identifier => new V1.Identifier
        {
            Namespace = identifier.Namespace,
            Value = identifier.Value,
            Claimed = identifier.Claimed,
        }));
        Add(observation.Traits, raw.Traits);
        if (raw.Event is { } what)
        {
            observation.Event = new V1.Event { Name = what.Name };
            Add(observation.Event.Properties, what.Properties);
        }

        observation.Consents.AddRange(raw.Consents.Select(consent => new V1.ConsentStatement
        {
            Channel = consent.Channel,
            Purpose = consent.Purpose,
            State = StateOf(consent.Granted),
            StatedAt = consent.StatedAt?.ToTimestamp(),
            Proof = consent.Proof,
        }));
        return observation;
    }

    private static void Add(MapField<string, Value> target, IReadOnlyList<Trait> values)
    {
        foreach (Trait value in values)
        {
            try
            {
                target[value.Name] = Value.Parser.ParseJson(value.Json);
            }
            catch (Exception failure) when (failure is InvalidProtocolBufferException or InvalidJsonException)
            {
                throw new FormatException($"{value.Name} is no value that can be sent.", failure);
            }
        }
    }

    private static V1.ConsentState StateOf(bool? granted) => granted switch
    {
        true => V1.ConsentState.Granted,
        false => V1.ConsentState.Denied,
        null => V1.ConsentState.Unspecified,
    };
}
