using System.Runtime.InteropServices;

namespace Identity.LoadTests.Driving;

/// <summary>Waits for less than a millisecond, which timers cannot, and without keeping a core busy.</summary>
internal static partial class Nap
{
    /// <summary>Blocks the thread for about so long; less when a signal comes.</summary>
    public static void For(TimeSpan wait)
    {
        var time = new TimeSpec
        {
            Seconds = (nint)(wait.Ticks / TimeSpan.TicksPerSecond),
            Nanoseconds = (nint)(wait.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
        };
        _ = NanoSleep(in time, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
