namespace Identity.Core.Households;

/// <summary>How a workspace forms households. Immutable.</summary>
public sealed record HouseholdRule
{
    /// <summary>The most persons of a household in a workspace that sets no other number.</summary>
    public const int LimitDefault = 12;

    /// <summary>
    /// The largest limit. One person more and all of them are written, so it bounds what an arrival costs.
    /// </summary>
    public const int LimitMax = 100;

    /// <summary>The most addresses that a workspace can name as business addresses.</summary>
    public const int BusinessAddressesMax = 1_000;

    /// <summary>The rule of a workspace that has set none.</summary>
    public static HouseholdRule Default { get; } = new();

    /// <summary>Households are formed; without it, nobody lives anywhere.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>The most persons of a household, 1 to <see cref="LimitMax"/>.</summary>
    public int Limit { get; init; } = LimitDefault;

    /// <summary>Addresses at which nobody lives, spelled as any source spells them.</summary>
    public IReadOnlyList<string> BusinessAddresses { get; init; } = [];
}
