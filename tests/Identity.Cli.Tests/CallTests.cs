using System.Globalization;
using System.Text.Json;
using Identity.Cli.Demo;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class CallTests(RunningService service) : IClassFixture<RunningService>, IDisposable
{
    private readonly CommandLineCase _case = service.NewCase();

    [Theory]
    [InlineData("RECOGNITION_LEVEL_DEVICE", "cookie:demo-device-1")]
    [InlineData("RECOGNITION_LEVEL_REMEMBERED", "cookie:demo-tablet-sanne")]
    [InlineData("RECOGNITION_LEVEL_AUTHENTICATED", "login:sanne", "--authenticated")]
    [InlineData("RECOGNITION_LEVEL_UNKNOWN", "cookie:never-seen")]
    public async Task The_demo_shows_every_level(string level, params string[] arguments)
    {
        using JsonDocument answer = await JsonAsync(["resolve", .. arguments]);
        Assert.Equal(level, answer.RootElement.GetProperty("level").GetString());
    }

    [Theory]
    [InlineData("level        2 device", "cookie:demo-device-1")]
    [InlineData("level        3 remembered", "cookie:demo-tablet-sanne")]
    [InlineData("level        4 authenticated", "login:sanne", "--authenticated")]
    public async Task The_level_is_what_a_reader_sees_first(string start, params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(["resolve", .. arguments]);
        Assert.Equal(ExitCodes.Fine, outcome.ExitCode);
        Assert.StartsWith(start, outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demo_that_is_loaded_is_not_loaded_again()
    {
        long before = await ObservationsAsync();
        DemoOutcome again = await service.LoadDemoAsync();
        Assert.Equal(service.Demo, again);
        Assert.Equal(before, await ObservationsAsync());
    }

    [Fact]
    public async Task A_demo_that_was_broken_off_goes_on_with_the_same_observations()
    {
        long before = await ObservationsAsync();
        DemoMark? mark = await DemoMark.ReadAsync(service.Data, TestContext.Current.CancellationToken);
        await (mark! with { Complete = false }).WriteAsync(service.Data, TestContext.Current.CancellationToken);
        DemoOutcome again = await service.LoadDemoAsync();
        Assert.Equal(service.Demo, again);
        Assert.Equal(before, await ObservationsAsync());
    }

    [Fact]
    public async Task Only_the_fields_that_are_asked_for_are_given()
    {
        using JsonDocument answer = await JsonAsync(
            "resolve", "login:sanne", "--authenticated", "--field", "first_name", "--field", "nothing_known");
        JsonProperty field = Assert.Single(answer.RootElement.GetProperty("fields").EnumerateObject());
        Assert.Equal(("first_name", "Sanne"), (field.Name, field.Value.GetString()));
        Assert.Equal(
            "WITHHELD_REASON_NO_VALUE",
            answer.RootElement.GetProperty("withheld")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_visitor_is_created_on_request_only()
    {
        using JsonDocument first = await JsonAsync("resolve", "cookie:new-visitor");
        Assert.False(first.RootElement.TryGetProperty("personId", out _));
        using JsonDocument created = await JsonAsync("resolve", "cookie:new-visitor", "--create");
        Assert.True(created.RootElement.GetProperty("created").GetBoolean());
    }

    [Fact]
    public async Task A_profile_is_found_by_person_and_by_identifier()
    {
        using JsonDocument byIdentifier = await JsonAsync("profile", "login:sanne");
        string person = byIdentifier.RootElement.GetProperty("personId").GetString()!;
        using JsonDocument byPerson = await JsonAsync("profile", person, "--field", "traits.first_name");
        Assert.Equal(person, byPerson.RootElement.GetProperty("personId").GetString());
        Assert.Single(byPerson.RootElement.GetProperty("traits").EnumerateObject());
        Outcome text = await _case.RunAsync("profile", person);
        Assert.Contains("login:sanne", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_household_is_found_by_itself_by_person_and_by_identifier()
    {
        using JsonDocument profile = await JsonAsync("profile", "login:sanne");
        string person = profile.RootElement.GetProperty("personId").GetString()!;
        string household = profile.RootElement.GetProperty("householdId").GetString()!;
        foreach (string who in new[] { household, person, "login:sanne" })
        {
            using JsonDocument shown = await JsonAsync("household", who);
            Assert.Equal(household, shown.RootElement.GetProperty("householdId").GetString());
            Assert.Contains(person, shown.RootElement.GetProperty("members").EnumerateArray()
                .Select(member => member.GetProperty("personId").GetString()));
        }

        Outcome text = await _case.RunAsync("household", "login:sanne");
        Assert.StartsWith($"household  {household}", text.Output, StringComparison.Ordinal);
        Assert.Contains($"{person}  since ", text.Output, StringComparison.Ordinal);
        Outcome resolved = await _case.RunAsync("resolve", "login:sanne", "--authenticated");
        Assert.Contains($"household    {household}", resolved.Output, StringComparison.Ordinal);
        Assert.Contains(household, (await _case.RunAsync("profile", person)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.Failed, "HOUSEHOLD_ID_MALFORMED", "household", "sanne")]
    [InlineData(ExitCodes.Failed, "PERSON_NOT_FOUND", "household", "login:nobody-of-this-name")]
    [InlineData(ExitCodes.Failed, "PERSON_NOT_FOUND", "household", "00000000-0000-0000-0000-000000000001")]
    [InlineData(ExitCodes.WrongUse, "'sanne' is no identifier", "resolve", "sanne")]
    [InlineData(ExitCodes.WrongUse, "cannot both be", "resolve", "login:sanne", "--authenticated", "--personal-link")]
    [InlineData(ExitCodes.Failed, "NAMESPACE_UNKNOWN", "resolve", "shoe_size:42")]
    [InlineData(ExitCodes.Failed, "PERSON_NOT_FOUND", "profile", "login:nobody-of-this-name")]
    [InlineData(ExitCodes.Failed, "person_id: ", "profile", "sanne")]
    [InlineData(ExitCodes.Failed, "KEY_INVALID", "stats", "--key", "no-such-key")]
    [InlineData(ExitCodes.WrongUse, "'soon'", "keys", "create", "k", "--scope", "resolve", "--expires", "soon")]
    [InlineData(ExitCodes.WrongUse, "rules.json does not exist", "rules", "put", "rules.json")]
    public async Task A_refused_call_tells_its_reason(int exitCode, string cause, params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(arguments);
        Assert.Contains(cause, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, outcome.ExitCode);
    }

    [Fact]
    public async Task A_key_works_until_it_is_revoked()
    {
        using JsonDocument key =
            await JsonAsync("keys", "create", "shop front", "--scope", "resolve", "--expires", "90d");
        string id = key.RootElement.GetProperty("keyId").GetString()!;
        string secret = key.RootElement.GetProperty("key").GetString()!;
        Outcome welcome = await _case.RunAsync("resolve", "cookie:demo-device-1", "--key", secret);
        Assert.Equal(ExitCodes.Fine, welcome.ExitCode);
        Outcome list = await _case.RunAsync("keys", "list");
        Assert.Contains($"{id}  shop front", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, list.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Fine, (await _case.RunAsync("keys", "revoke", id)).ExitCode);
        Outcome refused = await _case.RunAsync("resolve", "cookie:demo-device-1", "--key", secret);
        Assert.Equal(ExitCodes.Failed, refused.ExitCode);
    }

    [Fact]
    public async Task Rules_that_were_read_can_be_put_back()
    {
        Assert.Equal(ExitCodes.Fine, (await _case.RunAsync("rules", "get", "-o", "rules.json")).ExitCode);
        Outcome put = await _case.RunAsync("rules", "put", "rules.json");
        Assert.True(put.ExitCode == ExitCodes.Fine, put.Error);
        Outcome after = await _case.RunAsync("rules", "get");
        Assert.Equal(_case.Read("rules.json").TrimEnd(), after.Output.TrimEnd());
    }

    [Fact]
    public async Task Rules_with_defects_are_refused_with_all_of_them()
    {
        _case.Write(
            "rules.json", """{"namespaces":[{"name":"a b","role":"NAMESPACE_ROLE_PERSON"},{"name":"c","rank":-1}]}""");
        Outcome outcome = await _case.RunAsync("rules", "put", "rules.json");
        Assert.Equal(ExitCodes.Failed, outcome.ExitCode);
        Assert.Contains("namespaces[0].name", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("namespaces[1].rank", outcome.Error, StringComparison.Ordinal);
        _case.Write("rules.json", """{"namespace":[]}""");
        Outcome none = await _case.RunAsync("rules", "put", "rules.json");
        Assert.Contains("holds no rules", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_comes_with_a_key_and_holds_nothing()
    {
        using JsonDocument workspace = await JsonAsync("workspaces", "create", "second shop");
        string key = workspace.RootElement.GetProperty("adminKey").GetString()!;
        using JsonDocument answer = await JsonAsync("resolve", "cookie:demo-device-1", "--key", key);
        Assert.Equal("RECOGNITION_LEVEL_UNKNOWN", answer.RootElement.GetProperty("level").GetString());
    }

    [Fact]
    public async Task Migrations_are_shown_beside_a_running_service()
    {
        using JsonDocument state = await JsonAsync("migrate", "--status");
        JsonElement first = state.RootElement.GetProperty("migrations")[0];
        Assert.Equal(1, first.GetProperty("number").GetInt32());
        Assert.Equal(JsonValueKind.String, first.GetProperty("appliedAt").ValueKind);
    }

    [Fact]
    public async Task Migrations_are_applied_without_a_service()
    {
        Outcome none = await _case.RunAsync("migrate", "--status", "--data", "new");
        Assert.Equal(ExitCodes.Failed, none.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_case.Folder, "new")));
        Outcome applied = await _case.RunAsync("migrate", "--data", "new");
        Assert.Contains("Applied: ", applied.Output, StringComparison.Ordinal);
        Outcome again = await _case.RunAsync("migrate", "--data", "new");
        Assert.Contains("Nothing was missing.", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_cannot_steer_the_terminal()
    {
        _case.Write(
            "escape.jsonl",
            """{"identifiers":[{"namespace":"login","value":"escape"}],"traits":{"motto":"a\u001b[2Jb"}}""");
        Assert.Equal(ExitCodes.Fine, (await _case.RunAsync("import", "escape.jsonl", "--source", "crm")).ExitCode);
        Outcome outcome = await _case.RunAsync("profile", "login:escape");
        Assert.DoesNotContain('\u001b', outcome.Output);
        Assert.Contains(@"a\u001b[2Jb", outcome.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _case.Dispose();

    private async Task<long> ObservationsAsync()
    {
        using JsonDocument stats = await JsonAsync("stats");
        return long.Parse(
            stats.RootElement.GetProperty("observations").GetString()!, CultureInfo.InvariantCulture);
    }

    private async Task<JsonDocument> JsonAsync(params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync([.. arguments, "--json"]);
        Assert.True(outcome.ExitCode == ExitCodes.Fine, outcome.Error);
        return JsonDocument.Parse(outcome.Output);
    }
}
