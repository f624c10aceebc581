namespace Identity.Core.Identifiers;

/// <summary>The namespaces that a new workspace has.</summary>
public static class NamespaceDefaults
{
    /// <summary>A cookie that was not seen for so long no longer names anybody.</summary>
    public static readonly TimeSpan CookieExpiresAfter = TimeSpan.FromDays(390);

    /// <summary>Strongest first.</summary>
    public static IReadOnlyList<NamespaceRule> All { get; } =
    [
        new() { Name = "customer_id", Role = NamespaceRole.Person, Rank = 10, Unique = 1 },
        new() { Name = "login", Role = NamespaceRole.Person, Rank = 20, Unique = 1 },
        new() { Name = "loyalty_card", Role = NamespaceRole.Person, Rank = 30, Unique = 3 },
        new()
        {
            Name = "email", Role = NamespaceRole.Person, Rank = 40, SharedAfter = 5, Normaliser =
                NormaliserFor("email"),
        },
        new()
        {
            Name = "phone", Role = NamespaceRole.Person, Rank = 50, SharedAfter = 5, AttachOnly = true,
            Normaliser = NormaliserFor("phone"),
        },
        new() { Name = "order", Role = NamespaceRole.Evidence, Rank = 60, AttachOnly = true },
        new() { Name = "device_id", Role = NamespaceRole.Device, Rank = 80, SharedAfter = 10, AttachOnly = true },
        new()
        {
            Name = "cookie", Role = NamespaceRole.Device, Rank = 90, SharedAfter = 10, AttachOnly = true,
            ExpiresAfter = CookieExpiresAfter,
        },
        new() { Name = "ip", Role = NamespaceRole.Network, Rank = 100, Normaliser = NormaliserFor("ip") },
        new() { Name = "address", Role = NamespaceRole.Household, Rank = 110, Normaliser = NormaliserFor("address") },
    ];

    /// <summary>
    /// The normaliser of a namespace that names none: by its own name where that is well known, else exact.
    /// </summary>
    public static Normaliser NormaliserFor(string @namespace)
    {
        string name = @namespace switch
        {
            "email" => "email",
            "phone" => "phone",
            "ip" => "ip",
            "address" => "address",
            _ => "exact",
        };
        Invariant.Check(Normaliser.TryGet(name, out Normaliser? normaliser),
            "Every default names a normaliser that exists.");
        return normaliser;
    }

    /// <summary>
    /// What is blocked in a namespace: the common values, those of its kind, and the workspace's own.
    /// </summary>
    public static BlockedValues BlockedBy(NamespaceRule rule)
    {
        BlockedValues own = BlockedValues.Create(rule.Blocked);
        BlockedValues common = BlockedValues.Common.Union(own);
        return rule.Normaliser.Name == "email" ? common.Union(BlockedValues.Email) : common;
    }
}
