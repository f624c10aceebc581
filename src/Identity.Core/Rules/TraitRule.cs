using Identity.Core.Recognition;

namespace Identity.Core.Rules;

/// <summary>Which of several values of a trait survives.</summary>
public enum Survivorship
{
    /// <summary>The most recent at the highest level.</summary>
    MostRecent = 1,

    /// <summary>By the order of sources; within one source the most recent at the highest level.</summary>
    SourcePriority = 2,

    /// <summary>The longest text.</summary>
    Longest = 3,

    /// <summary>The value that was said most often.</summary>
    MostFrequent = 4,
}

/// <summary>How a trait is guarded.</summary>
public enum TraitSensitivity
{
    /// <summary>Released from its release level.</summary>
    Normal = 1,

    /// <summary>Also needs the scope profiles.pii.</summary>
    Pii = 2,

    /// <summary>Also needs the scope profiles.pii, level 4 and the purpose service.</summary>
    Special = 3,
}

/// <summary>How one trait is chosen among its values and released. Immutable.</summary>
public sealed class TraitRule
{
    /// <summary>The most sources that a priority may name.</summary>
    public const int SourcePriorityMax = 100;

    public required string Name { get; init; }

    public Survivorship Survivorship { get; init; } = Survivorship.MostRecent;

    /// <summary>
    /// For <see cref="Survivorship.SourcePriority"/>: the sources, best first; others come after them.
    /// </summary>
    public IReadOnlyList<string> SourcePriority { get; init; } = [];

    public TraitSensitivity Sensitivity { get; init; } = TraitSensitivity.Normal;

    /// <summary>From which level a website is given the trait.</summary>
    public RecognitionLevel ReleaseLevel { get; init; } = RecognitionLevel.Device;

    /// <summary>The purposes for which the trait may be used; empty means any.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];
}
