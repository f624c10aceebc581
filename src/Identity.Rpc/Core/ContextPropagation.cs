namespace Grpc.Core;

/// <summary>What of a received call goes on to the calls that it makes. Immutable.</summary>
public class ContextPropagationOptions
{
    /// <summary>Deadline and cancellation both go on.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Creates options.</summary>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the deadline goes on.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether cancellation goes on.</summary>
    public bool IsPropagateCancellation { get; }
}

/// <summary>Carries deadline and cancellation of a received call to a call that it makes.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }

    internal abstract DateTime? ParentDeadline { get; }

    internal abstract CancellationToken ParentCancellation { get; }
}
