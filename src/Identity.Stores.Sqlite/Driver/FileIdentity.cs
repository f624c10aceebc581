using System.Text;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>
/// Tells one file from another, whatever they are called: a file keeps it when it is written to or renamed.
/// </summary>
/// <param name="Device">Where the file is.</param>
/// <param name="Number">The file's number there; elsewhere than on Linux the moment it was made.</param>
internal readonly record struct FileIdentity(long Device, long Number)
{
    // Of the structure statx in the kernel's include/uapi/linux/stat.h.
    private const int NumberOffset = 32;
    private const int DeviceOffset = 136;

    /// <summary>The identity of the file that a path leads to now; null when there is none that can be seen.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? new FileIdentity(0, File.GetCreationTimeUtc(path).Ticks) : null;
        }

        byte[] answer = new byte[Native.StatxBytes];
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        if (Native.Statx(Native.AtCurrentFolder, name, 0, Native.StatxFileNumber, answer) != 0) { return null; }
        return new FileIdentity(
            BitConverter.ToInt64(answer, DeviceOffset),
            BitConverter.ToInt64(answer, NumberOffset));
    }
}
