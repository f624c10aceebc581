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
        catch (IOException failure)
        {
            throw new ServerStartException(
                $"The data folder {full} is in use by another process. Stop that one, or name another with --data.",
                failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new ServerStartException($"The data folder {full} may not be written to.", failure);
        }
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
