using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Identity.Application.Ingesting;
using Identity.Core.Observations;

namespace Identity.Api.Mapping;

/// <summary>
/// Observations of the contract as the application knows them. Finds what only this form can get wrong: times and
/// values that are no times and values, and the size on the wire. One use, not thread-safe.
/// </summary>
internal sealed class ObservationMapping
{
    // Where traits and properties lie in the JSON form that is stored: {"traits":{"name":…}} and
    // {"event":{"properties":{"name":…}}}.
    private const int TraitDepth = 3;
    private const int PropertyDepth = 4;

    private List<Problem>? _problems;

    private ObservationMapping()
    {
    }

    /// <summary>The observation; null when it is refused already, for the problems.</summary>
    public static RawObservation? Read(V1.Observation observation, out IReadOnlyList<Problem> problems)
    {
        if (observation.CalculateSize() > IngestObservations.ObservationBytesMax)
        {
            problems = [new Problem(
                "", ProblemCodes.ObservationTooLarge,
                $"An observation has at most {IngestObservations.ObservationBytesMax} bytes as a message.")];
            return null;
        }

        var mapping = new ObservationMapping();
        RawObservation raw = mapping.Read(observation);
        problems = mapping._problems ?? [];
        return problems.Count == 0 ? raw : null;
    }

    private RawObservation Read(V1.Observation observation) => new()
    {
        MessageId = observation.MessageId,
        Source = observation.Source,
        OccurredAt = Moment(
            observation.OccurredAt, "occurred_at", ProblemCodes.OccurredAtOutOfRange, "It is no valid Timestamp."),
        Level = (int)observation.Level,
        Identifiers = IdentifierMapping.Read(observation.Identifiers),
        Traits = Values(observation.Traits, "traits", TraitDepth),
        Event = observation.Event is { } what
            ? new RawEvent(what.Name, Values(what.Properties, "event.properties", PropertyDepth)) : null,
        Consents = Consents(observation.Consents),
    };

    private RawConsent[] Consents(RepeatedField<V1.ConsentStatement> statements)
    {
        if (statements.Count == 0) { return []; }
        var result = new RawConsent[statements.Count];
        for (int index = 0; index < result.Length; index++)
        {
            V1.ConsentStatement statement = statements[index];
            bool? granted = statement.State switch
            {
                V1.ConsentState.Granted => true,
                V1.ConsentState.Denied => false,
                _ => null,
            };
            DateTimeOffset? statedAt = Moment(
                statement.StatedAt, $"consents[{index}].stated_at", ProblemCodes.ConsentMalformed,
                "It is no valid Timestamp.");
            result[index] = new RawConsent(statement.Channel, statement.Purpose, granted, statedAt, statement.Proof);
        }

        return result;
    }

    // Sorted, because a map has no order on the wire, and the same observation sent again must be the same text.
    private Trait[] Values(MapField<string, Value> values, string path, int depth)
    {
        if (values.Count == 0) { return []; }
        var result = new Trait[values.Count];
        int count = 0;
        foreach (KeyValuePair<string, Value> value in values)
        {
            string? problem = ValueText.TryWrite(value.Value, depth, out string json);
            if (problem is not null) { Refuse(path, problem, DetailOf(problem)); }
            result[count++] = new Trait(value.Key, json);
        }

        Array.Sort(result, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return result;
    }

    private DateTimeOffset? Moment(Timestamp? stamp, string path, string code, string detail)
    {
        if (!Moments.TryRead(stamp, out DateTimeOffset? moment)) { Refuse(path, code, detail); }
        return moment;
    }

    private void Refuse(string path, string code, string detail) =>
        (_problems ??= []).Add(new Problem(path, code, detail));

    private static string DetailOf(string problem) => problem == ValueProblems.NotFinite
        ? "A number is finite: neither NaN nor an infinity."
        : $"Values nest at most {ValueText.DepthMax} levels deep, counted from the observation.";
}
