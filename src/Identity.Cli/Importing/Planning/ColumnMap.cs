using System.Text.Encodings.Web;
using System.Text.Json;

namespace Identity.Cli.Importing.Planning;

/// <summary>What a mapping file says about columns, by header. Immutable.</summary>
internal sealed class ColumnMap
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IReadOnlyDictionary<string, ColumnTarget> _targets;

    private ColumnMap(IReadOnlyDictionary<string, ColumnTarget> targets) => _targets = targets;

    public static ColumnMap Empty { get; } = new(new Dictionary<string, ColumnTarget>());

    public IEnumerable<string> Columns => _targets.Keys;

    /// <summary>A plan as a mapping, to edit.</summary>
    public static string Write(ColumnPlan plan)
    {
        Dictionary<string, string> targets = plan.Columns.Where(column => column.Header.Length > 0)
            .ToDictionary(column => column.Header, column => column.Target.ToString(), StringComparer.Ordinal);
        return JsonSerializer.Serialize(targets, Indented) + "\n";
    }

    public ColumnTarget? Find(string header) => _targets.GetValueOrDefault(header);

    /// <summary>The mapping of a file, as <c>--write-map</c> writes it.</summary>
    /// <exception cref="WrongUseException">The file cannot be read, or is no mapping.</exception>
    public static ColumnMap Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path), Strict);
            return new ColumnMap(TargetsOf(document.RootElement, path));
        }
        catch (JsonException)
        {
            throw new WrongUseException($"The mapping {path} is not JSON, or names a column twice.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WrongUseException($"The mapping {path} cannot be read.");
        }
    }

    private static Dictionary<string, ColumnTarget> TargetsOf(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new WrongUseException($"The mapping {path} is no JSON object from columns to targets.");
        }

        var targets = new Dictionary<string, ColumnTarget>(StringComparer.Ordinal);
        foreach (JsonProperty member in root.EnumerateObject())
        {
            string text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() ?? "" : "";
            targets[member.Name] = ColumnTarget.Parse(text) ?? throw new WrongUseException(
                $"The mapping {path}: the column '{member.Name}' goes to one of {ColumnTarget.Forms}.");
        }

        return targets;
    }
}
