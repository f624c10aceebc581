namespace Identity.Core.Rules;

/// <summary>How far a source is trusted. Immutable.</summary>
public sealed class SourceRule
{
    public required string Name { get; init; }

    /// <summary>
    /// Namespaces whose identifiers are claimed in this source's observations, whatever the sender marks.
    /// </summary>
    public IReadOnlyList<string> ClaimedNamespaces { get; init; } = [];

    /// <summary>
    /// It is where such data is kept: a CRM, an ERP, a till. What it says at level 4 about two identifiers may join
    /// them by itself when it looks like one person; of other sources it is put before a steward.
    /// </summary>
    public bool SystemOfRecord { get; init; }
}
