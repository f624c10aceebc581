namespace Identity.Core;

/// <summary>Moments as whole microseconds since 1970, the precision of everything that is stored.</summary>
public static class Microseconds
{
    public static long Of(DateTimeOffset moment) =>
        (moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToMoment(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The moment in UTC without what is finer than a microsecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset moment) => ToMoment(Of(moment));
}
