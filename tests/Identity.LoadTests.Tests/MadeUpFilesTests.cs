using Identity.LoadTests.People;
using Xunit;

namespace Identity.LoadTests.Tests;

public sealed class MadeUpFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("made-up-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Records_and_pairs_are_written_beside_each_other()
    {
        string file = Path.Combine(_folder, "some.csv");

        MadeUpFiles.Write(Options("--count", "500", "--out", file), TestContext.Current.CancellationToken);

        Assert.Equal(501, File.ReadLines(file).Count());
        string[] pairs = File.ReadAllLines(Path.Combine(_folder, "some.pairs.csv"));
        Assert.Equal("person_a,person_b,kind", pairs[0]);
        Assert.NotEmpty(pairs[1..]);
    }

    [Fact]
    public void More_errors_give_another_file()
    {
        (string usual, string more) = (Path.Combine(_folder, "a.csv"), Path.Combine(_folder, "b.csv"));

        MadeUpFiles.Write(Options("--count", "200", "--out", usual), TestContext.Current.CancellationToken);
        MadeUpFiles.Write(
            Options("--count", "200", "--errors", "300", "--out", more), TestContext.Current.CancellationToken);

        Assert.NotEqual(File.ReadAllText(usual), File.ReadAllText(more));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string file = Path.Combine(_folder, "none", "some.csv");

        ArgumentException wrong = Assert.Throws<ArgumentException>(
            () => MadeUpFiles.Write(Options("--count", "5", "--out", file), TestContext.Current.CancellationToken));

        Assert.Contains("--out", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--count", "0")]
    [InlineData("--count", "5000001")]
    [InlineData("--errors", "1001")]
    [InlineData("--seed", "-1")]
    public void Options_out_of_bounds_are_refused(string name, string value)
    {
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => Options(name, value));

        Assert.Contains(name, wrong.Message, StringComparison.Ordinal);
    }

    private static LoadOptions Options(params string[] arguments) => LoadOptions.Parse(arguments);
}
