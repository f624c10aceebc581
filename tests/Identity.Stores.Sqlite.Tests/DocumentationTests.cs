using System.Reflection;
using Identity.Stores.Sqlite.Driver;
using Xunit;

namespace Identity.Stores.Sqlite.Tests;

/// <summary>docs/tables.md is a contract with whoever reads the tables: it names every column, and no other.</summary>
public sealed class DocumentationTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    [Fact]
    public async Task Every_table_and_column_is_described_and_nothing_else()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Stored().Order(StringComparer.Ordinal), Described().Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private List<string> Stored()
    {
        using Connection connection = StoreFile.OpenForReading(_folder.File);
        using Statement rows = connection.Prepare(new Query(
            """
            SELECT tables.name, columns.name
            FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
            """));
        var columns = new List<string>();
        while (rows.Read()) { columns.Add($"{rows.Text()}.{rows.Text()}"); }
        return columns;
    }

    // A heading is a table, and the first cell of each row below it names one or more columns.
    private static List<string> Described()
    {
        string root = typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "RepositoryRoot").Value!;
        var columns = new List<string>();
        string table = "";
        foreach (string line in File.ReadLines(Path.Combine(root, "docs", "tables.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) { table = line[3..]; }
            if (!line.StartsWith("| `", StringComparison.Ordinal)) { continue; }
            IEnumerable<string> names = line.Split('|')[1].Split(',').Select(name => name.Trim().Trim('`'));
            columns.AddRange(names.Select(name => $"{table}.{name}"));
        }

        return columns;
    }
}
