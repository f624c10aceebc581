using System.CommandLine;
using Identity.Cli.Settings;
using Xunit;

namespace Identity.Cli.Tests;

public sealed class SettingTests : IDisposable
{
    private readonly CommandLineCase _case = new();

    [Fact]
    public void A_flag_wins_over_the_environment_over_the_file_over_the_default()
    {
        Assert.Equal(5001, GrpcPort());
        _case.Write("identity.json", """{ "grpc-port": 7001 }""");
        Assert.Equal(7001, GrpcPort());
        _case.Environment["IDENTITY_GRPC_PORT"] = "7002";
        Assert.Equal(7002, GrpcPort());
        Assert.Equal(7003, GrpcPort("--grpc-port", "7003"));
    }

    [Fact]
    public void A_switch_follows_the_same_order()
    {
        Assert.False(Demo());
        _case.Write("identity.json", """{ "demo": true }""");
        Assert.True(Demo());
        _case.Environment["IDENTITY_DEMO"] = "false";
        Assert.False(Demo());
        Assert.True(Demo("--demo"));
    }

    [Fact]
    public void An_empty_variable_counts_as_none()
    {
        _case.Environment["IDENTITY_GRPC_PORT"] = "";
        Assert.Equal(5001, GrpcPort());
    }

    [Fact]
    public void The_settings_file_can_be_named_by_flag_and_by_variable()
    {
        _case.Write("one.json", """{ "grpc-port": "7004" }""");
        _case.Write("two.json", """{ "grpc-port": 7005, /* the other one */ }""");
        _case.Environment["IDENTITY_SETTINGS"] = "one.json";
        Assert.Equal(7004, GrpcPort());
        Assert.Equal(7005, GrpcPort("--settings", "two.json"));
    }

    [Theory]
    [InlineData("""{ "grcp-port": 7001 }""", "grcp-port, which is no setting")]
    [InlineData("""{ "grpc-port": [7001] }""", "neither text nor number")]
    [InlineData("""{ "grpc-port": "many" }""", "grpc-port: It is a whole number")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "not JSON")]
    public void A_wrong_settings_file_is_refused_with_its_cause(string text, string cause)
    {
        _case.Write("identity.json", text);
        Assert.Contains(cause, Assert.Throws<WrongUseException>(() => GrpcPort()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_settings_file_that_is_named_and_missing_is_refused()
    {
        string message = Assert.Throws<WrongUseException>(() => GrpcPort("--settings", "none.json")).Message;
        Assert.Contains("cannot be read", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_variable_is_refused_by_its_name()
    {
        _case.Environment["IDENTITY_GRPC_PORT"] = "5001x";
        string message = Assert.Throws<WrongUseException>(() => GrpcPort()).Message;
        Assert.StartsWith("IDENTITY_GRPC_PORT: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", "--grpc-port", "70000")]
    [InlineData("serve", "--grpc-port", "-1")]
    [InlineData("serve", "--log-level", "2")]
    [InlineData("serve", "--slow-call-ms", "-1")]
    [InlineData("serve", "--slow-call-ms", "soon")]
    [InlineData("serve", "--slow-call-ms", "3600001")]
    [InlineData("serve", "--demo-customers", "4")]
    [InlineData("serve", "--postgres", "Host=db")]
    [InlineData("nonsense")]
    [InlineData("resolve")]
    [InlineData("keys")]
    public async Task Wrong_use_ends_without_a_stack_trace(params string[] arguments)
    {
        Outcome outcome = await _case.RunAsync(arguments);
        Assert.NotEqual(ExitCodes.Fine, outcome.ExitCode);
        Assert.StartsWith("identity: ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Without_a_key_the_ways_to_give_one_are_named()
    {
        Outcome outcome = await _case.RunAsync("stats");
        Assert.Equal(ExitCodes.WrongUse, outcome.ExitCode);
        Assert.Contains("IDENTITY_KEY", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_service_the_address_is_named()
    {
        Outcome outcome = await _case.RunAsync("stats", "--key", "k", "--address", "http://127.0.0.1:1");
        Assert.Equal(ExitCodes.Failed, outcome.ExitCode);
        Assert.Contains("Nothing answers at http://127.0.0.1:1", outcome.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _case.Dispose();

    private int GrpcPort(params string[] arguments) =>
        Values(arguments, out CommonSettings common).Get(common.GrpcPort);

    private bool Demo(params string[] arguments) => Values(arguments, out CommonSettings common).Get(common.Demo);

    private SettingValues Values(string[] arguments, out CommonSettings common)
    {
        common = new CommonSettings();
        var command = new RootCommand { common.GrpcPort.Option, common.Demo.Option, common.Settings.Option };
        return SettingValues.Load(
            command.Parse(arguments), common, _case.Surroundings(TextWriter.Null, TextWriter.Null));
    }
}
