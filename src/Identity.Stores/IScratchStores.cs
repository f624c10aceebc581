namespace Identity.Stores;

/// <summary>Makes stores for a single piece of work: what would be, or what was. Thread-safe.</summary>
public interface IScratchStores
{
    /// <summary>
    /// An empty store in memory, gone without a trace when it is disposed of. Whoever has it uses it alone: a read or
    /// write begins when the one before has ended.
    /// </summary>
    ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken);
}
