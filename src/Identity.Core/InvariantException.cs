namespace Identity.Core;

/// <summary>A bug of ours: an <see cref="Invariant"/> did not hold.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException(string claim)
        : base(claim)
    {
    }
}
