using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Stewarding;

/// <summary>
/// Takes a steward's answer to a review: a decision on its two identifiers, which stands whatever arrives later and
/// whatever is made anew. Thread-safe.
/// </summary>
public sealed class AnswerReview
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLengthMax = 1_000;

    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly TimeProvider _time;

    public AnswerReview(ObservationWriter writer, KeyDirectory directory, TimeProvider time) =>
        (_writer, _directory, _time) = (writer, directory, time);

    /// <summary>Decides. The answer is durable.</summary>
    /// <exception cref="RefusedException">
    /// The key lacks the scope, there is no such review, or nothing can be decided on its identifiers.
    /// </exception>
    public async ValueTask<DecisionAnswer> RunAsync(
        Caller caller, string reviewId, Verdict verdict, string reason)
    {
        caller.Demand(Scopes.Steward);
        if (!Enum.IsDefined(verdict))
        {
            throw new RefusedException(Refusal.OfField(
                "verdict", RefusalReasons.VerdictMissing, "It is VERDICT_TOGETHER or VERDICT_APART."));
        }

        if (reason.Length > ReasonLengthMax)
        {
            throw new RefusedException(Refusal.OfField(
                "reason", RefusalReasons.ReasonTooLong, $"A reason has at most {ReasonLengthMax} characters."));
        }

        if (!ReviewId.TryParse(reviewId, out Guid a, out Guid b)) { throw NotFound(); }
        return await _writer.SubmitAsync(
            caller.Workspace.Number, group => DecideAsync(caller, group, (a, b), (verdict, reason)));
    }

    private async ValueTask<DecisionAnswer> DecideAsync(
        Caller caller, GroupWrite group, (Guid A, Guid B) ids, (Verdict Verdict, string Reason) answer)
    {
        Workspace workspace = _directory.Resolved(caller.Workspace.Number);
        IdentifierRecord a = await FindAsync(workspace, group.Transaction, ids.A);
        IdentifierRecord b = await FindAsync(workspace, group.Transaction, ids.B);
        var decision = new Decision(
            Guid.CreateVersion7().ToString(), a.Key, b.Key, answer.Verdict, Microseconds.Truncate(_time.GetUtcNow()));
        await group.Transaction.AddDecisionAsync(
            workspace.Number, new DecisionRecord(decision, group.StoredAt, caller.Key.KeyId, answer.Reason),
            CancellationToken.None);
        var hood = new Neighbourhood(group.Transaction, workspace, _time.GetUtcNow())
        {
            StoredAt = group.StoredAt,
            Tally = _writer.Measures.Links,
        };
        await hood.LoadClustersAsync([a.ClusterId, b.ClusterId], CancellationToken.None);
        Resolution resolution = await hood.ResolveAsync(CancellationToken.None);
        if (ClusterBound.IsExceeded(hood.Graph, resolution, hood.Graph.Nodes.ToHashSet()))
        {
            throw new RefusedException(new Refusal(
                RefusalKind.Exhausted, RefusalReasons.DecisionTooLarge,
                $"It would tie more than {ClusterBound.LinksMax} links together."));
        }

        Settled? settled = await Settlement.WriteAsync(hood, resolution, null, CancellationToken.None);
        Suppression? held = resolution.Decisions
            .FirstOrDefault(outcome => outcome.Decision.Id == decision.Id)?.Suppression;
        return new DecisionAnswer(
            Guid.Parse(decision.Id), answer.Verdict, decision.DecidedAt, answer.Reason, held?.ToString(),
            Revisions.Write(settled?.Revision ?? 0));
    }

    private static async ValueTask<IdentifierRecord> FindAsync(
        Workspace workspace, IWriteTransaction transaction, Guid birthId)
    {
        IdentifierRecord? found = await transaction.FindByPersonIdAsync(
            workspace.Number, birthId, CancellationToken.None);
        if (found is null || found.BirthId != birthId) { throw NotFound(); }
        // Nobody may be joined to what was only ever claimed, or to what cannot have a person.
        bool canDecide = workspace.Rules.TryGetNamespace(found.Key.Namespace, out NamespaceRule? rule) && rule.Links
            && found.Facts.FirstUnclaimed is not null;
        return canDecide ? found : throw new RefusedException(Refusal.OfField(
            "review_id", RefusalReasons.DecisionImpossible,
            "Both identifiers must have been seen unclaimed, and be neither a network nor an address."));
    }

    private static RefusedException NotFound() =>
        new(new Refusal(RefusalKind.NotFound, RefusalReasons.ReviewNotFound, "There is no such review."));
}
