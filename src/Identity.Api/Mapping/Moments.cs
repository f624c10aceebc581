using Google.Protobuf.WellKnownTypes;
using Identity.Application.Access;

namespace Identity.Api.Mapping;

/// <summary>Moments between the contract and the application.</summary>
internal static class Moments
{
    // 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the bounds of a Timestamp.
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;
    private const int NanosMax = 999_999_999;

    /// <summary>The moment, finer than 100 nanoseconds cut off; null when it is absent.</summary>
    /// <returns>False when it is no valid Timestamp.</returns>
    public static bool TryRead(Timestamp? stamp, out DateTimeOffset? moment)
    {
        moment = null;
        if (stamp is null) { return true; }
        if (stamp.Seconds is < SecondsMin or > SecondsMax || stamp.Nanos is < 0 or > NanosMax) { return false; }
        long ticks = (stamp.Seconds * TimeSpan.TicksPerSecond) + (stamp.Nanos / TimeSpan.NanosecondsPerTick);
        moment = DateTimeOffset.UnixEpoch.AddTicks(ticks);
        return true;
    }

    /// <summary>The past moment that a request asks for; null when it asks for now.</summary>
    /// <exception cref="RefusedException">It is no valid Timestamp.</exception>
    public static DateTimeOffset? ReadAsOf(Timestamp? stamp) => TryRead(stamp, out DateTimeOffset? moment)
        ? moment
        : throw new RefusedException(Refusal.OfField(
            "as_of", RefusalReasons.AsOfOutOfRange, "It is no valid Timestamp."));

    public static Timestamp Write(DateTimeOffset moment)
    {
        long ticks = moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        long seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out long rest);
        if (rest < 0)
        {
            seconds--;
            rest += TimeSpan.TicksPerSecond;
        }

        return new Timestamp { Seconds = seconds, Nanos = (int)(rest * TimeSpan.NanosecondsPerTick) };
    }

    public static Timestamp? Write(DateTimeOffset? moment) => moment is { } some ? Write(some) : null;
}
