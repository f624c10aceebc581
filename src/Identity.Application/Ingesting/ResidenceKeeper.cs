using Identity.Core.Households;
using Identity.Core.Observations;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>Notes who was named with which address.</summary>
internal static class ResidenceKeeper
{
    /// <summary>Adds what an observation says of its resident's addresses.</summary>
    public static async ValueTask NoteAsync(
        Neighbourhood hood, Observation observation, IReadOnlyDictionary<Mentioned, Member> members,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<Mentioned> addresses = Household.AddressesOf(observation, hood.Workspace.Rules);
        if (addresses.Count == 0 || Household.ResidentOf(observation) is not { } who) { return; }
        Member resident = members[who];
        foreach (Mentioned item in addresses)
        {
            Member address = members[item];
            Guid household = address.Stored?.BirthId ?? hood.Workspace.Ids.Birth(address.Node.Key);
            DateTimeOffset seen = observation.OccurredAt;
            await hood.Transaction.AddResidenceAsync(
                hood.Workspace.Number, new ResidenceRecord(household, resident.Node.Handle, seen, seen),
                cancellationToken);
            resident.Residence = Residence.Latest(resident.Residence, new Residence(household, seen));
        }
    }
}
