using System.Xml.Linq;
using Xunit;

namespace Identity.Tidy.Tests;

public sealed class DirectionTests
{
    [Fact]
    public void Projects_know_only_what_they_may() => Assert.Empty(Repository.Files
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal)
            && path.EndsWith(".csproj", StringComparison.Ordinal))
        .SelectMany(path => DirectionRules.Breaches(
            Path.GetFileNameWithoutExtension(path), XDocument.Load(Path.Combine(Repository.Root, path)))));

    [Theory]
    [InlineData("Identity.Core", "<ProjectReference Include='../Identity.Stores/Identity.Stores.csproj' />")]
    [InlineData("Identity.Application", "<ProjectReference Include='../Identity.Api/Identity.Api.csproj' />")]
    [InlineData("Identity.Application", "<PackageReference Include='SQLitePCLRaw.bundle_e_sqlite3' />")]
    [InlineData("Identity.Stores", "<PackageReference Include='Google.Protobuf' />")]
    [InlineData("Identity.Client", "<ProjectReference Include='../Identity.Api/Identity.Api.csproj' />")]
    [InlineData("Identity.Core", "<PackageReference Include='Anything' />")]
    [InlineData("Identity.Web", "<ProjectReference Include='../Identity.Api/Identity.Api.csproj' />")]
    [InlineData("Identity.Nowhere", "")]
    public void Directions_control(string name, string reference) => Assert.NotEmpty(
        DirectionRules.Breaches(name, XDocument.Parse($"<Project><ItemGroup>{reference}</ItemGroup></Project>")));

    [Fact]
    public void Sqlite_is_spoken_in_one_project_only() => Assert.Empty(Repository.Sources("src/")
        .Where(source => !source.Path.StartsWith("src/Identity.Stores.Sqlite/", StringComparison.Ordinal))
        .Where(source => source.Lines.Any(line =>
            line.StartsWith("using SQLitePCL", StringComparison.Ordinal)))
        .Select(source => source.Path));

    [Fact]
    public void Proto_types_stop_at_the_edge() => Assert.Empty(Repository.Sources("src/")
        .Where(source => source.Path.Split('/')[1] is "Identity.Core" or "Identity.Stores" or "Identity.Application"
            or "Identity.Stores.Sqlite")
        .Where(source => source.Lines.Any(line => line.Contains("Identity.V1", StringComparison.Ordinal)))
        .Select(source => source.Path));
}
