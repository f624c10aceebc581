using System.Reflection;
using Identity.Stores.Sqlite.Driver;
using Identity.Stores.Sqlite.Tables;
using SQLitePCL;
using Xunit;

namespace Identity.Stores.Sqlite.Tests;

/// <summary>
/// What a statement costs must follow from what it asks for, never from how much is stored; and each statement stays in
/// one workspace.
/// </summary>
public sealed class PlanTests : IDisposable
{
    // SQLITE_STMTSTATUS_REPREPARE.
    private const int RecompilationStatus = 5;

    private readonly StoreFolder _folder = new();

    // These answer for a whole workspace, or from tables that stay small.
    private static readonly Type[] WholeTables =
    [
        typeof(CountQueries), typeof(DerivedTables), typeof(WorkspaceTable), typeof(KeyTable), typeof(RulesTable),
    ];

    public static TheoryData<string> Tables => [.. TableTypes().Except(WholeTables).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Every_statement_searches_by_the_workspace_and_by_what_it_asks_for(string table)
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(TestContext.Current.CancellationToken);
        Type type = TableTypes().Single(type => type.Name == table);
        Assert.All(Queries(type), query => Assert.Empty(Breaches(query)));
    }

    [Fact]
    public async Task The_rule_reports_a_walk_through_a_workspace_or_through_all_of_them()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(Breaches(new Query("SELECT * FROM links WHERE workspace = ?1 AND suppressed = ?2")));
        Assert.NotEmpty(Breaches(new Query("SELECT * FROM observations WHERE sequence = ?1")));
        Assert.NotEmpty(Breaches(new Query("UPDATE mentions SET sequence = 1 WHERE identifier_id = 2")));
        Assert.NotEmpty(Breaches(new Query("DELETE FROM mentions")));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_statement_is_compiled_again_for_new_values(string table)
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(TestContext.Current.CancellationToken);
        Type type = TableTypes().Single(type => type.Name == table);
        Assert.All(Queries(type), query => Assert.Equal(0, Recompilations(query.Text)));
    }

    [Fact]
    public async Task The_rule_notices_a_statement_that_is_compiled_again()
    {
        await using SqliteStore store = await _folder.OpenMigratedAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, Recompilations(
            "SELECT id FROM identifiers WHERE workspace = ?1 AND id > ?2 LIMIT ?3"));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<Type> TableTypes() =>
        typeof(SqliteStore).Assembly.GetTypes().Where(
            type => type.Namespace == typeof(KeyTable).Namespace && Queries(type).Any());

    private static IEnumerable<Query> Queries(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .SelectMany(field => field.GetValue(null) switch
        {
            Query query => [query],
            Query[] queries => queries,
            _ => Array.Empty<Query>(),
        });

    private int Recompilations(string text)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(_folder.File, out sqlite3 database));
        using (database)
        {
            // Whatever is written is thrown away.
            raw.sqlite3_exec(database, "BEGIN");
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(database, text, out sqlite3_stmt statement));
            using (statement)
            {
                for (int value = 1; value < 4; value++)
                {
                    for (int index = 1; index <= raw.sqlite3_bind_parameter_count(statement); index++)
                    {
                        raw.sqlite3_bind_int64(statement, index, value + index);
                    }

                    raw.sqlite3_step(statement);
                    raw.sqlite3_reset(statement);
                }

                return raw.sqlite3_stmt_status(statement, RecompilationStatus, 0);
            }
        }
    }

    private List<string> Breaches(Query query)
    {
        using Connection connection = StoreFile.OpenForWriting(_folder.File);
        using Statement rows = connection.Prepare(new Query("EXPLAIN QUERY PLAN " + query.Text));
        var breaches = new List<string>();
        if (!query.Text.Contains("workspace", StringComparison.Ordinal)) { breaches.Add($"all of: {query.Text}"); }
        while (rows.Read())
        {
            (_, _, _, string step) = (rows.Long(), rows.Long(), rows.Long(), rows.Text());
            bool isScan = step.StartsWith("SCAN ", StringComparison.Ordinal)
                && !step.StartsWith("SCAN (", StringComparison.Ordinal)
                // One row that is in no table.
                && step is not ("SCAN CONSTANT ROW" or "SCAN one");
            bool isWide = step.StartsWith("SEARCH ", StringComparison.Ordinal)
                && !step.Contains("(workspace=? AND ", StringComparison.Ordinal);
            if (isScan || isWide) { breaches.Add($"{step}: {query.Text}"); }
        }

        return breaches;
    }
}
