using System.Globalization;
using Identity.Core.Matching;
using Identity.Core.Observations;

namespace Identity.Application.Workspaces;

/// <summary>By what this program makes persons of observations, besides the rules of a workspace.</summary>
internal static class Derivation
{
    /// <summary>Changes when cleaning or the model that compares records does.</summary>
    public static string Version { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{CleaningVersion.Current}/{MatchModel.Default.Version}");
}
