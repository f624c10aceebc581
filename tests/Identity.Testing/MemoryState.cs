using System.Collections.Immutable;
using Identity.Stores;

namespace Identity.Testing;

/// <summary>Everything that a store holds, at one moment. Immutable.</summary>
internal sealed record MemoryState
{
    public static MemoryState Empty { get; } = new();

    public ImmutableDictionary<long, MemoryWorkspace> Contents { get; init; } =
        ImmutableDictionary<long, MemoryWorkspace>.Empty;

    /// <summary>The records of workspaces, by number.</summary>
    public ImmutableSortedDictionary<long, WorkspaceRecord> Workspaces { get; init; } =
        ImmutableSortedDictionary<long, WorkspaceRecord>.Empty;

    public ImmutableDictionary<Guid, KeyRecord> Keys { get; init; } = ImmutableDictionary<Guid, KeyRecord>.Empty;

    public MemoryWorkspace Of(long workspace) => Contents.GetValueOrDefault(workspace, MemoryWorkspace.Empty);

    public MemoryState With(long workspace, MemoryWorkspace contents) =>
        this with { Contents = Contents.SetItem(workspace, contents) };
}
