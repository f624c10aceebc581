using System.Text;

namespace Identity.Core.Tests.Matching.Accuracy;

/// <summary>A table of tests/data/matching: rows by the names of their columns, values trimmed.</summary>
internal static class LabelledTable
{
    public static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using Stream stream = typeof(LabelledTable).Assembly.GetManifestResourceStream($"Matching/{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream);
        string[] header = [.. Cells(reader.ReadLine() ?? "")];
        while (reader.ReadLine() is { } line)
        {
            List<string> cells = Cells(line);
            yield return header.Zip(cells)
                .ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal);
        }
    }

    // No value has a line end or a quote within.
    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        var cell = new StringBuilder();
        bool isQuoted = false;
        foreach (char character in line)
        {
            if (character == '"') { isQuoted = !isQuoted; }
            else if (character == ',' && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else { cell.Append(character); }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }
}
