using System.Globalization;
using System.Text;

namespace Identity.SampleData.Tables;

/// <summary>Reads the embedded tables: UTF-8, one header line, comma-separated, no quoting needed.</summary>
internal static class Table
{
    public static T[] Read<T>(string name, Func<string[], T> row)
    {
        using Stream stream = typeof(Table).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table {name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        List<T> rows = [];
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            rows.Add(row(line.Split(',')));
        }

        return [.. rows];
    }

    public static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
