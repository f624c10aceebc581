namespace Identity.Stores;

/// <summary>Rules that what is stored followed from a moment on. Immutable, compared by value.</summary>
/// <param name="Version">Counts up with each change of a workspace's rules, from 1.</param>
/// <param name="Rules">As JSON, the text of Identity.Core.Rules.RulesText; null for the default rules.</param>
/// <param name="InForceAt">From when; comparable to <see cref="ObservationRecord.StoredAt"/>.</param>
public sealed record RulesRecord(long Version, string? Rules, DateTimeOffset InForceAt);
