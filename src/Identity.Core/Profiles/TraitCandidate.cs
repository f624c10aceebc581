using Identity.Core.Recognition;

namespace Identity.Core.Profiles;

/// <summary>A value that a source gave for a trait at a level.</summary>
/// <param name="Json">The value as compact JSON text.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Level">At what level.</param>
/// <param name="ObservedAt">When it was last said.</param>
/// <param name="Count">How often it was said; only kept where the trait's rule is MOST_FREQUENT, else 1.</param>
public sealed record TraitCandidate(
    string Json, string Source, RecognitionLevel Level, DateTimeOffset ObservedAt, int Count)
{
    internal bool IsSameClaim(TraitCandidate other) =>
        Level == other.Level && Source == other.Source && Json == other.Json;
}
