namespace Identity.SampleData;

/// <summary>Which records to make up. The same options give the same records, byte for byte, anywhere.</summary>
public sealed record RecordOptions
{
    /// <summary>Past this the numbers of persons would no longer fit their telephone numbers.</summary>
    public const int CountMax = 5_000_000;

    /// <summary>The day that ages count from.</summary>
    public static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>How many records there are, 1 to <see cref="CountMax"/>.</summary>
    public int Count { get; init; } = 100_000;

    /// <summary>Chooses one of the possible populations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How often what goes wrong.</summary>
    public RecordRates Rates { get; init; } = new();
}
