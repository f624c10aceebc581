namespace Identity.Application.Access;

/// <summary>
/// Ends a request that is refused. An exception, because a refusal ends the use case wherever it is noticed, and every
/// edge turns it into its own form of error in one place.
/// </summary>
public sealed class RefusedException : Exception
{
    public RefusedException(Refusal refusal)
        : base(refusal.Reason) => Refusal = refusal;

    public Refusal Refusal { get; }
}
