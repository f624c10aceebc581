using System.Globalization;

namespace Identity.Cli.Output;

/// <summary>Parts of a whole, for people.</summary>
internal static class Percent
{
    /// <summary>In per cent; all and nothing only where it is so.</summary>
    public static string Of(long part, long whole)
    {
        if (whole == 0) { return "-"; }
        double percent = 100.0 * part / whole;
        if (part > 0 && percent < 0.1) { return "<0.1 %"; }
        if (part < whole && percent > 99.9) { return ">99.9 %"; }
        string form = percent is 0 or 100 ? "0" : "0.0";
        return $"{percent.ToString(form, CultureInfo.InvariantCulture)} %";
    }
}
