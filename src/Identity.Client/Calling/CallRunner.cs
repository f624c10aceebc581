using System.Diagnostics;
using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Identity.Client.Calling;

/// <summary>One call to make.</summary>
/// <param name="Method">Its name, for counts and logs.</param>
/// <param name="Timeout">The time for all attempts together.</param>
/// <param name="AttemptsMax">How often it is sent at most.</param>
internal readonly record struct CallPlan(string Method, TimeSpan Timeout, int AttemptsMax);

/// <summary>
/// Makes calls, always with a deadline, and sends the same request again where that is right. Thread-safe.
/// </summary>
internal sealed class CallRunner(RetryOptions options, string key, ILogger logger)
{
    private readonly RetryBudget _budget = new(options.TokensMax, options.TokenRatio);
    private readonly string _authorization = $"Bearer {key}";

    // Copied, so that options changed later have no effect.
    private readonly TimeSpan _firstBackoff = options.FirstBackoff;
    private readonly double _backoffFactor = options.BackoffFactor;

    public int AttemptsMax { get; } = options.AttemptsMax;

    /// <exception cref="IdentityException">It failed for good, or there is no time or token to send it
    /// again.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<T> RunAsync<T>(
        CallPlan plan, Func<CallOptions, AsyncUnaryCall<T>> send, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        DateTime deadline = (TimeProvider.System.GetUtcNow() + plan.Timeout).UtcDateTime;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using AsyncUnaryCall<T> call = send(new CallOptions(Headers(), deadline, cancellationToken));
                T answer = await call.ResponseAsync.ConfigureAwait(false);
                _budget.Succeed();
                Meters.CallEnded(plan.Method, "ok", start);
                return answer;
            }
            catch (RpcException failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                CallFailure meaning = CallFailure.Of(failure);
                TimeSpan? wait = WaitBeforeNext(plan, meaning, attempt);
                if (wait is not { } pause || pause >= plan.Timeout - Stopwatch.GetElapsedTime(start))
                {
                    Meters.CallEnded(plan.Method, Meters.OutcomeOf(meaning.Exception), start);
                    throw meaning.Exception;
                }

                logger.CallRetried(plan.Method, attempt, failure.StatusCode, pause.TotalMilliseconds);
                Meters.CallRetried(plan.Method);
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Metadata Headers() => new() { { "authorization", _authorization } };

    // Null when it must not be sent again.
    private TimeSpan? WaitBeforeNext(CallPlan plan, CallFailure meaning, int attempt)
    {
        if (!meaning.MayPass) { return null; }
        _budget.Fail();
        if (attempt >= plan.AttemptsMax || !_budget.Allows) { return null; }
        TimeSpan backoff = Jitter(_firstBackoff * Math.Pow(_backoffFactor, attempt - 1));
        TimeSpan asked = (meaning.Exception as IdentityUnavailableException)?.RetryAfter ?? TimeSpan.Zero;
        return asked > backoff ? asked : backoff;
    }

    // Anywhere below the bound: callers that failed together must not come back together.
    internal static TimeSpan Jitter(TimeSpan bound)
    {
        int most = (int)Math.Clamp(bound.TotalMicroseconds, 1, int.MaxValue - 1);
        return TimeSpan.FromMicroseconds(RandomNumberGenerator.GetInt32(most + 1));
    }
}
