using System.Globalization;

namespace Identity.Rpc.Wire;

/// <summary>The value of <c>grpc-timeout</c>: one to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const int DigitsMax = 8;
    private const long ValueMax = 99_999_999;
    private const int NanosecondsPerTick = 100;

    /// <summary>Longer timeouts count as this one, about three years.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(ValueMax);

    /// <summary>Reads a timeout; zero is allowed: clients send it for a deadline that has just passed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > DigitsMax + 1) { return false; }

        long value = 0;
        foreach (char digit in text[..^1])
        {
            if (!char.IsAsciiDigit(digit)) { return false; }

            value = (value * 10) + (digit - '0');
        }

        long ticksPerUnit = text[^1] switch
        {
            'H' => TimeSpan.TicksPerHour,
            'M' => TimeSpan.TicksPerMinute,
            'S' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'u' => TimeSpan.TicksPerMicrosecond,
            'n' => 0,
            _ => -1,
        };
        if (ticksPerUnit < 0) { return false; }

        // A tick is 100 ns; rounding up keeps a timeout of 1 ns from becoming none at all.
        long ticks = ticksPerUnit == 0 ? (value + NanosecondsPerTick - 1) / NanosecondsPerTick : value * ticksPerUnit;
        timeout = ticks > Max.Ticks ? Max : TimeSpan.FromTicks(ticks);
        return true;
    }

    /// <summary>Writes a timeout in the finest unit that has room for it, rounded up.</summary>
    public static string Format(TimeSpan timeout)
    {
        long ticks = Math.Max(timeout.Ticks, 0);
        if (ticks <= ValueMax / NanosecondsPerTick) { return Text(ticks * NanosecondsPerTick, 'n'); }
        if (TryUnit(ticks, TimeSpan.TicksPerMicrosecond, out long micros)) { return Text(micros, 'u'); }
        if (TryUnit(ticks, TimeSpan.TicksPerMillisecond, out long millis)) { return Text(millis, 'm'); }
        if (TryUnit(ticks, TimeSpan.TicksPerSecond, out long seconds)) { return Text(seconds, 'S'); }

        return Text(ValueMax, 'S');
    }

    private static bool TryUnit(long ticks, long ticksPerUnit, out long value)
    {
        value = (ticks / ticksPerUnit) + (ticks % ticksPerUnit == 0 ? 0 : 1);
        return value <= ValueMax;
    }

    private static string Text(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
