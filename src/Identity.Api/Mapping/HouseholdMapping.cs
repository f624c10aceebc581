using Identity.Application.Households;

namespace Identity.Api.Mapping;

/// <summary>Households between the contract and the application.</summary>
internal static class HouseholdMapping
{
    public static HouseholdQuery Read(V1.GetHouseholdRequest request) => new()
    {
        HouseholdId = request.HouseholdId,
        PersonId = request.PersonId,
        AtLeastRevision = request.AtLeastRevision,
    };

    public static V1.Household Write(HouseholdAnswer answer)
    {
        var household = new V1.Household
        {
            HouseholdId = answer.HouseholdId?.ToString() ?? "",
            State = (V1.HouseholdState)(int)answer.State,
            Size = answer.Size,
            FirstSeen = Moments.Write(answer.FirstSeen),
            LastSeen = Moments.Write(answer.LastSeen),
            Revision = answer.Revision,
        };
        foreach (Stay stay in answer.Members)
        {
            household.Members.Add(new V1.HouseholdMember
            {
                PersonId = stay.PersonId.ToString(),
                Since = Moments.Write(stay.From),
                LastSeen = Moments.Write(stay.To),
            });
        }

        foreach (Stay stay in answer.History)
        {
            household.History.Add(new V1.HouseholdStay
            {
                PersonId = stay.PersonId.ToString(),
                From = Moments.Write(stay.From),
                To = Moments.Write(stay.To),
            });
        }

        return household;
    }
}
