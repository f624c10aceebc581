using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Rules;

namespace Identity.Simulation.Tests.Histories;

/// <summary>
/// Rules under which little evidence makes much happen: small limits, short expiry, and every policy on namespaces of
/// every kind. The last are those of a new workspace.
/// </summary>
internal static class SimulationRules
{
    public static readonly TimeSpan ShortExpiry = TimeSpan.FromMinutes(20);

    public static IReadOnlyList<WorkspaceRules> All { get; } =
    [
        new WorkspaceRules(Namespaces(new Variant()), households: Alone),
        new WorkspaceRules(Namespaces(new Variant
        {
            Email = ConflictPolicy.Earliest, Cookie = ConflictPolicy.Earliest, Device = ConflictPolicy.Quarantine,
        }), households: new HouseholdRule { Limit = 2 }),
        new WorkspaceRules(
            Namespaces(new Variant { AttachOnly = false }), households: Alone with { BusinessAddresses = ["b"] }),
        new WorkspaceRules(Namespaces(new Variant
        {
            Email = ConflictPolicy.Quarantine, SharedAfter = 3, EmailExpires = true, Cards = 2,
        }), households: Alone),
        new WorkspaceRules(
            Namespaces(new Variant { Cookie = ConflictPolicy.Quarantine, SharedAfter = 3, Cards = 1 }),
            households: new HouseholdRule { IsOn = false }),
        WorkspaceRules.Default,
    ];

    // Two at one address are too many.
    private static HouseholdRule Alone => new() { Limit = 1 };

    private static NamespaceRule[] Namespaces(Variant variant) =>
    [
        new() { Name = "customer_id", Role = NamespaceRole.Person, Rank = 10, Unique = 1 },
        new()
        {
            // Neither takes effect on a unique namespace.
            Name = "login", Role = NamespaceRole.Person, Rank = 20, Unique = 1, SharedAfter = variant.SharedAfter,
            OnConflict = variant.Device,
        },
        new() { Name = "loyalty_card", Role = NamespaceRole.Person, Rank = 30, Unique = variant.Cards },
        new()
        {
            Name = "email", Role = NamespaceRole.Person, Rank = 40, SharedAfter = variant.SharedAfter,
            OnConflict = variant.Email, ExpiresAfter = variant.EmailExpires ? ShortExpiry : null,
        },
        new() { Name = "badge", Role = NamespaceRole.Person, Rank = 45, OnConflict = ConflictPolicy.Earliest },
        new()
        {
            Name = "phone", Role = NamespaceRole.Person, Rank = 50, SharedAfter = variant.SharedAfter,
            AttachOnly = variant.AttachOnly,
        },
        new() { Name = "order", Role = NamespaceRole.Evidence, Rank = 60, AttachOnly = variant.AttachOnly },
        new()
        {
            Name = "device_id", Role = NamespaceRole.Device, Rank = 80, SharedAfter = variant.SharedAfter,
            AttachOnly = variant.AttachOnly, OnConflict = variant.Device,
        },
        new()
        {
            Name = "kiosk", Role = NamespaceRole.Device, Rank = 85, AttachOnly = variant.AttachOnly,
            OnConflict = ConflictPolicy.Quarantine,
        },
        new()
        {
            Name = "cookie", Role = NamespaceRole.Device, Rank = 90, SharedAfter = variant.SharedAfter,
            AttachOnly = variant.AttachOnly, OnConflict = variant.Cookie, ExpiresAfter = ShortExpiry,
        },
        new() { Name = "ip", Role = NamespaceRole.Network, Rank = 100 },
        new() { Name = "address", Role = NamespaceRole.Household, Rank = 110 },
    ];

    private sealed record Variant
    {
        public ConflictPolicy Email { get; init; } = ConflictPolicy.Latest;

        public ConflictPolicy Cookie { get; init; } = ConflictPolicy.Latest;

        public ConflictPolicy Device { get; init; } = ConflictPolicy.Latest;

        public bool AttachOnly { get; init; } = true;

        public bool EmailExpires { get; init; }

        public int SharedAfter { get; init; } = 2;

        public int Cards { get; init; } = 3;
    }
}
