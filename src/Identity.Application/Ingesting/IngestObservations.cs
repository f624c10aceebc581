using Identity.Application.Access;
using Identity.Core;
using Identity.Core.Observations;
using Identity.Core.Recognition;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>Takes observations from sources. What it answers is durable. Thread-safe.</summary>
public sealed class IngestObservations
{
    /// <summary>The most observations of one call.</summary>
    public const int ObservationsMax = 1_000;

    /// <summary>The most bytes of one observation; checked where the bytes are known.</summary>
    public const int ObservationBytesMax = 64 * 1_024;

    private const string PublicMessagePrefix = "public/";

    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly PublicRates _rates;
    private readonly TimeProvider _time;

    public IngestObservations(ObservationWriter writer, KeyDirectory directory, PublicRates rates, TimeProvider time) =>
        (_writer, _directory, _rates, _time) = (writer, directory, rates, time);

    /// <summary>Takes the observations of one call, each by itself; the answers are in their order.</summary>
    /// <exception cref="RefusedException">
    /// The number breaks a limit, the key may take nothing of the call, or too much is waiting.
    /// </exception>
    public async ValueTask<IReadOnlyList<IngestAnswer>> RunAsync(
        Caller caller, IReadOnlyList<RawObservation> observations, CancellationToken cancellationToken)
    {
        CheckCount(observations.Count);
        _rates.Take(caller, observations.Count);
        var admission = new Admission(caller);
        var answers = new IngestAnswer[observations.Count];
        var admitted = new List<(int Index, PreparedObservation Observation)>(observations.Count);
        Problem? denied = null;
        for (int index = 0; index < observations.Count; index++)
        {
            RawObservation raw = admission.WithSource(observations[index]);
            if (admission.Objection(raw) is { } objection)
            {
                denied = objection;
                answers[index] = Rejected(raw.MessageId, [objection]);
                continue;
            }

            admitted.Add((index, Prepare(caller, raw)));
        }

        // A key that may take nothing of a call is a mistake of whoever set it up, not a matter of single rows.
        if (denied is not null && admitted.Count == 0) { throw new RefusedException(Admission.Denial(denied)); }
        if (admitted.Count > 0)
        {
            IngestAnswer[] taken = await _writer.SubmitAsync(
                caller.Workspace.Number, group => TakeAllAsync(caller, group, admitted), admitted.Count);
            for (int index = 0; index < taken.Length; index++) { answers[admitted[index].Index] = taken[index]; }
        }

        foreach (IngestAnswer answer in answers) { _writer.Measures.Observed(answer.Outcome); }
        return caller.IsPublic ? Array.ConvertAll(answers, Narrow) : answers;
    }

    /// <summary>Takes one observation of a stream; waits for a place when many are waiting.</summary>
    /// <exception cref="RefusedException">The key's rate is used up, or the service is shutting down.</exception>
    public async Task<IngestAnswer> SubmitAsync(
        Caller caller, RawObservation observation, CancellationToken cancellationToken)
    {
        _rates.Take(caller, 1);
        var admission = new Admission(caller);
        RawObservation raw = admission.WithSource(observation);
        if (admission.Objection(raw) is { } objection)
        {
            _writer.Measures.Observed(IngestOutcome.Rejected);
            return Rejected(raw.MessageId, [objection]);
        }

        PreparedObservation prepared = Prepare(caller, raw);
        IngestAnswer answer = await _writer.SubmitPatientlyAsync(
            caller.Workspace.Number, group => TakeAsync(caller, group, prepared), cancellationToken);
        _writer.Measures.Observed(answer.Outcome);
        return caller.IsPublic ? Narrow(answer) : answer;
    }

    private PreparedObservation Prepare(Caller caller, RawObservation raw) => PreparedObservation.Prepare(
        raw, new Arrival(Microseconds.Truncate(_time.GetUtcNow()), caller.IsPublic), caller.Workspace.Rules);

    private async ValueTask<IngestAnswer[]> TakeAllAsync(
        Caller caller, GroupWrite group, List<(int Index, PreparedObservation Observation)> admitted)
    {
        var answers = new IngestAnswer[admitted.Count];
        for (int index = 0; index < answers.Length; index++)
        {
            answers[index] = await TakeAsync(caller, group, admitted[index].Observation);
        }

        return answers;
    }

    private async ValueTask<IngestAnswer> TakeAsync(
        Caller caller, GroupWrite group, PreparedObservation prepared)
    {
        IWriteTransaction transaction = group.Transaction;
        // The rules may have changed while the observation waited.
        Workspace workspace = _directory.Resolved(caller.Workspace.Number);
        prepared = prepared.Under(workspace.Rules);
        IReadOnlyList<Problem> problems = prepared.Cleaned.Problems;
        if (prepared.Cleaned.Observation is not { } observation) { return Rejected(prepared.Raw.MessageId, problems); }
        ObservationRecord? known = await transaction.FindObservationAsync(
            workspace.Number, observation.Source, MessageIdOf(prepared), CancellationToken.None);
        if (known is not null) { return await DuplicateAsync(workspace, transaction, prepared, known); }

        var hood = new Neighbourhood(transaction, workspace, prepared.Arrival.RecordedAt)
        {
            StoredAt = group.StoredAt,
            Tally = _writer.Measures.Links,
        };
        Settled? settled = await ObservationIntake.TakeAsync(
            hood, observation, RecordOf(prepared, observation, group.StoredAt), isKnown: false,
            CancellationToken.None);
        if (settled is null)
        {
            var full = new Problem("identifiers", ProblemCodes.ClusterFull,
                $"Its identifiers would tie more than {ClusterBound.LinksMax} links together.");
            return Rejected(observation.MessageId, [.. problems, full]);
        }

        return new IngestAnswer(observation.MessageId, settled.Outcome)
        {
            PersonId = settled.PersonId,
            HouseholdId = IsTold(observation) ? settled.HouseholdId : null,
            Level = observation.Level,
            Problems = problems,
            Revision = Revisions.Write(settled.Revision),
        };
    }

    private static async ValueTask<IngestAnswer> DuplicateAsync(
        Workspace workspace, IWriteTransaction transaction, PreparedObservation prepared, ObservationRecord known)
    {
        bool isSame = known.BodyHash.Span.SequenceEqual(prepared.BodyHash.Span);
        Guid? person = null;
        Guid? household = null;
        bool isFirm = false;
        if (known.SubjectId != 0)
        {
            IReadOnlyList<IdentifierRecord> subject = await transaction.GetIdentifiersAsync(
                workspace.Number, [known.SubjectId], CancellationToken.None);
            person = subject.Count > 0 ? subject[0].PersonId : null;
            isFirm = subject.Count > 0 && subject[0].FirmId == 0;
        }

        // Another body under a known id says nothing of the first one's level.
        if (isSame && isFirm && person is { } id
            && prepared.Cleaned.Observation is { } observation && IsTold(observation))
        {
            IReadOnlyList<HomeRecord> homes = await transaction.GetHomesAsync(
                workspace.Number, [id], CancellationToken.None);
            household = homes.Count > 0 ? homes[0].Told : null;
        }

        long revision = await transaction.RevisionAsync(workspace.Number, CancellationToken.None);
        return new IngestAnswer(prepared.Raw.MessageId, IngestOutcome.Duplicate)
        {
            PersonId = person,
            HouseholdId = household,
            Level = prepared.Cleaned.Observation?.Level,
            // What the first was told, so that who sends a file again can report on all of it.
            Problems = isSame ? prepared.Cleaned.Problems :
                [new Problem("message_id", ProblemCodes.MessageIdReused,
                    "Another body came under this id; the first stands.")],
            Revision = Revisions.Write(revision),
        };
    }

    // As with Resolve: whoever has only shown a device is not told where its person lives.
    private static bool IsTold(Observation observation) => observation.Level >= RecognitionLevel.Remembered;

    internal static ObservationRecord RecordOf(
        PreparedObservation prepared, Observation observation, DateTimeOffset storedAt) => new()
        {
            Sequence = 0,
            Source = observation.Source,
            MessageId = MessageIdOf(prepared),
            BodyHash = prepared.BodyHash,
            OccurredAt = observation.OccurredAt,
            RecordedAt = prepared.Arrival.RecordedAt,
            StoredAt = storedAt,
            IsPublic = prepared.Arrival.IsPublic,
            Body = prepared.Body,
        };

    // Whoever holds a key that is in web pages must not be able to take a message id before its rightful sender does.
    private static string MessageIdOf(PreparedObservation prepared) =>
        prepared.Arrival.IsPublic ? PublicMessagePrefix + prepared.Raw.MessageId : prepared.Raw.MessageId;

    private static void CheckCount(int count)
    {
        if (count == 0)
        {
            throw new RefusedException(Refusal.OfField(
                "observations", RefusalReasons.ObservationsMissing, "A call holds at least one observation."));
        }

        if (count > ObservationsMax)
        {
            throw new RefusedException(Refusal.OfField(
                "observations", RefusalReasons.ObservationsTooMany,
                    $"A call holds at most {ObservationsMax} observations."));
        }
    }

    private static IngestAnswer Rejected(string messageId, IReadOnlyList<Problem> problems) =>
        new(messageId, IngestOutcome.Rejected) { Problems = problems };

    // Whoever holds a key that is in web pages must not learn from it who is a customer.
    private static IngestAnswer Narrow(IngestAnswer answer) => new(
        answer.MessageId, answer.Outcome == IngestOutcome.Rejected ? IngestOutcome.Rejected : IngestOutcome.Accepted)
    {
        Problems = answer.Outcome == IngestOutcome.Duplicate ? [] : answer.Problems,
    };
}
