using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Identity.Attacks.Tests.Fuzzing;

/// <summary>How long and from which seed random inputs are made.</summary>
internal static class Fuzz
{
    private const int SecondsDefault = 60;

    /// <summary>IDENTITY_SEED, or a new one for each run.</summary>
    public static int Seed { get; } = Number("IDENTITY_SEED") ?? Random.Shared.Next();

    /// <summary>The time for a part of a run; IDENTITY_FUZZ_SECONDS is the time for all of them.</summary>
    public static TimeSpan Share(double part) =>
        TimeSpan.FromSeconds((Number("IDENTITY_FUZZ_SECONDS") ?? SecondsDefault) * part);

    /// <summary>Makes rounds until the time is over or one finds something. Each has a seed of its own, which a failure
    /// names.</summary>
    public static async Task RunAsync(TimeSpan time, Func<Random, Task> round)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int rounds = 0;
        do
        {
            int seed = unchecked(Seed + rounds++);
            try
            {
                await round(new Random(seed));
            }
            catch (Exception exception)
            {
                throw new FuzzFindingException($"IDENTITY_SEED={seed} finds: {exception.Message}", exception);
            }
        }
        while (watch.Elapsed < time && !TestContext.Current.CancellationToken.IsCancellationRequested);

        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {Seed}, {rounds} rounds.");
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;
}

/// <summary>A round broke a rule.</summary>
internal sealed class FuzzFindingException(string message, Exception cause) : Exception(message, cause);
