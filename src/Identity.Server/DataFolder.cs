using System.Globalization;
using System.Text;

namespace Identity.Server;

/// <summary>
/// The folder with everything that a server stores, held against a second process until it is disposed of. The lock
/// goes with the process, however that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int WouldBlockLinux = 11;
    private const int WouldBlockBsd = 35;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int LockViolation = unchecked((int)0x80070021);

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    public string StorePath => System.IO.Path.Combine(Path, "identity.db");

    public string AdminKeyPath => System.IO.Path.Combine(Path, "admin.key");

    /// <summary>Makes the folder when it is missing, readable by nobody else, and takes hold of it.</summary>
    /// <exception cref="ServerStartException">Another process holds it, or it cannot be used.</exception>
    public static DataFolder Hold(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string lockPath = System.IO.Path.Combine(full, "server.lock");
        try
        {
            CreateFolder(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException($"The data folder {full} cannot be made.", failure);
        }

        try
        {
            return new DataFolder(full, TakeLock(lockPath));
        }
        catch (IOException failure) when (IsHeldByAnother(failure))
        {
            throw new ServerStartException(
                $"The data folder {full} is in use by another process. Stop that one, or name another with --data.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The system's text says which of the many it is: no room, a file system to be read only, the mode.
            throw new ServerStartException(
                $"The data folder {full} cannot be written to. {failure.Message}", failure);
        }
    }

    /// <summary>Refuses to make a new store where there was one: an empty one would look like a loss of all.</summary>
    /// <exception cref="ServerStartException">There is an admin key, but no store.</exception>
    public void CheckStore()
    {
        if (!File.Exists(AdminKeyPath) || new FileInfo(StorePath) is { Exists: true, Length: > 0 }) { return; }
        throw new ServerStartException(
            $"The store {StorePath} is missing or empty, but {AdminKeyPath} is there, so there was one. Restore it, or "
            + "delete the admin key too to begin anew.");
    }

    /// <summary>
    /// Writes the admin key, readable by nobody else: all of it or nothing, and on disk when this returns.
    /// </summary>
    public void WriteAdminKey(string key)
    {
        string draft = AdminKeyPath + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerReadsAndWrites; }
        using (var file = new FileStream(draft, options))
        {
            // Without a line end, so that the bytes of the file are the key.
            file.Write(Encoding.ASCII.GetBytes(key));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, AdminKeyPath, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();

    // The system's number for a lock that somebody else holds.
    private static bool IsHeldByAnother(IOException failure)
    {
        if (OperatingSystem.IsWindows()) { return failure.HResult is SharingViolation or LockViolation; }
        return failure.HResult == (OperatingSystem.IsLinux() ? WouldBlockLinux : WouldBlockBsd);
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(path); }
        else { Directory.CreateDirectory(path, OwnerOnly); }
    }

    // The file stays when the process ends: deleting it would open a moment in which two processes hold two files.
    private static FileStream TakeLock(string path)
    {
        var held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        held.SetLength(0);
        held.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        held.Flush();
        return held;
    }
}
