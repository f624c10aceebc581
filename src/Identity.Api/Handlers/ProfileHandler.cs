using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Application.Profiles;

namespace Identity.Api.Handlers;

/// <summary>Shows profiles. Thread-safe; one for all calls.</summary>
internal sealed class ProfileHandler(GetProfile getProfile, FindProfiles findProfiles)
    : V1.ProfileService.ProfileServiceBase
{
    public override async Task<V1.Profile> GetProfile(V1.GetProfileRequest request, ServerCallContext context)
    {
        ProfileAnswer answer = await getProfile
            .RunAsync(context.Caller(), ProfileMapping.Read(request), context.CancellationToken).ConfigureAwait(false);
        return ProfileMapping.Write(answer);
    }

    public override async Task<V1.FindProfilesResponse> FindProfiles(
        V1.FindProfilesRequest request, ServerCallContext context)
    {
        FoundProfiles found = await findProfiles
            .RunAsync(
                context.Caller(), request.Query, (request.PageSize, request.PageToken), context.CancellationToken)
            .ConfigureAwait(false);
        return ProfileMapping.Write(found);
    }
}
