namespace Identity.Core.Observations;

/// <summary>What cleaning made of an observation: itself, or the reasons why it was refused.</summary>
/// <param name="Observation">The cleaned observation; null when it was refused.</param>
/// <param name="Problems">What was changed, or why it was refused.</param>
public sealed record CleaningResult(Observation? Observation, IReadOnlyList<Problem> Problems);

/// <summary>How an observation came in.</summary>
/// <param name="RecordedAt">When it arrived.</param>
/// <param name="IsPublic">Through a public key: every person it names is only claimed.</param>
public readonly record struct Arrival(DateTimeOffset RecordedAt, bool IsPublic);
