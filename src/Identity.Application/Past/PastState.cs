using Identity.Application.Access;
using Identity.Stores;

namespace Identity.Application.Past;

/// <summary>What was known at a past moment of some identifiers and all that was tied to them.</summary>
internal sealed class PastState : IAsyncDisposable
{
    public PastState(Workspace workspace, IIdentityStore store, long revision) =>
        (Workspace, Store, Revision) = (workspace, store, revision);

    /// <summary>The workspace with the rules that were in force.</summary>
    public Workspace Workspace { get; }

    /// <summary>Holds that state, and no more.</summary>
    public IIdentityStore Store { get; }

    /// <summary>The workspace's revision now, of which that state is a part.</summary>
    public long Revision { get; }

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
