using Identity.Application.Stewarding;

namespace Identity.Api.Mapping;

/// <summary>Reviews and decisions between the contract and the application.</summary>
internal static class StewardMapping
{
    public static V1.ListReviewsResponse Write(ReviewPage page)
    {
        var result = new V1.ListReviewsResponse { NextPageToken = page.NextPageToken };
        result.Reviews.AddRange(page.Reviews.Select(Write));
        return result;
    }

    public static V1.Decision Write(DecisionAnswer answer) => new()
    {
        DecisionId = answer.DecisionId.ToString(),
        Verdict = (V1.Verdict)(int)answer.Verdict,
        DecidedAt = Moments.Write(answer.DecidedAt),
        Reason = answer.Reason,
        HeldBack = answer.HeldBack ?? "",
        Revision = answer.Revision,
    };

    private static V1.Review Write(Review review)
    {
        var result = new V1.Review
        {
            ReviewId = review.ReviewId,
            A = Write(review.A),
            B = Write(review.B),
            Reason = review.Reason,
            Explanation = review.Explanation is { } explanation ? MatchMapping.Write(explanation) : null,
        };
        if (review.Seen is not { } seen) { return result; }
        result.SeenCount = seen.Count;
        result.FirstSeen = Moments.Write(seen.First);
        result.LastSeen = Moments.Write(seen.Last);
        return result;
    }

    private static V1.ReviewEnd Write(ReviewEnd end)
    {
        var result = new V1.ReviewEnd
        {
            Identifier = new V1.Identifier { Namespace = end.Namespace, Value = end.Value ?? "" },
            PersonId = end.PersonId?.ToString() ?? "",
            Source = end.Source,
        };
        result.Fields.AddRange(end.Fields.Select(MatchMapping.Write));
        return result;
    }
}
