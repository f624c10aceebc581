using System.Collections.Concurrent;
using Identity.Application.Access;

namespace Identity.Application.Ingesting;

/// <summary>
/// How many observations a public key may send: a bucket of tokens for each key, filled at a steady rate. Public keys
/// are in web pages, so anybody can use one. Thread-safe.
/// </summary>
public sealed class PublicRates
{
    /// <summary>Observations per second and key, in the long run.</summary>
    public const int PerSecond = 500;

    /// <summary>How many may come at once.</summary>
    public const int BurstMax = 5_000;

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, Bucket> _buckets = new();

    public PublicRates(TimeProvider time) => _time = time;

    /// <summary>Takes tokens of a public key; other keys have no limit.</summary>
    /// <exception cref="RefusedException">There are not enough; it says when there will be.</exception>
    public void Take(Caller caller, int count)
    {
        if (!caller.IsPublic) { return; }
        Bucket bucket = _buckets.GetOrAdd(caller.Key.KeyId, _ => new Bucket(_time.GetTimestamp()));
        TimeSpan wait = bucket.Take(count, _time);
        if (wait <= TimeSpan.Zero) { return; }
        throw new RefusedException(new Refusal(
            RefusalKind.Exhausted, RefusalReasons.RateLimited,
                $"A public key may send {PerSecond} observations a second.")
        {
            RetryAfter = wait,
        });
    }

    private sealed class Bucket
    {
        private readonly Lock _lock = new();
        private double _tokens = BurstMax;
        private long _filledAt;

        public Bucket(long now) => _filledAt = now;

        public TimeSpan Take(int count, TimeProvider time)
        {
            lock (_lock)
            {
                long now = time.GetTimestamp();
                _tokens = Math.Min(BurstMax, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * PerSecond));
                _filledAt = now;
                if (_tokens < count) { return TimeSpan.FromSeconds((count - _tokens) / PerSecond); }
                _tokens -= count;
                return TimeSpan.Zero;
            }
        }
    }
}
