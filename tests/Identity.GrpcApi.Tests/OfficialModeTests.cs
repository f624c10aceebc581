using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Identity.GrpcApi.Tests;

/// <summary>What `-p:OfficialGrpc=true` makes of the projects. It restores nothing: that needs the packages.</summary>
public sealed class OfficialModeTests
{
    private static readonly string[] Official =
        ["Grpc.AspNetCore", "Grpc.HealthCheck", "Grpc.Net.Client", "Grpc.Reflection", "Grpc.StatusProto"];

    public static TheoryData<string> Users =>
    [
        .. Repository.Projects.Where(project => project.RefersToOurs && !project.IsOurs)
            .Select(project => project.Name),
    ];

    public static TheoryData<string> OfOurs =>
        [.. Repository.Projects.Where(project => project.IsOurs).Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_user_of_our_gRPC_gets_the_official_packages_instead(string name)
    {
        Evaluation project = await Evaluation.OfAsync(name, official: true);

        Assert.DoesNotContain("Identity.Rpc", project.Projects);
        Assert.Empty(Official.Except(project.Packages));
        Assert.All(Official, package => Assert.Equal("2.76.0", project.Versions[package]));
        Assert.Equal("3.31.1", project.Versions["Google.Protobuf"]);
        Assert.Equal("2.17.0", project.Versions["Google.Api.CommonProtos"]);
    }

    [Theory]
    [MemberData(nameof(OfOurs))]
    public async Task Our_gRPC_and_its_tests_are_empty(string name)
    {
        Evaluation project = await Evaluation.OfAsync(name, official: true);

        Assert.Empty(project.Projects);
        Assert.Empty(project.Packages);
        Assert.Empty(project.Sources);
    }

    [Fact]
    public async Task Without_the_switch_nothing_of_that_happens()
    {
        Evaluation project = await Evaluation.OfAsync("Identity.Api", official: false);

        Assert.Contains("Identity.Rpc", project.Projects);
        Assert.Empty(project.Packages.Intersect(Official));
    }

    private sealed record Evaluation(
        string[] Projects, string[] Packages, string[] Sources, Dictionary<string, string> Versions)
    {
        public static async Task<Evaluation> OfAsync(string name, bool official)
        {
            string path = Repository.Projects.Single(project => project.Name == name).Path;
            ProcessStartInfo start = new(
                "dotnet",
                [
                    "msbuild", path, $"-p:OfficialGrpc={(official ? "true" : "false")}", "-getItem:ProjectReference",
                    "-getItem:PackageReference", "-getItem:PackageVersion", "-getItem:Compile",
                ])
            { RedirectStandardOutput = true };
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("There is no dotnet.");
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            using JsonDocument json = JsonDocument.Parse(output);
            JsonElement items = json.RootElement.GetProperty("Items");
            return new Evaluation(
                Values(items, "ProjectReference", "Filename"),
                Values(items, "PackageReference", "Identity"),
                Values(items, "Compile", "Identity"),
                items.GetProperty("PackageVersion").EnumerateArray().ToDictionary(
                    item => Value(item, "Identity"), item => Value(item, "Version")));
        }

        private static string[] Values(JsonElement items, string kind, string metadata) =>
            [.. items.GetProperty(kind).EnumerateArray().Select(item => Value(item, metadata))];

        private static string Value(JsonElement item, string metadata) => item.GetProperty(metadata).GetString() ?? "";
    }
}
