using System.Text;
using System.Text.Json;
using Xunit;

namespace Identity.Cli.Tests.Importing;

public sealed class ReportTests(RunningService service) : IClassFixture<RunningService>, IDisposable
{
    private readonly CommandLineCase _case = service.NewCase();

    [Fact]
    public async Task The_report_tells_by_column_how_full_it_is_and_what_was_refused()
    {
        _case.Write("q.csv", """
            klantnummer;e-mailadres;woonplaats;consent.email.marketing
            q-1;ida@shop.example;Gent;ja
            q-2;no address;Mol;
            q-3;;;perhaps
            ;;Lier;
            q-5;jan@shop.example;"broken"x;

            """);
        Outcome outcome = await _case.RunAsync("import", "q.csv", "--source", "crm");
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        using JsonDocument report = JsonDocument.Parse(_case.Read("q.csv.quality.json"));
        Assert.Equal(5, report.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(3, report.RootElement.GetProperty("rejected").GetInt64());
        Dictionary<string, JsonElement> columns = report.RootElement.GetProperty("columns").EnumerateArray()
            .ToDictionary(column => column.GetProperty("column").GetString()!);
        Assert.Equal(3, columns["klantnummer"].GetProperty("filled").GetInt64());
        Assert.Equal("identifier:email", columns["e-mailadres"].GetProperty("target").GetString());
        Assert.Equal(2, columns["e-mailadres"].GetProperty("filled").GetInt64());
        Assert.Equal(1, columns["e-mailadres"].GetProperty("refused").GetInt64());
        JsonElement reason = columns["e-mailadres"].GetProperty("reasons")[0];
        Assert.Equal("MALFORMED_EMAIL", reason.GetProperty("code").GetString());
        Assert.Equal("aa aaaa…", reason.GetProperty("examples")[0].GetString());
        Assert.Equal(1, columns["consent.email.marketing"].GetProperty("refused").GetInt64());
        Assert.Equal(2, columns["(row)"].GetProperty("refused").GetInt64());
        Assert.Contains("MALFORMED_EMAIL 1", outcome.Error, StringComparison.Ordinal);
    }

    // In none of the reports, nor on the terminal: only the list of refused rows holds rows.
    [Fact]
    public async Task No_report_holds_a_value()
    {
        _case.Write("secret.csv", "customer_id,email,city,consent.email.marketing\n"
            + "secret1,secret2@shop.example,secret3,ja\nsecret4,secret5,secret6,ja\n"
            + "secret7,secret8@x.example,s9,secret10\n");
        Outcome outcome = await _case.RunAsync("import", "secret.csv", "--source", "crm");
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        string reports = _case.Read("secret.csv.quality.json") + _case.Read("secret.csv.quality.html")
            + outcome.Output + outcome.Error;
        Assert.DoesNotMatch("secret[0-9]", reports);
        Assert.Contains("secret10", _case.Read("secret.csv.rejects.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Formulas_are_harmless_in_every_output()
    {
        _case.Write("formula.csv", "customer_id,email,\"=cmd|'/c calc'!A0\",consent.email.marketing\n"
            + "@SUM(A1),a1@shop.example,=1+1,+maybe\n-2+3,a2@shop.example,\t=2,ja\n");
        Outcome outcome = await _case.RunAsync("import", "formula.csv", "--source", "crm");
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        string[] lines = _case.Read("formula.csv.rejects.csv").TrimEnd('\n').Split('\n');
        Assert.Equal("row,reason,detail,customer_id,email,'=cmd|'/c calc'!A0,consent.email.marketing", lines[0]);
        Assert.EndsWith(",'@SUM(A1),a1@shop.example,'=1+1,'+maybe", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("<td>=", _case.Read("formula.csv.quality.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mended_list_of_refused_rows_can_be_imported_as_it_is()
    {
        _case.Write("mend.csv", "customer_id,phone,occurred_at\n"
            + "mend-1,+31612345678,today\nmend-2,+31612345679,2025-01-31\n");
        await FineAsync("mend.csv");
        string rejects = _case.Read("mend.csv.rejects.csv");
        Assert.Contains("'+31612345678", rejects, StringComparison.Ordinal);
        _case.Write("mended.csv", rejects.Replace("today", "2025-01-30", StringComparison.Ordinal));
        await FineAsync("mended.csv");
        Outcome profile = await _case.RunAsync("profile", "customer_id:mend-1", "--json");
        Assert.Contains("31612345678", profile.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("reason", profile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_in_the_encoding_of_the_file_costs_its_row()
    {
        byte[] mixed =
        [
            .. "customer_id,city\nmix-1,Liège\n"u8, .. Encoding.Latin1.GetBytes("mix-2,Liège\n"), .. "mix-3,Gent\n"u8,
        ];
        _case.Write("mix.csv", mixed);
        await FineAsync("mix.csv");
        string[] rejected = _case.Read("mix.csv.rejects.csv").TrimEnd('\n').Split('\n')[1..];
        Assert.StartsWith("3,ROW_MALFORMED,", Assert.Single(rejected), StringComparison.Ordinal);
        Assert.Contains("not in UTF-8", rejected[0], StringComparison.Ordinal);
        _case.Write("latin.csv", Encoding.Latin1.GetBytes("customer_id,city\nlatin-1,Gent\nlatin-2,Liège\n"));
        Outcome outcome = await FineAsync("latin.csv");
        Assert.Contains("in Windows-1252", outcome.Error, StringComparison.Ordinal);
        Outcome profile = await _case.RunAsync("profile", "customer_id:latin-2", "--json");
        Assert.Contains("Liège", profile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_of_json_lines_are_by_field()
    {
        _case.Write("l.jsonl", """
            {"identifiers":[{"namespace":"login","value":"j1"},{"namespace":"email","value":"n"}],"traits":{"city":"x"}}
            {"identifiers":[{"namespace":"login","value":"j2"}]}
            """);
        await FineAsync("l.jsonl");
        using JsonDocument report = JsonDocument.Parse(_case.Read("l.jsonl.quality.json"));
        string[] fields = [.. report.RootElement.GetProperty("columns").EnumerateArray()
            .Select(column => string.Join(' ', new[] { "column", "filled", "refused" }.Select(column.GetProperty)))];
        Assert.Equal(["identifiers.login 2 0", "identifiers.email 1 1", "traits.city 1 0"], fields);
    }

    [Fact]
    public async Task Reports_go_where_they_are_told_to()
    {
        _case.Write("away.csv", "customer_id,occurred_at\naway-1,2025-01-31\naway-2,today\n");
        await FineAsync("away.csv", "--reports", "reports", "--state", "state");
        foreach (string ending in new[] { "rejects.csv", "quality.json", "quality.html" })
        {
            Assert.True(_case.Has($"reports/away.csv.{ending}"), ending);
            Assert.False(_case.Has($"away.csv.{ending}"), ending);
        }

        Assert.True(_case.Has("state/rows.db"));
        Assert.False(Directory.Exists(Path.Combine(_case.Folder, ".identity-import")));
    }

    [Fact]
    public async Task What_is_not_sure_is_only_taken_when_somebody_says_so()
    {
        _case.Write("unsure.csv", "id,email,nieuwsbrief\n1,u1@shop.example,ja\n2,u2@shop.example,nee\n");
        Outcome refused = await _case.RunAsync("import", "unsure.csv", "--source", "crm");
        Assert.Equal(ExitCodes.WrongUse, refused.ExitCode);
        Assert.Contains("these columns are: 'id', 'nieuwsbrief'", refused.Error, StringComparison.Ordinal);
        Assert.False(_case.Has("unsure.csv.quality.json"));

        Outcome written = await _case.RunAsync("import", "unsure.csv", "--source", "crm", "--write-map", "map.json");
        Assert.Equal(ExitCodes.Fine, written.ExitCode);
        Assert.Contains("\"id\": \"identifier:customer_id\"", _case.Read("map.json"), StringComparison.Ordinal);
        string map = _case.Read("map.json");
        _case.Write("map.json", map.Replace("identifier:customer_id", "ignore", StringComparison.Ordinal));
        await FineAsync("unsure.csv", "--map", "map.json");
        Outcome unknown = await _case.RunAsync("profile", "customer_id:1", "--json");
        Assert.Equal(ExitCodes.Failed, unknown.ExitCode);
        await FineAsync("unsure.csv", "--yes");
        Outcome known = await _case.RunAsync("profile", "customer_id:1", "--json");
        Assert.Contains("CONSENT_STATE_GRANTED", known.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", ExitCodes.Fine, true)]
    [InlineData("Ja\n", ExitCodes.Fine, true)]
    [InlineData("n\n", ExitCodes.Failed, false)]
    [InlineData("", ExitCodes.Failed, false)]
    public async Task On_a_terminal_somebody_is_asked(string answer, int exitCode, bool isTaken)
    {
        _case.Write("ask.csv", $"id\nask{answer.Trim()}\n");
        _case.Answers = answer;
        Outcome outcome = await _case.RunAsync("import", "ask.csv", "--source", "crm");
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains("Import them like this?", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(isTaken, _case.Has("ask.csv.quality.json"));
    }

    public void Dispose() => _case.Dispose();

    private async Task<Outcome> FineAsync(params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(["import", .. arguments, "--source", "crm"]);
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        return outcome;
    }
}
