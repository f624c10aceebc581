namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>At once, and compressed when the call is.</summary>
    None = 0,

    /// <summary>More follows at once, so this message need not be sent on its own.</summary>
    BufferHint = 0x1,

    /// <summary>Not compressed, although the call is.</summary>
    NoCompress = 0x2,
}

/// <summary>Options for the messages written next. Immutable.</summary>
public class WriteOptions
{
    /// <summary>At once, and compressed when the call is.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Creates options.</summary>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>What applies.</summary>
    public WriteFlags Flags { get; }
}
