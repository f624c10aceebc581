using System.Reflection;

namespace Identity.Server.Telemetry;

/// <summary>Which build this is.</summary>
internal static class BuildVersion
{
    private static readonly string[] Parts = (typeof(BuildVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);

    /// <summary>As in <c>identity --version</c>.</summary>
    public static string Number => Parts[0];

    /// <summary>The commit that was built; empty when the build did not know it.</summary>
    public static string Revision => Parts.Length > 1 ? Parts[1] : "";
}
