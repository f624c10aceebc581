using System.Globalization;

namespace Identity.Server;

/// <summary>
/// How many files and sockets the system lets the process open. When they are used up nothing works any more: no file
/// of the store can be opened, no assembly loaded, and the transport tries to accept in vain without end. So only so
/// many connections are accepted that enough is left for everything else.
/// </summary>
internal static class FileLimit
{
    /// <summary>
    /// What the process takes besides connections: some 240 when it has started, and as many again to load and look up
    /// later.
    /// </summary>
    public const long OwnFiles = 384;

    /// <summary>With fewer nobody is served well.</summary>
    public const long FilesMin = 512;

    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>The limit; null where the system does not tell or has none. The runtime raises it as far as it may.
    /// </summary>
    public static long? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(File.ReadLines(LimitsFile)) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The limit by the lines of the system's file.</summary>
    public static long? Parse(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal));
        string? soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long files) ? files : null;
    }

    /// <summary>How many connections each of the two ports may have.</summary>
    /// <exception cref="ServerStartException">The limit is too low for any service.</exception>
    public static long ConnectionsPerPort(long? files)
    {
        if (files is not { } limit) { return Transport.ConnectionsMax; }
        if (limit < FilesMin)
        {
            throw new ServerStartException(
                $"The process may open {limit} files only, and needs {FilesMin} at least. Raise it (ulimit -n).");
        }

        return Math.Min(Transport.ConnectionsMax, (limit - OwnFiles) / 2);
    }
}
