using System.Text.Json;

namespace Identity.Cli.Demo;

/// <summary>
/// Remembers in the data folder which made-up customers were loaded, and whether all of them were. The end of their
/// history is kept, so that a load that was broken off goes on with the same observations.
/// </summary>
internal sealed record DemoMark(int Customers, DateTimeOffset End, long Observations, bool Complete)
{
    private const string Name = "demo.json";

    public static async Task<DemoMark?> ReadAsync(string data, CancellationToken cancellationToken)
    {
        string path = Path.Combine(data, Name);
        if (!File.Exists(path)) { return null; }
        try
        {
            await using FileStream file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<DemoMark>(file, cancellationToken: cancellationToken);
        }
        catch (JsonException failure)
        {
            throw new FailedException($"{path} cannot be read; remove the data folder to begin anew.", failure);
        }
    }

    public async Task WriteAsync(string data, CancellationToken cancellationToken)
    {
        string draft = Path.Combine(data, Name + ".new");
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(this), cancellationToken);
        File.Move(draft, Path.Combine(data, Name), overwrite: true);
    }
}
