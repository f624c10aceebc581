using Identity.Application.Access;
using Identity.Core.Identifiers;
using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Stewarding;

/// <summary>
/// What waits for a steward: pairs whose records look alike and that nothing joined, and evidence that was held back
/// for long. What was decided, or has come together otherwise, is not in it. Thread-safe.
/// </summary>
public sealed class ListReviews
{
    /// <summary>The most reviews of a page.</summary>
    public const int PageSizeMax = 200;

    /// <summary>Those of a page when nothing is stated.</summary>
    public const int PageSizeDefault = 50;

    /// <summary>Records look alike, and nothing but the score or the sources kept them from being joined.</summary>
    public const string Likeness = "LIKENESS";

    private readonly IIdentityStore _store;

    public ListReviews(IIdentityStore store) => _store = store;

    /// <summary>A page of reviews.</summary>
    /// <exception cref="RefusedException">The key lacks the scope, or size or token break a limit.</exception>
    public async ValueTask<ReviewPage> RunAsync(
        Caller caller, int pageSize, string pageToken, CancellationToken cancellationToken)
    {
        caller.Demand(Scopes.Steward);
        if (pageSize is < 0 or > PageSizeMax)
        {
            throw new RefusedException(Refusal.OfField(
                "page_size", RefusalReasons.PageSizeOutOfRange, $"It lies between 0 and {PageSizeMax}."));
        }

        int size = pageSize == 0 ? PageSizeDefault : pageSize;
        ReviewCursor? cursor = ReviewCursor.Parse(pageToken);
        IReadTransaction read = await _store.BeginReadAsync(cancellationToken);
        await using (read)
        {
            var reviews = new List<Review>(size);
            string next = await AddPairsAsync(caller, read, cursor, (reviews, size), cancellationToken);
            if (reviews.Count < size)
            {
                next = await AddHintsAsync(caller, read, cursor, (reviews, size), cancellationToken);
            }

            return new ReviewPage(reviews, next);
        }
    }

    private static async ValueTask<string> AddPairsAsync(
        Caller caller, IReadTransaction read, ReviewCursor? cursor, (List<Review> Reviews, int Size) page,
        CancellationToken cancellationToken)
    {
        if (cursor is { Grade: null }) { return ""; }
        (int, long, long)? after = cursor is { Grade: { } grade } last ? (grade, last.A, last.B) : null;
        IReadOnlyList<ReviewRecord> records = await read.GetReviewsAsync(
            caller.Workspace.Number, after, page.Size, cancellationToken);
        IReadOnlyList<MatchEntry> entries = await read.GetMatchEntriesAsync(
            caller.Workspace.Number, [.. records.SelectMany(item => (long[])[item.A.Id, item.B.Id])],
            cancellationToken);
        foreach (ReviewRecord record in records) { page.Reviews.Add(Describe(caller, record, entries)); }
        return records.Count == 0 ? ""
            : new ReviewCursor(records[^1].Pair.Grade, records[^1].Pair.A, records[^1].Pair.B).Write();
    }

    private static async ValueTask<string> AddHintsAsync(
        Caller caller, IReadTransaction read, ReviewCursor? cursor, (List<Review> Reviews, int Size) page,
        CancellationToken cancellationToken)
    {
        (long, long)? after = cursor is { Grade: null } last ? (last.A, last.B) : null;
        IReadOnlyList<HintRecord> records = await read.GetHintsAsync(
            caller.Workspace.Number, after, page.Size - page.Reviews.Count, cancellationToken);
        int wanted = page.Size - page.Reviews.Count;
        var hints = new HintReader(caller, read);
        foreach (HintRecord record in records)
        {
            if (await hints.ReadAsync(record, cancellationToken) is not { } pair) { continue; }
            page.Reviews.Add(Describe(caller, pair));
        }

        return records.Count < wanted ? ""
            : new ReviewCursor(null, records[^1].Link.A, records[^1].Link.B).Write();
    }

    private static Review Describe(Caller caller, ReviewRecord record, IReadOnlyList<MatchEntry> entries)
    {
        MatchEntry? a = entries.FirstOrDefault(
            entry => entry.SubjectId == record.A.Id && entry.Source == record.Pair.SourceA);
        MatchEntry? b = entries.FirstOrDefault(
            entry => entry.SubjectId == record.B.Id && entry.Source == record.Pair.SourceB);
        MatchModel model = MatchModel.Default;
        return new Review
        {
            ReviewId = ReviewId.Write(record.A.BirthId, record.B.BirthId),
            A = End(caller, record.A, record.Pair.SourceA, a),
            B = End(caller, record.B, record.Pair.SourceB, b),
            Reason = ReasonOf(caller, record),
            Explanation = a is null || b is null ? null
                : model.Explain(a.RecordOf().PreparedBy(model), b.RecordOf().PreparedBy(model)),
        };
    }

    private static Review Describe(Caller caller, Hint hint) => new()
    {
        ReviewId = ReviewId.Write(hint.A.BirthId, hint.B.BirthId),
        A = End(caller, hint.A, "", null),
        B = End(caller, hint.B, "", null),
        Reason = hint.Link.Suppressed ?? "",
        Seen = hint.Link.Device.With(hint.Link.Remembered).With(hint.Link.Authenticated),
    };

    // Two values of a unique namespace are no link, so nothing held one back.
    private static string ReasonOf(Caller caller, ReviewRecord record)
    {
        if (record.Pair.Suppressed is { } suppressed) { return suppressed; }
        bool areTwins = record.A.Key.Namespace == record.B.Key.Namespace
            && caller.Workspace.Rules.TryGetNamespace(record.A.Key.Namespace, out NamespaceRule? rule)
            && rule.IsUnique;
        return areTwins
            ? new Suppression(SuppressionReason.Unique, record.A.Key.Namespace).ToString() : Likeness;
    }

    private static ReviewEnd End(Caller caller, IdentifierRecord identifier, string source, MatchEntry? entry)
    {
        bool seesAll = caller.Has(Scopes.ProfilesPii);
        bool isVisible = seesAll || (caller.Workspace.Rules.TryGetNamespace(
            identifier.Key.Namespace, out NamespaceRule? rule) && !rule.IsPerson);
        return new ReviewEnd(
            identifier.Key.Namespace,
            isVisible ? identifier.Facts.Shown.Text ?? identifier.Key.Value : null,
            identifier.PersonId, source,
            seesAll && entry is not null ? entry.Fields : (IReadOnlyList<RecordField>)[]);
    }
}
