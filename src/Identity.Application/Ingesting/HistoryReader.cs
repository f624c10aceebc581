using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>Reads the observations that mention identifiers, as the rules of now clean them.</summary>
internal sealed class HistoryReader
{
    private readonly Neighbourhood _hood;
    private readonly Epochs _epochs;

    public HistoryReader(Neighbourhood hood, Epochs epochs) => (_hood, _epochs) = (hood, epochs);

    /// <summary>
    /// The observations in the order of arrival, those left out that the rules would refuse. The epochs of all values
    /// that they mention are known afterwards.
    /// </summary>
    public async ValueTask<List<(ObservationRecord Record, Observation Observation)>> ReadAsync(
        IEnumerable<Member> members, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObservationRecord> history = await _hood.Transaction.GetObservationsOfAsync(
            _hood.Workspace.Number, [.. members.Select(member => member.Node.Handle)], int.MaxValue,
            cancellationToken);
        var result = new List<(ObservationRecord Record, Observation Observation)>(history.Count);
        var values = new HashSet<IdentifierKey>();
        foreach (ObservationRecord record in history)
        {
            RawObservation raw = ObservationText.Parse(record.Body);
            var arrival = new Arrival(record.RecordedAt, record.IsPublic);
            Observation? observation = ObservationCleaner.Clean(raw, _hood.Workspace.Rules, arrival).Observation;
            if (observation is null) { continue; }
            result.Add((record, observation));
            values.UnionWith(observation.Identifiers.Select(item => new IdentifierKey(item.Rule.Name, item.Value, 0)));
        }

        foreach (IdentifierKey known in await _hood.Transaction.GetEpochsAsync(
            _hood.Workspace.Number, values, cancellationToken))
        {
            _epochs.Begin(known.Namespace, known.Value, known.Epoch);
        }

        return result;
    }
}
