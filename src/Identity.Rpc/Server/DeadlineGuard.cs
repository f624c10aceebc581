using Identity.Rpc.Wire;

namespace Identity.Rpc.Server;

/// <summary>
/// The deadline of one received call. It and the handler race to end the call; <see cref="ServerCall"/> lets exactly
/// one of them win. Exists only for calls that have a deadline.
/// </summary>
internal sealed class DeadlineGuard : IDisposable
{
    private readonly Func<Task> _passed;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeadlineTimer _timer;
    private readonly CancellationTokenRegistration _callerLeft;

    public DeadlineGuard(TimeProvider time, TimeSpan timeout, Func<Task> passed, CancellationToken callerLeft)
    {
        DateTimeOffset deadline = time.GetUtcNow() + timeout;
        Deadline = deadline.UtcDateTime;
        Token = _cancellation.Token;
        _passed = passed;
        _callerLeft = callerLeft.UnsafeRegister(
            static state => ((CancellationTokenSource?)state)?.Cancel(), _cancellation);
        _timer = new DeadlineTimer(time, deadline, () => _ = EndAsync());
    }

    /// <summary>Cancelled when the deadline passes or the caller leaves, whichever is first.</summary>
    public CancellationToken Token { get; }

    public DateTime Deadline { get; }

    /// <summary>Ends when the deadline has passed and the end of the call has been sent.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _timer.Start();

    public void Stop() => _timer.Dispose();

    public Task CancelAsync() => _cancellation.CancelAsync();

    public void Dispose()
    {
        _timer.Dispose();
        _callerLeft.Dispose();
        _cancellation.Dispose();
    }

    private async Task EndAsync()
    {
        try
        {
            await _passed().ConfigureAwait(false);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
