using System.Text;
using Xunit;

namespace Identity.Core.Tests.Cleaning;

/// <summary>The tables of spellings: one header line, then one row to a line; empty lines do not count.</summary>
internal static class CleaningTables
{
    /// <summary>The rows of a table, each as its cells; short rows are filled with empty cells.</summary>
    public static TheoryData<string, string[]> Rows(string name, char separator)
    {
        using Stream? stream = typeof(CleaningTables).Assembly.GetManifestResourceStream(name);
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        int columns = (reader.ReadLine() ?? "").Split(separator).Length;
        var rows = new TheoryData<string, string[]>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0) { continue; }

            string[] cells = line.Split(separator);
            Assert.True(cells.Length <= columns, line);
            rows.Add(cells[0], [.. cells[1..], .. Enumerable.Repeat("", columns - cells.Length)]);
        }

        return rows;
    }

    public static string Remarks(Enum remarks) =>
        Convert.ToInt32(remarks, System.Globalization.CultureInfo.InvariantCulture) == 0 ? ""
            : remarks.ToString().Replace(", ", "+", StringComparison.Ordinal);
}
