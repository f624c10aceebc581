namespace Identity.SampleData;

/// <summary>What to generate. The same options give the same observations, byte for byte, on every machine.</summary>
public sealed record SampleOptions
{
    /// <summary>Past this the customer numbers would no longer fit a telephone number.</summary>
    public const int CustomersMax = 10_000_000;

    /// <summary>The time before <see cref="End"/> in which all observations lie.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromDays(730);

    /// <summary>
    /// How many people there are, <see cref="SampleShowcase.Customers"/> to <see cref="CustomersMax"/>; the first are
    /// the showcase, which is always there.
    /// </summary>
    public int Customers { get; init; } = 5000;

    /// <summary>Chooses one of the possible populations. The showcase does not depend on it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The end of the period, between the years 2005 and 2100; kept in UTC to the whole second.</summary>
    public required DateTimeOffset End { get; init; }
}
