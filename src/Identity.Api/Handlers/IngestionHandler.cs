using System.Diagnostics;
using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Api.Observing;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Application.Measuring;
using Identity.Core.Observations;
using Microsoft.Extensions.Hosting;

namespace Identity.Api.Handlers;

/// <summary>Takes observations. Thread-safe; one for all calls.</summary>
internal sealed class IngestionHandler(
    IngestObservations ingest, AuthenticationInterceptor authentication, IHostApplicationLifetime lifetime,
    ServiceMeasures measures)
    : V1.IngestionService.IngestionServiceBase
{
    /// <summary>
    /// The most observations of one stream that are waiting for their answers: enough to fill a group commit from one
    /// sender, few enough that a thousand senders do not fill the memory.
    /// </summary>
    public const int Window = 256;

    public override async Task<V1.IngestResponse> Ingest(V1.IngestRequest request, ServerCallContext context)
    {
        CheckCount(request.Observations.Count);
        IngestAnswer[] answers = await TakeObservedAsync(request, context).ConfigureAwait(false);
        var response = new V1.IngestResponse { Revision = IngestMapping.NewestRevision(answers) };
        foreach (IngestAnswer answer in answers) { response.Results.Add(IngestMapping.Write(answer)); }
        return response;
    }

    public override Task IngestStream(
        IAsyncStreamReader<V1.Observation> requestStream, IServerStreamWriter<V1.IngestResult> responseStream,
        ServerCallContext context) =>
        new OrderedPipeline<V1.Observation, V1.IngestResult>(
            async (observation, ending) => IngestMapping.Write(
                await SubmitAsync(authentication.Admit(context), observation, ending).ConfigureAwait(false)),
            new PipelineLimits(Window, context.CancellationToken, lifetime.ApplicationStopping))
            .RunAsync(requestStream, responseStream);

    private async ValueTask<IngestAnswer[]> TakeObservedAsync(V1.IngestRequest request, ServerCallContext context)
    {
        ObservedCall? call = ObservedCall.Of(context.GetHttpContext());
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await TakeAsync(context.Caller(), request, context.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (call is not null)
            {
                (call.Observations, call.Writing) = (request.Observations.Count, Stopwatch.GetElapsedTime(start));
            }
        }
    }

    // Counts what was sent: what cannot be read counts too, and never reaches the application's own check.
    private static void CheckCount(int count)
    {
        if (count == 0)
        {
            throw new RefusedException(Refusal.OfField(
                "observations", RefusalReasons.ObservationsMissing, "A call has at least one observation."));
        }

        if (count > IngestObservations.ObservationsMax)
        {
            throw new RefusedException(Refusal.OfField(
                "observations", RefusalReasons.ObservationsTooMany,
                $"A call has at most {IngestObservations.ObservationsMax} observations."));
        }
    }

    // Those that cannot even be read are rejected here; the application decides on the others together.
    private async ValueTask<IngestAnswer[]> TakeAsync(
        Caller caller, V1.IngestRequest request, CancellationToken cancellationToken)
    {
        int count = request.Observations.Count;
        var answers = new IngestAnswer?[count];
        var readable = new List<RawObservation>(count);
        for (int index = 0; index < count; index++)
        {
            V1.Observation observation = request.Observations[index];
            RawObservation? raw = ObservationMapping.Read(observation, out IReadOnlyList<Problem> problems);
            if (raw is null) { answers[index] = Rejected(observation, problems); }
            else { readable.Add(raw); }
        }

        IReadOnlyList<IngestAnswer> taken = readable.Count == 0
            ? [] : await ingest.RunAsync(caller, readable, cancellationToken).ConfigureAwait(false);
        int next = 0;
        return Array.ConvertAll(answers, answer => answer ?? taken[next++]);
    }

    // One observation that is refused does not end the stream of the others.
    private async Task<IngestAnswer> SubmitAsync(
        Caller caller, V1.Observation observation, CancellationToken cancellationToken)
    {
        RawObservation? raw = ObservationMapping.Read(observation, out IReadOnlyList<Problem> problems);
        if (raw is null) { return Rejected(observation, problems); }
        try
        {
            return await ingest.SubmitAsync(caller, raw, cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            Refusal refusal = refused.Refusal;
            string field = refusal.Fields.Count > 0 ? refusal.Fields[0].Path : "";
            return Rejected(observation, [new Problem(field, refusal.Reason, refusal.Detail)]);
        }
    }

    // Counted here: the application either never saw it, or did not answer.
    private IngestAnswer Rejected(V1.Observation observation, IReadOnlyList<Problem> problems)
    {
        measures.Observed(IngestOutcome.Rejected);
        return IngestMapping.Rejected(observation, problems);
    }
}
