using System.Text.Json;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class QualityCommandTests(RunningService service) : IClassFixture<RunningService>, IDisposable
{
    private readonly CommandLineCase _case = service.NewCase();

    [Fact]
    public async Task What_is_stored_is_told_as_text_as_json_and_as_a_page()
    {
        _case.Write(
            "q.csv", "customer_id,email,first_name,city\nsq-1,sq1@shop.nl,Ida,Gent\nsq-2,sq2@shop.nl,asdf,Mol\n");
        Outcome import = await _case.RunAsync("import", "q.csv", "--source", "quality-crm");
        Assert.True(import.ExitCode == ExitCodes.Fine, import.Error);

        Outcome text = await _case.RunAsync("quality");
        Assert.True(text.ExitCode == ExitCodes.Fine, text.Error);
        Assert.Matches("(?m)^first_name .*quality-crm 2", text.Output);
        Assert.Matches("(?m)^email .*quality-crm 2", text.Output);

        Outcome json = await _case.RunAsync("quality", "--json");
        using JsonDocument report = JsonDocument.Parse(json.Output);
        JsonElement name = report.RootElement.GetProperty("traits").EnumerateArray()
            .Single(trait => trait.GetProperty("name").GetString() == "first_name");
        Assert.Equal("1", name.GetProperty("tests").GetString());

        Outcome page = await _case.RunAsync("quality", "--out", "stored.html");
        Assert.Equal((ExitCodes.Fine, ""), (page.ExitCode, page.Output));
        Assert.Contains("<caption>How full, how fresh", _case.Read("stored.html"), StringComparison.Ordinal);
        await _case.RunAsync("quality", "--out", "stored.json");
        using JsonDocument written = JsonDocument.Parse(_case.Read("stored.json"));
        Assert.True(written.RootElement.TryGetProperty("namespaces", out _));
        string all = text.Output + json.Output + _case.Read("stored.html");
        foreach (string value in new[] { "sq1@shop.nl", "Ida", "asdf\"", "Gent" })
        {
            Assert.DoesNotContain(value, all, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _case.Dispose();
}
