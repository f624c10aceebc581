using System.Text;
using System.Text.Json;
using Identity.Core.Observations;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class ImportTests(RunningService service) : IClassFixture<RunningService>, IDisposable
{
    private readonly CommandLineCase _case = service.NewCase();

    [Fact]
    public async Task The_same_file_again_gives_only_duplicates()
    {
        _case.Write("again.csv", "customer_id,email,city\nagain-1,a1@shop.example,Gent\nagain-2,a2@shop.example,Mol\n");
        Assert.Equal((2, 2, 0), await CountsAsync("again.csv"));
        Assert.Equal((2, 0, 2), await CountsAsync("again.csv"));
        Assert.False(_case.Has("again.csv.rejects.csv"));
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public async Task The_separator_is_found_out(string separator)
    {
        string name = $"sep{(int)separator[0]}";
        string text = $"customer_id{separator}first name\n{name}{separator}\"Ida, \"\"I\"\"; é\"\n";
        _case.Write($"{name}.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);
        Assert.Equal((1, 1, 0), await CountsAsync($"{name}.csv"));
        Assert.Equal("Ida, \"I\"; é", await TraitAsync($"customer_id:{name}", "first_name"));
    }

    [Fact]
    public async Task Refused_rows_are_listed_with_their_line_and_reason()
    {
        _case.Write("rejects.csv", """
            customer_id,email,occurred_at,consent.email.marketing
            rej-1,rej1@shop.example,2025-01-31,granted
            ,,2025-01-31,
            rej-3,rej3@shop.example,31/01/2025,
            rej-4,rej4@shop.example,2025-01-31,perhaps
            rej-5,"rej5"@shop.example,2025-01-31,

            rej-7,rej7@shop.example
            rej-8,rej8@shop.example,2025-01-31,denied

            """);
        JsonElement summary = await SummaryAsync(ExitCodes.Fine, "rejects.csv");
        Assert.Equal(7, summary.GetProperty("rows").GetInt64());
        Assert.Equal(5, summary.GetProperty("rejected").GetInt64());
        Assert.Equal(1, summary.GetProperty("problems").GetProperty(ProblemCodes.IdentifiersMissing).GetInt64());

        string[] lines = _case.Read("rejects.csv.rejects.csv").TrimEnd('\n').Split('\n');
        Assert.Equal("row,reason,detail,customer_id,email,occurred_at,consent.email.marketing", lines[0]);
        Assert.Equal(
            [
                "3,IDENTIFIERS_MISSING", "4,OCCURRED_AT_MALFORMED", "5,CONSENT_MALFORMED", "6,ROW_MALFORMED",
                "8,ROW_MALFORMED",
            ],
            lines[1..].Select(line => string.Join(',', line.Split(',')[..2])));
        Assert.EndsWith(",rej-3,rej3@shop.example,31/01/2025,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_refused_rows_goes_when_none_is_refused_any_more()
    {
        _case.Write("mended.csv", "customer_id,occurred_at\nmended-1,today\nmended-2,2025-01-31\n");
        await SummaryAsync(ExitCodes.Fine, "mended.csv", "--rejects", "list.csv");
        Assert.True(_case.Has("list.csv"));
        _case.Write("mended.csv", "customer_id,occurred_at\nmended-1,2025-01-31\nmended-2,2025-01-31\n");
        await SummaryAsync(ExitCodes.Fine, "mended.csv", "--rejects", "list.csv");
        Assert.False(_case.Has("list.csv"));
    }

    // A run that was killed leaves it so.
    [Theory]
    [InlineData("")]
    [InlineData("row,rea")]
    [InlineData("row,reason,detail,customer_id\n9,X,\"y")]
    public async Task A_list_that_was_broken_off_is_begun_again(string left)
    {
        _case.Write("left.csv", "customer_id,occurred_at\nleft-1,today\nleft-2,2025-01-31\n");
        _case.Write("left.csv.rejects.csv", left);
        await SummaryAsync(ExitCodes.Fine, "left.csv");
        Assert.StartsWith(
            "row,reason,detail,customer_id,occurred_at\n2,", _case.Read("left.csv.rejects.csv"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_is_overwritten_by_the_list_of_refused_rows()
    {
        _case.Write("some.csv", "customer_id\nsome-1\n");
        _case.Write("precious.csv", "customer_id\nsome-2\n");
        await FailsAsync(ExitCodes.WrongUse, "holds something else", "some.csv", "--rejects", "precious.csv");
        await FailsAsync(ExitCodes.WrongUse, "the file that is imported", "some.csv", "--rejects", "some.csv");
        Assert.Equal("customer_id\nsome-2\n", _case.Read("precious.csv"));
    }

    [Fact]
    public async Task When_every_row_is_refused_the_import_failed()
    {
        _case.Write("bad.csv", "customer_id,occurred_at\nbad-1,today\n");
        await FailsAsync(ExitCodes.Failed, "Every row was rejected", "bad.csv");
    }

    [Fact]
    public async Task A_mapping_says_where_columns_go()
    {
        _case.Write("mapped.csv", "Kundennummer;Größe;Notiz\nmapped-1;XL;nothing for us\n");
        _case.Write(
            "map.json", """{"Kundennummer": "identifier:customer_id", "Größe": "trait:size", "Notiz": "ignore"}""");
        Assert.Equal((1, 1, 0), await CountsAsync("mapped.csv", "--map", "map.json"));
        Assert.Equal("XL", await TraitAsync("customer_id:mapped-1", "size"));
        Outcome profile = await _case.RunAsync("profile", "customer_id:mapped-1", "--json");
        Assert.DoesNotContain("nothing for us", profile.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_lines_keep_their_own_source_and_level()
    {
        _case.Write("lines.jsonl", """
            {"message_id":"l1","source":"till","level":3,"identifiers":[{"namespace":"login","value":"lines-1"}]}
            {"identifiers":[{"namespace":"login","value":"lines-2"}]}

            {"identifiers":[{"namespace":"login"
            """);
        JsonElement summary = await SummaryAsync(ExitCodes.Fine, "lines.jsonl");
        Assert.Equal(3, summary.GetProperty("rows").GetInt64());
        Assert.Equal(2, summary.GetProperty("created").GetInt64());
        string rejected = _case.Read("lines.jsonl.rejects.csv").Split('\n')[1];
        Assert.StartsWith("4,ROW_MALFORMED,", rejected, StringComparison.Ordinal);
        using JsonDocument first = await JsonAsync("profile", "login:lines-1");
        JsonElement identifier = first.RootElement.GetProperty("identifiers")[0];
        Assert.Equal("till", identifier.GetProperty("sources")[0].GetString());
        Assert.Equal("RECOGNITION_LEVEL_REMEMBERED", identifier.GetProperty("level").GetString());
        using JsonDocument second = await JsonAsync("profile", "login:lines-2");
        Assert.Equal(
            "RECOGNITION_LEVEL_AUTHENTICATED",
            second.RootElement.GetProperty("identifiers")[0].GetProperty("level").GetString());
    }

    [Fact]
    public async Task Several_files_are_one_import()
    {
        _case.Write("part1.csv", "customer_id\npart-1\npart-2\n");
        _case.Write("part2.csv", "customer_id\npart-2\npart-3\n");
        Assert.Equal((4, 3, 1), await CountsAsync("part1.csv", "part2.csv"));
    }

    [Fact]
    public async Task A_wrong_second_file_leaves_the_first_one_untouched()
    {
        _case.Write("first.csv", "customer_id\nfirst-1\n");
        await FailsAsync(ExitCodes.WrongUse, "none.csv does not exist", "first.csv", "none.csv");
        Assert.Equal((1, 1, 0), await CountsAsync("first.csv"));
    }

    [Fact]
    public async Task A_key_without_the_scope_for_the_level_is_told_so()
    {
        using JsonDocument key = await JsonAsync("keys", "create", "level three", "--scope", "ingest", "--source", "*");
        string secret = key.RootElement.GetProperty("key").GetString()!;
        _case.Write("scope.csv", "customer_id\nscope-1\n");
        await FailsAsync(ExitCodes.Failed, "Every row was rejected", "scope.csv", "--key", secret);
        Assert.Contains(ProblemCodes.LevelAboveScope, _case.Read("scope.csv.rejects.csv"), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), await CountsAsync("scope.csv", "--key", secret, "--level", "3"));
    }

    [Theory]
    [InlineData("none.csv", null, ExitCodes.WrongUse, "none.csv does not exist")]
    [InlineData("empty.csv", "", ExitCodes.Failed, "empty.csv is empty")]
    [InlineData("blank.csv", "\n \n", ExitCodes.Failed, "blank.csv is empty")]
    [InlineData("header.csv", "customer_id,\"city\nx,y\n", ExitCodes.Failed, "the header cannot be read. A quote")]
    [InlineData("book.xlsx", "PK\u0003\u0004rest", ExitCodes.Failed, "a workbook or an archive")]
    [InlineData("packed.gz", "\u001f\u008bnone", ExitCodes.Failed, "cannot be unpacked")]
    [InlineData("bare.csv", "7,ida@shop.example\n8,jan@shop.example\n", ExitCodes.WrongUse, "has no header")]
    [InlineData("pretty.json", "{\n  \"message_id\": 1\n}", ExitCodes.Failed, "JSON over several lines")]
    [InlineData("nobody.csv", "name\nIda\n", ExitCodes.WrongUse, "no column identifies anybody")]
    [InlineData("array.json", "[{}]", ExitCodes.Failed, "JSON array")]
    public async Task A_wrong_file_is_refused_with_its_cause(string name, string? text, int exitCode, string cause)
    {
        if (text is not null) { _case.Write(name, Encoding.Latin1.GetBytes(text)); }
        await FailsAsync(exitCode, cause, name);
    }

    [Fact]
    public async Task A_row_without_end_does_not_fill_the_memory()
    {
        _case.Write("endless.csv", $"customer_id,city\nendless-1,\"{new string('x', 3_000_000)}");
        await FailsAsync(ExitCodes.Failed, "Every row was rejected", "endless.csv");
        Assert.Contains("A quote is opened", _case.Read("endless.csv.rejects.csv"), StringComparison.Ordinal);
        Assert.InRange(_case.Read("endless.csv.rejects.csv").Length, 1, 10_000);
        _case.Write("endless.jsonl", $"{{\"source\":\"{new string('x', 3_000_000)}");
        await FailsAsync(ExitCodes.Failed, "Every row was rejected", "endless.jsonl");
        Assert.Contains("one observation to a line", _case.Read("endless.jsonl.rejects.csv"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Nowhere": "ignore"}""", "'Nowhere', which is not there. There are: customer_id, city.")]
    [InlineData("""{"city": "town"}""", "the column 'city' goes to one of identifier:NAMESPACE")]
    [InlineData("""{"city": 1}""", "the column 'city' goes to one of")]
    [InlineData("""["city"]""", "no JSON object")]
    [InlineData("city", "not JSON")]
    public async Task A_wrong_mapping_is_refused_with_its_cause(string map, string cause)
    {
        _case.Write("plain.csv", "customer_id,city\nplain-1,Gent\n");
        _case.Write("wrong.json", map);
        await FailsAsync(ExitCodes.WrongUse, cause, "plain.csv", "--map", "wrong.json");
    }

    [Theory]
    [InlineData("--source", "C R M", "--source: it has")]
    [InlineData("--level", "1", "--level: it is 2, 3 or 4")]
    [InlineData("--level", "high", "level")]
    public async Task A_wrong_option_is_refused_with_its_cause(string option, string value, string cause)
    {
        _case.Write("plain.csv", "customer_id,city\nplain-1,Gent\n");
        Outcome outcome = await _case.RunAsync("import", "plain.csv", option, value);
        Assert.Equal(ExitCodes.WrongUse, outcome.ExitCode);
        Assert.Contains(cause, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_a_source_is_refused()
    {
        _case.Write("plain.csv", "customer_id,city\nplain-1,Gent\n");
        Outcome outcome = await _case.RunAsync("import", "plain.csv");
        Assert.Equal(ExitCodes.WrongUse, outcome.ExitCode);
        Assert.Contains("name it with --source", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_rows_than_can_be_under_way_are_all_counted()
    {
        const int Rows = 6_000;
        IEnumerable<string> lines = Enumerable.Range(0, Rows).Select(row => $"many-{row % 3_000}").Prepend("cookie");
        _case.Write("many.csv", string.Join('\n', lines));
        Assert.Equal((Rows, 3_000, 3_000), await CountsAsync("many.csv", "--level", "2"));
    }

    public void Dispose() => _case.Dispose();

    private async Task<(long Rows, long Created, long Duplicates)> CountsAsync(params string[] arguments)
    {
        JsonElement summary = await SummaryAsync(ExitCodes.Fine, arguments);
        return (
            summary.GetProperty("rows").GetInt64(), summary.GetProperty("created").GetInt64(),
            summary.GetProperty("duplicates").GetInt64());
    }

    private async Task<JsonElement> SummaryAsync(int exitCode, params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(["import", .. arguments, "--source", "crm", "--json"]);
        Assert.True(exitCode == outcome.ExitCode, outcome.Error);
        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        return document.RootElement.Clone();
    }

    private async Task FailsAsync(int exitCode, string cause, params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(["import", .. arguments, "--source", "crm"]);
        Assert.Contains(cause, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
    }

    private async Task<string?> TraitAsync(string who, string trait)
    {
        using JsonDocument profile = await JsonAsync("profile", who);
        return profile.RootElement.GetProperty("traits").GetProperty(trait).GetProperty("value").GetString();
    }

    private async Task<JsonDocument> JsonAsync(params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync([.. arguments, "--json"]);
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        return JsonDocument.Parse(outcome.Output);
    }
}
