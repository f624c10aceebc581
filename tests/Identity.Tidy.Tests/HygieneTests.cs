using Xunit;

namespace Identity.Tidy.Tests;

/// <summary>What must not be in the repository.</summary>
public sealed class HygieneTests
{
    private static readonly string[] TextEndings =
        [".cs", ".md", ".proto", ".sh", ".json", ".csproj", ".props", ".targets", ".yml", ".yaml", ".py", ".mjs",
            ".js"];

    [Fact]
    public void No_built_or_downloaded_file_is_tracked() =>
        Assert.DoesNotContain(Repository.Files, path => IsForeign(path));

    [Theory]
    [InlineData("tests/Identity.Interop/node_modules/x/index.js")]
    [InlineData("src/Identity.Core/bin/x.dll")]
    [InlineData("data/identity.db")]
    public void Foreign_files_control(string path) => Assert.True(IsForeign(path));

    [Fact]
    public void No_path_of_one_machine_is_named() =>
        Assert.DoesNotContain(Repository.Files.Where(IsText), path =>
            File.ReadLines(Path.Combine(Repository.Root, path)).Any(NamesMachinePath));

    [Fact]
    public void Machine_paths_control() => Assert.True(NamesMachinePath("cd /" + "work/main"));

    [Theory]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("identity")]
    [InlineData(".ci/run")]
    public void The_commands_are_executable(string path)
    {
        if (OperatingSystem.IsWindows()) { return; }
        UnixFileMode mode = File.GetUnixFileMode(Path.Combine(Repository.Root, path));
        Assert.True(mode.HasFlag(UnixFileMode.UserExecute));
    }

    private static bool IsForeign(string path) =>
        path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "artifacts")
        || Path.GetExtension(path) is ".dll" or ".exe" or ".so" or ".db" or ".nupkg" or ".tgz";

    private static bool IsText(string path) => TextEndings.Contains(Path.GetExtension(path))
        || !Path.GetFileName(path).Contains('.', StringComparison.Ordinal);

    private static bool NamesMachinePath(string line) =>
        line.Contains("/" + "work/", StringComparison.Ordinal)
            || line.Contains("/" + "root/", StringComparison.Ordinal);
}
