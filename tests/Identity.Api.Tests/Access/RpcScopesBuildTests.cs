using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace Identity.Api.Tests.Access;

/// <summary>An RPC without a scope fails the build: the control for RpcScopes.targets.</summary>
public sealed class RpcScopesBuildTests
{
    private static readonly string Project = Path.Combine(
        typeof(RpcScopesBuildTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(item => item.Key == "RepositoryRoot").Value ?? "",
        "src", "Identity.Api");

    [Fact]
    public async Task The_table_as_it_is_passes()
    {
        (int code, string output) = await CheckAsync(Path.Combine(Project, "Access", "RpcScopes.cs"));
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("ResolutionService/ResolveMany")]
    [InlineData("WorkspaceService/GetStats")]
    public async Task A_table_without_an_rpc_fails_the_build_and_names_it(string rpc)
    {
        string table = Path.GetTempFileName();
        try
        {
            string[] lines = await File.ReadAllLinesAsync(
                Path.Combine(Project, "Access", "RpcScopes.cs"), TestContext.Current.CancellationToken);
            await File.WriteAllLinesAsync(
                table, lines.Where(line => !line.Contains($"{rpc}\"", StringComparison.Ordinal)),
                TestContext.Current.CancellationToken);
            (int code, string output) = await CheckAsync(table);
            Assert.NotEqual(0, code);
            Assert.Contains($"error IDENTITY002: These RPCs have no scope: .{rpc}.", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(table);
        }
    }

    private static async Task<(int Code, string Output)> CheckAsync(string table)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "msbuild", Project, "-nologo", "-nodeReuse:false", "-t:RequireScopeOfEveryRpc",
                $"-p:RpcScopesFile={table}",
            },
            RedirectStandardOutput = true,
        };
        using Process? build = Process.Start(start);
        Assert.NotNull(build);
        string output = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (build.ExitCode, output);
    }
}
