namespace Identity.Stores;

/// <summary>Whether a store takes writes. Thread-safe.</summary>
public interface IStoreCondition
{
    /// <summary>
    /// Returns when a write could be stored now. Cheap as long as the last one was; after one that failed it writes
    /// something itself, so that an outage ends although nobody else tries.
    /// </summary>
    /// <exception cref="StoreException">What a write would meet.</exception>
    ValueTask CheckWritesAsync(CancellationToken cancellationToken);
}
