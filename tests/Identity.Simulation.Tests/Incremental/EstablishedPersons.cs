using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Simulation.Tests.Histories;
using Identity.Stores;

namespace Identity.Simulation.Tests.Incremental;

/// <summary>
/// What a store holds of established persons: who they are, and what is shown of them and counted for them.
/// </summary>
internal static class EstablishedPersons
{
    /// <param name="store">The store.</param>
    /// <param name="history">Whose persons.</param>
    /// <param name="isLeftOut">Consents that do not matter.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        IIdentityStore store, History history, Func<ConsentScope, bool> isLeftOut)
    {
        const long Workspace = 1;
        IdentifierKey[] values = [.. history.Observations.SelectMany(item => item.Identifiers)
            .Select(item => new IdentifierKey(item.Rule.Name, item.Value, 0)).Distinct()];
        await using IReadTransaction read = await store.BeginReadAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (IGrouping<Guid?, IdentifierRecord> person in
            (await read.FindIdentifiersAsync(Workspace, values, CancellationToken.None))
                .GroupBy(record => record.PersonId))
        {
            if (person.Key is not { } id || !person.First().IsEstablished) { continue; }
            IReadOnlyList<IdentifierRecord> members = await read.GetMembersAsync(Workspace, id, CancellationToken.None);
            lines.Add($"{id}: " + string.Join(
                ' ', members.Select(Describe).Order(StringComparer.Ordinal)));
            lines.AddRange(await StoredAnswer.HomesAsync(read, members));
            Summary profile = await read.GetProfileAsync(Workspace, id, CancellationToken.None) ?? Summary.Empty;
            lines.Add($"{id}: " + StoredAnswer.Describe(
                profile with { Consents = profile.Consents.RemoveRange(profile.Consents.Keys.Where(isLeftOut)) }));
        }

        return lines;
    }

    // With what a website is told of a device.
    private static string Describe(IdentifierRecord record) =>
        $"{record.Key}/{record.Exclusion}/{record.Remembered?.Level}/{record.Remembered?.LinkedAt:O}";
}
