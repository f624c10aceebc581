using Identity.LoadTests.People;
using Identity.LoadTests.Serving;

namespace Identity.LoadTests.Comparisons;

/// <summary>A folder for the data folders of a comparison; deleted afterwards unless it was named.</summary>
internal sealed class DataPlace : IDisposable
{
    private readonly bool _isOwn;

    public DataPlace(LoadOptions options)
    {
        _isOwn = options.Data.Length == 0;
        Path = _isOwn ? Directory.CreateTempSubdirectory("identity-load-").FullName
            : System.IO.Path.GetFullPath(options.Data);
    }

    public string Path { get; }

    /// <summary>A data folder with so many persons; filled now, unless it was already.</summary>
    public async Task<string> FilledAsync(int persons, CancellationToken cancellationToken)
    {
        string folder = Of($"persons-{persons}");
        string mark = System.IO.Path.Combine(Path, $"persons-{persons}.filled");
        if (File.Exists(mark)) { return folder; }
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
        await using ServerProcess server = await ServerProcess.ServeAsync(folder, [], cancellationToken);
        string key = await ServiceClient.AdminKeyAsync(folder, cancellationToken);
        using var client = new ServiceClient(server.GrpcAddress, key, connections: 4);
        double perSecond = await Filling.RunAsync(client, 0, persons, cancellationToken);
        System.Console.WriteLine($"Filled with {persons} persons, {perSecond:0} a second.");
        await File.WriteAllTextAsync(mark, "", cancellationToken);
        return folder;
    }

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (_isOwn) { Directory.Delete(Path, recursive: true); }
    }
}
