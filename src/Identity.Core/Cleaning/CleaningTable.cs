using System.Text;

namespace Identity.Core.Cleaning;

/// <summary>The embedded tables: UTF-8, one header line, columns separated by semicolons, no quoting.</summary>
internal static class CleaningTable
{
    /// <summary>The rows of a table, without its header, each with all its columns.</summary>
    public static IEnumerable<string[]> Rows(string name)
    {
        using Stream? stream = typeof(CleaningTable).Assembly.GetManifestResourceStream($"Cleaning/{name}.csv");
        Invariant.Check(stream is not null, "Every table is embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) { yield return line.Split(';'); }
    }
}
