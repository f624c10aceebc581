using Xunit;

namespace Identity.Tidy.Tests;

/// <summary>Style that is not executed does not hold. Each rule has a control that shows that it can fail.</summary>
public sealed class StyleTests
{
    // Files of tables and generated lists read better in one piece.
    private static readonly string[] LongFilesAllowed = [];

    [Fact]
    public void Files_have_at_most_400_lines() => Nothing(Repository.Sources("")
        .Where(source => !LongFilesAllowed.Contains(source.Path))
            .SelectMany(StyleRules.LongFiles));

    [Fact]
    public void Files_control() => Assert.NotEmpty(StyleRules.LongFiles(new SourceText("x.cs", new string[401])));

    [Fact]
    public void Lines_have_at_most_120_columns() =>
        Nothing(Repository.Sources("").SelectMany(StyleRules.LongLines));

    [Fact]
    public void Lines_control() => Assert.NotEmpty(StyleRules.LongLines(Text(new string('x', 121))));

    [Fact]
    public void Methods_have_at_most_70_lines() =>
        Nothing(Repository.Sources("").SelectMany(StyleRules.LongMethods));

    [Fact]
    public void Methods_control() => Assert.NotEmpty(StyleRules.LongMethods(Text(
        ["    void M()", "    {", .. Enumerable.Repeat("        x();", 71), "    }"])));

    [Fact]
    public void Nothing_is_in_regions() => Nothing(Repository.Sources("").SelectMany(StyleRules.Regions));

    [Fact]
    public void Regions_control() => Assert.NotEmpty(StyleRules.Regions(Text("    #" + "region Fields")));

    [Fact]
    public void Nothing_is_unfinished() => Nothing(Repository.Sources("src/")
        .Concat(Repository.Sources("load-tests/")).SelectMany(StyleRules.UnfinishedWork));

    [Fact]
    public void Unfinished_control() => Assert.NotEmpty(StyleRules.UnfinishedWork(Text("// TODO: later")));

    [Fact]
    public void Null_warnings_are_not_silenced() =>
        Nothing(Repository.Sources("src/").SelectMany(StyleRules.NullForgiving));

    [Fact]
    public void Null_warnings_control()
    {
        Assert.NotEmpty(StyleRules.NullForgiving(Text("    return value!;")));
        Assert.Empty(StyleRules.NullForgiving(Text("    if (a != b) { return !c; }")));
    }

    [Fact]
    public void No_namespace_shadows_Grpc_or_Console() =>
        Nothing(Repository.Sources("").SelectMany(StyleRules.ShadowingNamespaces));

    [Fact]
    public void Shadowing_control() =>
        Assert.NotEmpty(StyleRules.ShadowingNamespaces(Text("namespace Identity." + "Grpc;")));

    private static void Nothing(IEnumerable<string> breaches)
    {
        string all = string.Join('\n', breaches);
        Assert.True(all.Length == 0, all);
    }

    private static SourceText Text(params string[] lines) => new("x.cs", lines);
}
