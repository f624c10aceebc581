using System.Text;
using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Application.Access;
using Identity.Application.Resolving;
using Microsoft.Extensions.Hosting;

namespace Identity.Api.Handlers;

/// <summary>Names visitors. Thread-safe; one for all calls.</summary>
internal sealed class ResolutionHandler(
    ResolveVisitor resolve, AuthenticationInterceptor authentication, IHostApplicationLifetime lifetime)
    : V1.ResolutionService.ResolutionServiceBase
{
    /// <summary>The longest tag, in UTF-8 bytes.</summary>
    public const int TagBytesMax = 256;

    /// <summary>The most requests of one stream that are worked on at a time.</summary>
    public const int Window = 64;

    public override Task<V1.ResolveResponse> Resolve(V1.ResolveRequest request, ServerCallContext context) =>
        AnswerAsync(context.Caller(), request, context.CancellationToken);

    public override Task ResolveMany(
        IAsyncStreamReader<V1.ResolveRequest> requestStream, IServerStreamWriter<V1.ResolveResponse> responseStream,
        ServerCallContext context) =>
        new OrderedPipeline<V1.ResolveRequest, V1.ResolveResponse>(
            async (request, ending) =>
                await AnswerAsync(authentication.Admit(context), request, ending).ConfigureAwait(false),
            new PipelineLimits(Window, context.CancellationToken, lifetime.ApplicationStopping))
            .RunAsync(requestStream, responseStream);

    private async Task<V1.ResolveResponse> AnswerAsync(
        Caller caller, V1.ResolveRequest request, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(request.Tag) > TagBytesMax)
        {
            throw new RefusedException(Refusal.OfField(
                "tag", RefusalReasons.TagTooLong, $"A tag has at most {TagBytesMax} bytes in UTF-8."));
        }

        VisitorAnswer answer =
            await resolve.RunAsync(caller, VisitorMapping.Read(request), cancellationToken).ConfigureAwait(false);
        return VisitorMapping.Write(answer, request.Tag);
    }
}
