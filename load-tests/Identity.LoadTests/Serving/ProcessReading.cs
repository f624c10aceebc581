using System.Globalization;

namespace Identity.LoadTests.Serving;

/// <summary>What the operating system says of a process (proc(5)). Linux only.</summary>
internal static class ProcessReading
{
    // USER_HZ, which is 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    // Counted from the one after the name: state is the first of them.
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;

    /// <summary>Seconds of processor time of all threads so far, user and system; in steps of 10 ms.</summary>
    public static double CpuSeconds(int process) => CpuSecondsOf(File.ReadAllText($"/proc/{process}/stat"));

    /// <summary>The processor time in a line of /proc/PID/stat.</summary>
    public static double CpuSecondsOf(string line)
    {
        // The name is in brackets and may hold anything, blanks and brackets too.
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTimeField]) + Number(fields[SystemTimeField])) / TicksPerSecond;
    }

    /// <summary>
    /// MiB of memory that the process holds, of a kind: VmRSS, RssAnon, RssFile; Pss, in which a page that is mapped
    /// several times counts once.
    /// </summary>
    public static double MemoryMb(int process, string kind) =>
        MemoryMbOf(File.ReadAllLines($"/proc/{process}/{(kind == "Pss" ? "smaps_rollup" : "status")}"), kind);

    /// <summary>The memory in the lines of /proc/PID/status.</summary>
    public static double MemoryMbOf(IEnumerable<string> lines, string kind)
    {
        string line = lines.First(line => line.StartsWith(kind + ":", StringComparison.Ordinal));
        return Number(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
