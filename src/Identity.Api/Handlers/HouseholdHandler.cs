using Grpc.Core;
using Identity.Api.Access;
using Identity.Api.Mapping;
using Identity.Application.Households;

namespace Identity.Api.Handlers;

/// <summary>Shows households. Thread-safe; one for all calls.</summary>
internal sealed class HouseholdHandler(GetHousehold getHousehold) : V1.HouseholdService.HouseholdServiceBase
{
    public override async Task<V1.Household> GetHousehold(V1.GetHouseholdRequest request, ServerCallContext context)
    {
        HouseholdAnswer answer = await getHousehold
            .RunAsync(context.Caller(), HouseholdMapping.Read(request), context.CancellationToken)
            .ConfigureAwait(false);
        return HouseholdMapping.Write(answer);
    }
}
