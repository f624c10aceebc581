using System.Globalization;

namespace Identity.Simulation.Tests.Histories;

/// <summary>Where a run begins: IDENTITY_SEED, or 1. Every failure prints the seed of its own history.</summary>
internal static class Seeds
{
    public static int First { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("IDENTITY_SEED"), CultureInfo.InvariantCulture, out int seed)
            ? seed : 1;
}
