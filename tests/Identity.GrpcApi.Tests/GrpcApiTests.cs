using Xunit;

namespace Identity.GrpcApi.Tests;

/// <summary>
/// Whatever is written against our gRPC must be there in the official packages. What is used is read from the
/// assemblies; that the official packages have it was looked up once, in docs/grpc-api.md.
/// </summary>
public sealed class GrpcApiTests
{
    private const string Ours = "Identity.Rpc";

    // IDENTITY_UPDATE=grpc-api writes the document anew; new types then get a question mark to be replaced by hand.
    private static readonly bool Updates = Environment.GetEnvironmentVariable("IDENTITY_UPDATE") == "grpc-api";

    private static ApiEntry[] Used { get; } =
    [
        .. Repository.Projects.Where(project => !project.IsOurs).Select(project => project.Assembly)
            .Where(File.Exists).SelectMany(path => UsedApi.Of(path, Ours)).Distinct(),
    ];

    [Fact]
    public void Every_project_is_built() => Assert.Empty(
        Repository.Projects.Where(project => !project.IsOurs && !File.Exists(project.Assembly)).Select(p => p.Name));

    [Fact]
    public void Everything_that_is_used_is_listed_and_nothing_else()
    {
        string text = File.ReadAllText(ApiDocument.Path);
        if (Updates)
        {
            text = ApiDocument.Update(text, Used);
            File.WriteAllText(ApiDocument.Path, text);
        }

        Assert.Equal("", string.Join(Environment.NewLine, ApiDocument.Breaches(text, Used)));
    }

    [Fact]
    public void What_is_used_is_found_in_assemblies()
    {
        Assert.Contains(new ApiEntry("Grpc.Core.RpcException", "StatusCode get_StatusCode()"), Used);
        Assert.Contains(Used, entry => entry is { Type: "Grpc.Core.Interceptors.Interceptor" }
            && entry.Member.StartsWith("override Task<M1> UnaryServerHandler<M0, M1>(", StringComparison.Ordinal));
        Assert.Contains(Used, entry => entry.Type == "Grpc.Core.Marshaller`1");
    }

    [Fact]
    public void A_use_that_is_not_listed_and_a_row_that_nobody_needs_are_found()
    {
        const string Text = "# A\n| type | member | in the official packages |\n|---|---|---|\n"
            + "| `A.B` | `Void C()` | D 1.0 |\n| `A.B` | - | ? |\n";
        ApiEntry used = new("A.B", "Void E()");

        string[] breaches = [.. ApiDocument.Breaches(Text, [used, new ApiEntry("A.B", "")])];

        Assert.Equal(3, breaches.Length);
        Assert.Contains(breaches, breach => breach == "used but not listed: A.B Void E()");
        Assert.Contains(breaches, breach => breach == "listed but used by nobody: A.B Void C()");
        Assert.Contains(breaches, breach => breach.StartsWith("listed without its place", StringComparison.Ordinal));
        Assert.DoesNotContain("Void C()", ApiDocument.Update(Text, [used]), StringComparison.Ordinal);
    }
}
