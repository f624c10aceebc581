namespace Identity.Stores;

/// <summary>A person as the rule has worked it out. Immutable, compared by value.</summary>
/// <param name="PersonId">Its id.</param>
/// <param name="ClusterId">The cluster that it is part of.</param>
/// <param name="IsEstablished">It holds a named identifier.</param>
/// <param name="StaleAt">When an identifier of its cluster expires, so that the cluster must be resolved again.</param>
public sealed record PersonRecord(Guid PersonId, long ClusterId, bool IsEstablished, DateTimeOffset? StaleAt);
