using System.Globalization;
using System.Text;

namespace Identity.GrpcApi.Tests;

/// <summary>docs/grpc-api.md: what is used, and where the official packages have it.</summary>
internal static class ApiDocument
{
    /// <summary>What stands where nobody has looked yet.</summary>
    public const string Unknown = "?";

    private const string Begin = "| type | member | in the official packages |";

    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs", "grpc-api.md");

    /// <summary>The rows, and what each says of the official packages.</summary>
    public static Dictionary<ApiEntry, string> Read(string text) => text
        .Split('\n').SkipWhile(line => line != Begin).Skip(2).Where(line => line.StartsWith('|'))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .ToDictionary(cells => new ApiEntry(Plain(cells[0]), Plain(cells[1])), cells => cells[2].Trim());

    /// <summary>The same text with rows for what is used now. New rows get what their type's other rows say.</summary>
    public static string Update(string text, IEnumerable<ApiEntry> used)
    {
        Dictionary<ApiEntry, string> known = Read(text);
        ILookup<string, string> byType = known.ToLookup(row => row.Key.Type, row => row.Value);
        StringBuilder updated = new(text[..text.IndexOf(Begin, StringComparison.Ordinal)]);
        updated.Append(Begin).Append("\n|---|---|---|\n");
        foreach (ApiEntry entry in used.Distinct().Order())
        {
            string place = known.GetValueOrDefault(entry) ?? byType[entry.Type].FirstOrDefault() ?? Unknown;
            string member = entry.Member.Length == 0 ? "-" : $"`{entry.Member}`";
            updated.Append(CultureInfo.InvariantCulture, $"| `{entry.Type}` | {member} | {place} |\n");
        }

        string[] lines = text.Split('\n');
        int last = Array.FindLastIndex(lines, line => line.StartsWith('|'));
        return updated.AppendJoin('\n', lines[(last + 1)..]).ToString();
    }

    /// <summary>What is wrong with the document.</summary>
    public static IEnumerable<string> Breaches(string text, IReadOnlyCollection<ApiEntry> used)
    {
        Dictionary<ApiEntry, string> rows = Read(text);
        foreach (ApiEntry entry in used.Distinct().Order().Where(entry => !rows.ContainsKey(entry)))
        {
            yield return $"used but not listed: {entry.Type} {entry.Member}";
        }

        foreach (ApiEntry entry in rows.Keys.Order().Where(entry => !used.Contains(entry)))
        {
            yield return $"listed but used by nobody: {entry.Type} {entry.Member}";
        }

        foreach (ApiEntry entry in rows.Where(row => row.Value == Unknown).Select(row => row.Key).Order())
        {
            yield return $"listed without its place in the official packages: {entry.Type} {entry.Member}";
        }
    }

    private static string Plain(string cell) => cell.Trim() == "-" ? "" : cell.Trim().Trim('`');
}
