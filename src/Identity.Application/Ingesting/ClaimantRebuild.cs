using Identity.Core.Consents;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Makes the summary of an identifier anew for which a consent was granted through a claim on a device that is made
/// anew: when the device's past falls into epochs, possession may have been shown on another device than it seemed.
/// </summary>
internal sealed class ClaimantRebuild
{
    private readonly Neighbourhood _hood;
    private readonly Epochs _epochs;
    private readonly SummaryKeeper _summaries;

    public ClaimantRebuild(Neighbourhood hood, Epochs epochs) =>
        (_hood, _epochs, _summaries) = (hood, epochs, new SummaryKeeper(hood));

    /// <summary>
    /// Makes the summary anew. Comes after the observation's own payload was routed, which is part of it.
    /// </summary>
    public async ValueTask RunAsync(IdentifierKey claimant, CancellationToken cancellationToken)
    {
        long id = await _summaries.IdOfAsync(claimant, cancellationToken);
        await _hood.LoadClustersOfAsync([id], cancellationToken);
        if (!_hood.TryGet(id, out Member? member)) { return; }
        Summary summary = Summary.Empty;
        var waiting = new List<(IdentifierKey Device, ConsentStatement Grant)>();
        var shown = new Dictionary<IdentifierKey, DateTimeOffset>();
        foreach ((_, Observation observation) in
            await new HistoryReader(_hood, _epochs).ReadAsync([member], cancellationToken))
        {
            Mentioned? mentioned = observation.Identifiers.FirstOrDefault(item => KeyOf(item, observation) == claimant);
            if (mentioned is null) { continue; }
            bool isSubject = ReferenceEquals(observation.Subject, mentioned);
            if (isSubject) { summary = summary.With(observation, _hood.Workspace.Rules); }
            if (mentioned.Claimed) { summary = AddClaim(summary, observation, waiting); }
            else if (observation.Level >= RecognitionLevel.Remembered) { NoteShown(observation, shown); }
        }

        foreach ((IdentifierKey device, ConsentStatement grant) in waiting)
        {
            bool isShown = shown.TryGetValue(device, out DateTimeOffset last) && last >= grant.StatedAt;
            if (isShown) { summary = summary.With(grant); }
        }

        await _summaries.ReplaceAsync(
            member, summary.IsEmpty ? [] : [new SummaryRecord(id, 0, summary)], cancellationToken);
    }

    private Summary AddClaim(
        Summary summary, Observation observation, List<(IdentifierKey Device, ConsentStatement Grant)> waiting)
    {
        foreach (ConsentStatement consent in observation.Consents)
        {
            if (!consent.Granted) { summary = summary.With(consent); }
            else if (observation is { GrantsWait: true, Subject: { } device })
            {
                waiting.Add((KeyOf(device, observation), consent));
            }
        }

        return summary;
    }

    private void NoteShown(Observation observation, Dictionary<IdentifierKey, DateTimeOffset> shown)
    {
        foreach (Mentioned device in observation.Identifiers.Where(item => item.Rule.IsDevice && !item.Claimed))
        {
            IdentifierKey key = KeyOf(device, observation);
            DateTimeOffset known = shown.GetValueOrDefault(key);
            shown[key] = observation.OccurredAt > known ? observation.OccurredAt : known;
        }
    }

    private IdentifierKey KeyOf(Mentioned item, Observation observation) =>
        EvidenceFold.KeyOf(item, observation.OccurredAt, _epochs);
}
