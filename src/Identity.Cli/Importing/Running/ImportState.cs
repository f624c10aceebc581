using System.Text.Json;
using Identity.Cli.Importing.Quality;

namespace Identity.Cli.Importing.Running;

/// <summary>How far an import is, as it is kept to go on after the process was killed.</summary>
internal sealed record ImportState
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = false };

    /// <summary>
    /// Where the first row lies that nothing was answered for, in bytes from the beginning of the text.
    /// </summary>
    public required long Offset { get; init; }

    /// <summary>Its line.</summary>
    public required long Line { get; init; }

    /// <summary>What the text turned out to be encoded in until there.</summary>
    public required string Encoding { get; init; }

    /// <summary>How long the list of refused rows was, in bytes.</summary>
    public required long RejectsLength { get; init; }

    public required ImportTally Tally { get; init; }

    public required List<ColumnQuality> Columns { get; init; }

    public string Write() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null when there is none, or it is one of another version: then the import begins at its first row,
    /// which is safe.</summary>
    public static ImportState? Read(string text)
    {
        if (text.Length == 0) { return null; }
        try
        {
            return JsonSerializer.Deserialize<ImportState>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
