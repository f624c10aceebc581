using Identity.Stores;

namespace Identity.Testing;

/// <summary>Makes stores of the model.</summary>
public sealed class MemoryScratchStores : IScratchStores
{
    public ValueTask<IIdentityStore> OpenAsync(CancellationToken cancellationToken) => new(new MemoryStore());
}
