using System.Runtime.InteropServices;
using SQLitePCL;

namespace Identity.Stores.Sqlite.Driver;

/// <summary>The two questions that neither the driver's package nor .NET passes on to the system.</summary>
internal static class Native
{
    /// <summary>The size of the structure that statx fills, the same on every Linux.</summary>
    public const int StatxBytes = 256;

    /// <summary>Paths that do not begin with a slash are meant from the current folder.</summary>
    public const int AtCurrentFolder = -100;

    /// <summary>Asks statx for the number of the file.</summary>
    public const uint StatxFileNumber = 0x100;

    /// <summary>
    /// The system's error number behind the connection's last failure of reading, writing or opening.
    /// </summary>
    public static int SystemErrorOf(sqlite3 database) =>
        database.IsInvalid ? 0 : SystemErrorOf(database.DangerousGetHandle());

    /// <summary>Of a path as UTF-8 that ends with NUL; 0 when the answer was filled.</summary>
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_system_errno")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int SystemErrorOf(nint database);
}
