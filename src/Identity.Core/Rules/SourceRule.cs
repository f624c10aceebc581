namespace Identity.Core.Rules;

/// <summary>How far a source is trusted. Immutable.</summary>
public sealed class SourceRule
{
    public required string Name { get; init; }

    /// <summary>
    /// Namespaces whose identifiers are claimed in this source's observations, whatever the sender marks.
    /// </summary>
    public IReadOnlyList<string> ClaimedNamespaces { get; init; } = [];
}
