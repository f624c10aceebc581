using System.Text.Json;
using Xunit;

namespace Identity.Cli.Tests.Importing;

/// <summary>The same export every week, with what changed since.</summary>
public sealed class RepeatTests(RunningService service) : IClassFixture<RunningService>, IDisposable
{
    private readonly CommandLineCase _case = service.NewCase();

    [Fact]
    public async Task A_row_that_changes_and_changes_back_ends_as_it_is()
    {
        const string Gent = "customer_id,city\nback-1,Gent\nback-2,Mol\n";
        const string Moved = "customer_id,city\nback-1,Brugge\nback-2,Mol\n";
        Assert.Equal((2, 2, 0), await ImportAsync("week.csv", Gent));
        Assert.Equal((2, 0, 2), await ImportAsync("week.csv", Gent));
        Assert.Equal((2, 0, 1), await ImportAsync("week.csv", Moved));
        Assert.Equal("Brugge", await CityAsync("back-1"));
        Assert.Equal((2, 0, 1), await ImportAsync("week.csv", Gent));
        Assert.Equal("Gent", await CityAsync("back-1"));
        Assert.Equal((2, 0, 2), await ImportAsync("week.csv", Gent));
        Assert.Equal((2, 0, 1), await ImportAsync("week.csv", Moved));
        Assert.Equal("Brugge", await CityAsync("back-1"));
        Assert.Equal((2, 0, 2), await ImportAsync("week.csv", Moved));
    }

    // The control: without what imports remember, the row that changes back is taken for the first one.
    [Fact]
    public async Task Without_its_memory_a_change_back_is_not_noticed()
    {
        const string Gent = "customer_id,city\nlost-1,Gent\n";
        const string Moved = "customer_id,city\nlost-1,Brugge\n";
        await ImportAsync("lost.csv", Gent);
        await ImportAsync("lost.csv", Moved);
        Directory.Delete(Path.Combine(_case.Folder, ".identity-import"), recursive: true);
        Assert.Equal((1, 0, 1), await ImportAsync("lost.csv", Gent));
        Assert.Equal("Brugge", await CityAsync("lost-1"));
    }

    [Fact]
    public async Task Rows_and_columns_that_move_are_the_same_rows()
    {
        Assert.Equal((3, 3, 0), await ImportAsync("move.csv", "customer_id,city\nm-1,Gent\nm-2,Mol\nm-3,Lier\n"));
        Assert.Equal(
            (4, 1, 3), await ImportAsync("moved.csv", "city;customer_id\nLier;m-3\nAalst;m-4\nGent;m-1\nMol;m-2\n"));
    }

    // Two rows of one customer in one file contradict each other each week, and not more each week.
    [Fact]
    public async Task Two_rows_of_one_customer_are_the_same_two_the_next_week()
    {
        const string Two = "customer_id,city\ntwo-1,Gent\ntwo-1,Mol\n";
        await ImportAsync("two.csv", Two);
        Assert.Equal((2, 0, 2), await ImportAsync("two.csv", Two));
        Assert.Equal((2, 0, 2), await ImportAsync("two.csv", Two));
        Assert.Equal("Mol", await CityAsync("two-1"));
    }

    [Fact]
    public async Task Rows_that_tell_of_a_moment_never_come_back()
    {
        const string June = "customer_id,event,occurred_at,property.total\nev-1,order_completed,2026-06-01,5\n";
        const string July = "customer_id,event,occurred_at,property.total\nev-1,order_completed,2026-07-01,6\n";
        await ImportAsync("june.csv", June);
        await ImportAsync("july.csv", July);
        Assert.Equal((1, 0, 1), await ImportAsync("june.csv", June));
        Assert.Equal((1, 0, 1), await ImportAsync("july.csv", July));
    }

    [Fact]
    public async Task Another_import_at_the_same_time_in_the_same_folder_is_refused()
    {
        _case.Write("held.csv", "customer_id\nheld-1\n");
        string ledger = Path.Combine(_case.Folder, "elsewhere", "rows.db");
        using (Stores.Sqlite.Ledger.RowLedger.Open(ledger))
        {
            Outcome refused = await _case.RunAsync("import", "held.csv", "--source", "crm", "--state", "elsewhere");
            Assert.Equal(ExitCodes.Failed, refused.ExitCode);
            Assert.Contains("Does another import run there?", refused.Error, StringComparison.Ordinal);
        }

        Outcome outcome = await _case.RunAsync("import", "held.csv", "--source", "crm", "--state", "elsewhere");
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
    }

    public void Dispose() => _case.Dispose();

    private async Task<(long Rows, long Created, long Duplicates)> ImportAsync(string name, string text)
    {
        _case.Write(name, text);
        Outcome outcome = await _case.RunAsync("import", name, "--source", "crm", "--json");
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        using JsonDocument summary = JsonDocument.Parse(outcome.Output);
        return (
            summary.RootElement.GetProperty("rows").GetInt64(), summary.RootElement.GetProperty("created").GetInt64(),
            summary.RootElement.GetProperty("duplicates").GetInt64());
    }

    private async Task<string?> CityAsync(string customer)
    {
        Outcome outcome = await _case.RunAsync("profile", $"customer_id:{customer}", "--json");
        using JsonDocument profile = JsonDocument.Parse(outcome.Output);
        return profile.RootElement.GetProperty("traits").GetProperty("city").GetProperty("value").GetString();
    }
}
