using System.Reflection;
using System.Xml.Linq;

namespace Identity.GrpcApi.Tests;

/// <summary>One project of the repository.</summary>
internal sealed record Project(string Path)
{
    // Our gRPC itself, and the tests of what is inside of it. They are empty with the official packages.
    private static readonly string[] Ours =
        ["Identity.Rpc", "Identity.Rpc.Tests", "Identity.Attacks.Tests", "Identity.GrpcApi.Tests"];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Whether it is about our gRPC rather than a user of it.</summary>
    public bool IsOurs => Ours.Contains(Name);

    /// <summary>Whether it refers to our gRPC itself; others may get it through a project that does.</summary>
    public bool RefersToOurs => XDocument.Load(Path).Descendants("ProjectReference")
        .Select(reference => reference.Attribute("Include")?.Value ?? "")
        .Any(path => path.EndsWith("Identity.Rpc.csproj", StringComparison.Ordinal));

    public string Assembly
    {
        get
        {
            string name = XDocument.Load(Path).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Name;
            string folder = System.IO.Path.GetDirectoryName(Path) ?? "";
            return System.IO.Path.Combine(folder, "bin", Repository.Configuration, "net10.0", name + ".dll");
        }
    }
}

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static IReadOnlyList<Project> Projects { get; } =
    [
        .. new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetDirectories(Path.Combine(Root, folder)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Order(StringComparer.Ordinal).Select(path => new Project(path)),
    ];

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value ?? "";
}
