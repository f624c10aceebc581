using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Application.Stewarding;
using Identity.Core.Resolution;

namespace Identity.Api.Handlers;

/// <summary>Shows reviews and takes their answers. Thread-safe; one for all calls.</summary>
internal sealed class StewardHandler(ListReviews listReviews, AnswerReview answerReview)
    : V1.StewardService.StewardServiceBase
{
    public override async Task<V1.ListReviewsResponse> ListReviews(
        V1.ListReviewsRequest request, ServerCallContext context)
    {
        ReviewPage page = await listReviews
            .RunAsync(context.Caller(), request.PageSize, request.PageToken, context.CancellationToken)
            .ConfigureAwait(false);
        return StewardMapping.Write(page);
    }

    public override async Task<V1.Decision> AnswerReview(V1.AnswerReviewRequest request, ServerCallContext context)
    {
        DecisionAnswer answer = await answerReview
            .RunAsync(context.Caller(), request.ReviewId, (Verdict)(int)request.Verdict, request.Reason)
            .ConfigureAwait(false);
        return StewardMapping.Write(answer);
    }
}
