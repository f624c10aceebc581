using System.Xml.Linq;

namespace Identity.Tidy.Tests;

/// <summary>Which project may know which, as docs/architecture.md draws it.</summary>
internal static class DirectionRules
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Identity.Core"] = [],
        ["Identity.Stores"] = ["Identity.Core"],
        ["Identity.Stores.Sqlite"] = ["Identity.Core", "Identity.Stores"],
        ["Identity.Application"] = ["Identity.Core", "Identity.Stores"],
        ["Identity.Rpc"] = [],
        ["Identity.Api"] = ["Identity.Core", "Identity.Stores", "Identity.Application", "Identity.Rpc"],
        ["Identity.Web"] = ["Identity.Rpc"],
        ["Identity.Server"] =
        [
            "Identity.Core", "Identity.Stores", "Identity.Stores.Sqlite", "Identity.Application", "Identity.Rpc",
            "Identity.Api", "Identity.Web",
        ],
        ["Identity.Client"] = ["Identity.Rpc"],
        ["Identity.Cli"] = ["Identity.Core", "Identity.Rpc", "Identity.Api", "Identity.Server", "Identity.SampleData"],
    };

    // Who may know a library that must stay in one place.
    private static readonly Dictionary<string, string[]> Owners = new(StringComparer.Ordinal)
    {
        ["SQLitePCLRaw.bundle_e_sqlite3"] = ["Identity.Stores.Sqlite"],
        ["Google.Protobuf"] = ["Identity.Rpc", "Identity.Api", "Identity.Web", "Identity.Cli", "Identity.Client"],
        ["Serilog"] = ["Identity.Server"],
        ["OpenTelemetry"] = ["Identity.Server"],
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = ["Identity.Server"],
    };

    /// <summary>The breaches of one project file.</summary>
    public static IEnumerable<string> Breaches(string name, XDocument project)
    {
        if (!Allowed.TryGetValue(name, out string[]? allowed))
        {
            yield return $"{name} is in no direction"; yield break;
        }
        foreach (string reference in References(project, "ProjectReference").Select(ProjectName))
        {
            if (!allowed.Contains(reference)) { yield return $"{name} must not know {reference}"; }
        }

        foreach (string package in References(project, "PackageReference"))
        {
            if (Owners.TryGetValue(package, out string[]? owners) && !owners.Contains(name))
            {
                yield return $"{name} must not use {package}";
            }

            if (name == "Identity.Core") { yield return $"{name} must not use any package, but uses {package}"; }
        }
    }

    private static IEnumerable<string> References(XDocument project, string kind) => project.Descendants()
        .Where(element => element.Name.LocalName == kind)
        .Select(element => element.Attribute("Include")?.Value ?? "");

    private static string ProjectName(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
