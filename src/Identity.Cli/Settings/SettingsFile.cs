using System.Text.Json;

namespace Identity.Cli.Settings;

/// <summary>
/// A file of settings: one JSON object with the options' names, without dashes, and their values as text, number, true
/// or false. Comments and trailing commas are allowed. Immutable.
/// </summary>
internal sealed class SettingsFile
{
    /// <summary>The file that is read when it is there and no other is named.</summary>
    public const string NameDefault = "identity.json";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    private readonly IReadOnlyDictionary<string, string> _values;

    private SettingsFile(string path, IReadOnlyDictionary<string, string> values) => (Path, _values) = (path, values);

    public string Path { get; }

    public IEnumerable<string> Names => _values.Keys;

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public static SettingsFile Empty { get; } = new("", new Dictionary<string, string>());

    /// <exception cref="WrongUseException">The file cannot be read, or is no settings file.</exception>
    public static SettingsFile Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return new SettingsFile(path, ValuesOf(document.RootElement, path));
        }
        catch (JsonException)
        {
            throw new WrongUseException($"The settings file {path} is not JSON.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"The settings file {path} cannot be read.");
        }
    }

    private static Dictionary<string, string> ValuesOf(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new WrongUseException($"The settings file {path} is no JSON object.");
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            values[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString() ?? "",
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => member.Value.GetRawText(),
                _ => throw new WrongUseException(
                    $"The settings file {path}: {member.Name} is neither text nor number nor true nor false."),
            };
        }

        return values;
    }
}
