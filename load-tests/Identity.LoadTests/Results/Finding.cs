using System.Globalization;
using Identity.LoadTests.Arithmetic;

namespace Identity.LoadTests.Results;

/// <summary>A line of the results. Immutable.</summary>
/// <param name="What">What is compared with what.</param>
/// <param name="Figures">What was measured, with units.</param>
/// <param name="Ratio">The ratio or figure that is judged, with its spread; empty when nothing is.</param>
/// <param name="Target">What it should be; empty when it is only stated.</param>
/// <param name="Holds">Whether it is; null when it is only stated.</param>
internal sealed record Finding(string What, string Figures, string Ratio = "", string Target = "", bool? Holds = null)
{
    public string Verdict => Holds switch { true => "met", false => "missed", null => "" };

    /// <summary>A ratio that must not be above a bound.</summary>
    /// <param name="what">What is compared with what.</param>
    /// <param name="rounds">The rounds.</param>
    /// <param name="unit">Of what was measured.</param>
    /// <param name="max">The bound.</param>
    public static Finding AtMost(string what, Rounds rounds, string unit, double max) => new(
        what, Medians(rounds, unit), Spread(rounds), Text($"at most {max:0.0#}"), rounds.Ratio <= max);

    /// <summary>A ratio that must not be below a bound.</summary>
    public static Finding AtLeast(string what, Rounds rounds, string unit, double min) => new(
        what, Medians(rounds, unit), Spread(rounds), Text($"at least {min:0.0#}"), rounds.Ratio >= min);

    /// <summary>A ratio that is only stated.</summary>
    public static Finding Stated(string what, Rounds rounds, string unit) =>
        new(what, Medians(rounds, unit), Spread(rounds));

    /// <summary>Formats without regard to where it runs.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Medians(Rounds rounds, string unit) =>
        Text($"{Short(rounds.Measured.Median)} against {Short(rounds.Reference.Median)} {unit}");

    private static string Spread(Rounds rounds) =>
        Text($"{rounds.Ratio:0.00} ({rounds.RatioMin:0.00} to {rounds.RatioMax:0.00}, {rounds.Count} rounds)");

    private static string Short(double value) => value switch
    {
        >= 1_000 => Text($"{value:#,0}"),
        >= 100 => Text($"{value:0}"),
        _ => Text($"{value:0.00}"),
    };
}
