namespace Identity.Application.Workspaces.Quality;

/// <summary>How good what a workspace holds is. Counts only; nothing of any person.</summary>
/// <param name="MadeAt">When it was counted.</param>
/// <param name="Revision">The newest revision when counting began; what came meanwhile may be in it or not.</param>
/// <param name="Persons">All persons, anonymous ones included.</param>
/// <param name="Established">Those with a named identifier; traits and namespaces are counted among these.</param>
/// <param name="Traits">By name.</param>
/// <param name="Namespaces">By name.</param>
public sealed record QualityReport(
    DateTimeOffset MadeAt, string Revision, long Persons, long Established, IReadOnlyList<TraitQuality> Traits,
    IReadOnlyList<NamespaceQuality> Namespaces);

/// <summary>How good one trait is. Not thread-safe.</summary>
public sealed class TraitQuality(string name)
{
    public string Name { get; } = name;

    /// <summary>How many established persons have it.</summary>
    public long Persons { get; internal set; }

    /// <summary>How long ago the value that is shown was last said.</summary>
    public AgeCounts Ages { get; } = new();

    /// <summary>Of how many persons one source has said different values over time.</summary>
    public long Changed { get; internal set; }

    /// <summary>Of how many persons two sources last said different values.</summary>
    public long Conflicting { get; internal set; }

    /// <summary>Of how many persons the value that is shown is a try, such as "test" or "asdf".</summary>
    public long Tests { get; internal set; }

    /// <summary>By source, of how many persons it has said a value.</summary>
    public SortedDictionary<string, long> Sources { get; } = new(StringComparer.Ordinal);
}

/// <summary>How good the identifiers of one namespace are. Not thread-safe.</summary>
public sealed class NamespaceQuality(string name)
{
    public string Name { get; } = name;

    /// <summary>How many there are, each epoch of a value counted.</summary>
    public long Identifiers { get; internal set; }

    /// <summary>How many established persons have one.</summary>
    public long Persons { get; internal set; }

    /// <summary>How many established persons have more than one.</summary>
    public long PersonsWithSeveral { get; internal set; }

    /// <summary>How long ago they were last seen.</summary>
    public AgeCounts Ages { get; } = new();

    /// <summary>How many are tries, such as test@test.nl or 0612345678; counted for e-mail and telephone.</summary>
    public long Tests { get; internal set; }

    /// <summary>By source, how many it has named.</summary>
    public SortedDictionary<string, long> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>By reason, how many take no part.</summary>
    public SortedDictionary<string, long> Excluded { get; } = new(StringComparer.Ordinal);
}

/// <summary>How old values are. Each is counted once. Not thread-safe.</summary>
public sealed class AgeCounts
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>At most 30 days.</summary>
    public long WithinMonth { get; private set; }

    /// <summary>Above 30 and at most 90 days.</summary>
    public long WithinQuarter { get; private set; }

    /// <summary>Above 90 and at most 365 days.</summary>
    public long WithinYear { get; private set; }

    /// <summary>Above 365 and at most 730 days.</summary>
    public long WithinTwoYears { get; private set; }

    /// <summary>Above 730 days.</summary>
    public long Older { get; private set; }

    internal void Add(TimeSpan age)
    {
        if (age <= Month) { WithinMonth++; }
        else if (age <= Quarter) { WithinQuarter++; }
        else if (age <= Year) { WithinYear++; }
        else if (age <= 2 * Year) { WithinTwoYears++; }
        else { Older++; }
    }
}
