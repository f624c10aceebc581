namespace Identity.Client.Calling;

/// <summary>
/// Keeps an outage from being made worse by those who retry. Source: gRFC A6, "Throttling Retry Attempts and Hedged
/// RPCs": a failure takes a token, a success gives back a part of one, and with half of them or fewer nothing is sent
/// again. Counted in thousandths. Thread-safe.
/// </summary>
internal sealed class RetryBudget
{
    private const int Whole = 1_000;

    private readonly int _most;
    private readonly int _gain;
    private int _tokens;

    public RetryBudget(int tokensMax, double ratio)
    {
        _most = _tokens = tokensMax * Whole;
        _gain = (int)(ratio * Whole);
    }

    /// <summary>Whether a failed call may be sent again.</summary>
    public bool Allows => Volatile.Read(ref _tokens) > _most / 2;

    public void Succeed() => Add(_gain);

    public void Fail() => Add(-Whole);

    private void Add(int change)
    {
        int before;
        int after;
        do
        {
            before = Volatile.Read(ref _tokens);
            after = Math.Clamp(before + change, 0, _most);
        }
        while (after != before && Interlocked.CompareExchange(ref _tokens, after, before) != before);
    }
}
